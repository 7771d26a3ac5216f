#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "tests/support/run_program.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::ProgramRun;
using support::TemporaryFolder;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

ProgramRun prefill(std::vector<std::string> flags) {
  const TemporaryFolder folder;
  flags.insert(flags.begin(), "prefill");
  return support::run_program(flags, folder.path());
}

// The row that --json prints.
boost::json::value row_of(std::vector<std::string> flags) {
  flags.emplace_back("--json");
  const ProgramRun run = prefill(flags);
  EXPECT_EQ(run.exit_code, 0) << run.err;
  return parse_json(run.out, "standard output");
}

double measure_of(const boost::json::value& row, const std::string& name) {
  return row.at("measures").at(name).at("value").to_number<double>();
}

double speed_with(const std::vector<std::string>& flags) {
  return measure_of(row_of(flags), "prefill_tokens_per_second");
}

TEST(PrefillCommand, WithoutFlagsIsThePapersSystemOnItsPhone) {
  const ProgramRun run = prefill({});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.out, StartsWith("device=redmi-k70-pro, model=qwen1.5-1.8b, system=mllm-npu, "
                                  "prompt_length=1024\n"));
  EXPECT_THAT(run.err, IsEmpty());
}

TEST(PrefillCommand, PrintsEveryMeasureWithItsUnit) {
  const std::string out = prefill({}).out;
  for (const char* name : {"prefill_tokens_per_second ",
                           "time_to_first_token ",
                           "prefill_energy ",
                           "peak_memory ",
                           "npu_bubble_rate ",
                           "base_energy ",
                           "cpu_energy ",
                           "gpu_energy ",
                           "npu_energy ",
                           "dram_energy ",
                           "energy_per_token ",
                           "mean_power ",
                           "sampled_energy ",
                           "makespan ",
                           "lower_bound ",
                           "weight_memory ",
                           "graph_memory ",
                           "kv_cache_memory ",
                           "shadow_memory ",
                           "preparation_time "}) {
    EXPECT_THAT(out, HasSubstr(std::string("\n  ") + name));
  }
  EXPECT_THAT(out, HasSubstr(" token/s\n"));
}

TEST(PrefillCommand, JsonHasAllFactorsAndFiniteMeasures) {
  const boost::json::value row = row_of({"--model", "gemma-2b", "--prompt-length", "64"});
  EXPECT_EQ(row.at("factors").at("model"), "gemma-2b");
  EXPECT_EQ(row.at("factors").at("prompt_length"), 64);
  EXPECT_EQ(row.at("factors").at("system"), "mllm-npu");
  EXPECT_EQ(row.at("factors").at("device"), "redmi-k70-pro");
  EXPECT_GT(measure_of(row, "prefill_energy"), 0);
}

TEST(PrefillCommand, TextAndJsonSayTheSame) {
  const std::string text = prefill({"--prompt-length", "1000"}).out;
  const boost::json::value row = row_of({"--prompt-length", "1000"});
  EXPECT_NEAR(measure_of(row, "prefill_tokens_per_second") * measure_of(row, "time_to_first_token"),
              1000, 1e-6);
  const auto place = text.find("  time_to_first_token ");
  ASSERT_NE(place, std::string::npos);
  const double printed =
      std::stod(text.substr(place + std::string("  time_to_first_token").size()));
  EXPECT_NEAR(printed, measure_of(row, "time_to_first_token"), 1e-3 * printed);
}

TEST(PrefillCommand, MemoryIsTakenApartAndFollowedOverTime) {
  const std::string out = prefill({"--memory"}).out;
  EXPECT_THAT(out, StartsWith(prefill({}).out));
  EXPECT_THAT(out, HasSubstr("\n\nowner        operator "));
  EXPECT_THAT(out, HasSubstr("\ngraphs       linear "));
  EXPECT_THAT(out, HasSubstr("\n\nms "));
}

TEST(PrefillCommand, MemoryOfASystemWithoutSubgraphsIsByOwner) {
  const std::string out = prefill({"--memory", "--system", "llama.cpp-cpu"}).out;
  EXPECT_THAT(out, HasSubstr("\n\nowner        operator "));
  EXPECT_EQ(out.find("\n\nms "), std::string::npos);
}

TEST(PrefillCommand, MemoryIsRefusedBesideJson) {
  const ProgramRun run = prefill({"--memory", "--json"});
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr("--memory: expected no --json"));
}

TEST(PrefillCommand, TwoRunsPrintTheSameBytes) {
  EXPECT_EQ(prefill({"--json"}).out, prefill({"--json"}).out);
}

TEST(PrefillCommand, EverySwitchOfATechniqueChangesTheSpeed) {
  const double speed = speed_with({});
  const std::vector<std::vector<std::string>> switches = {
      {"--chunk-length", "128"}, {"--policy", "serial"},       {"--pruning-rate", "0"},
      {"--group-size", "32"},    {"--float-processor", "gpu"}, {"--no-chunk-sharing"},
      {"--no-shadow"},           {"--no-equivalent-shapes"},   {"--device", "redmi-k60-pro"},
      {"--model", "llama-2-7b"}, {"--system", "naive-npu"}};
  for (const std::vector<std::string>& flags : switches) {
    EXPECT_NE(speed_with(flags), speed) << flags.front();
  }
}

TEST(PrefillCommand, HotChannelsAreAMatterOfMemory) {
  EXPECT_LT(measure_of(row_of({"--hot-channels", "1"}), "shadow_memory"),
            measure_of(row_of({"--hot-channels", "3"}), "shadow_memory"));
}

TEST(PrefillCommand, OutliersOnFlashTakeTime) {
  EXPECT_LE(speed_with({"--hot-outliers", "0"}), speed_with({"--hot-outliers", "100"}));
}

TEST(PrefillCommand, EnergyOfTheComponentsAddsUpToTheWhole) {
  const boost::json::value row = row_of({});
  double sum = 0;
  for (const char* name :
       {"base_energy", "cpu_energy", "gpu_energy", "npu_energy", "dram_energy"}) {
    sum += measure_of(row, name);
  }
  EXPECT_NEAR(sum, measure_of(row, "prefill_energy"), 1e-9);
  EXPECT_GT(measure_of(row, "npu_energy"), 0);
  EXPECT_NEAR(measure_of(row, "mean_power") * measure_of(row, "time_to_first_token"), sum, 1e-9);
}

TEST(PrefillCommand, OftenReadAPowerMeterIsNearTheEnergy) {
  const boost::json::value row = row_of({"--power-sampling", "1"});
  const double energy = measure_of(row, "prefill_energy");
  EXPECT_NEAR(measure_of(row, "sampled_energy"), energy, 0.02 * energy);
  EXPECT_EQ(measure_of(row_of({"--power-sampling", "100"}), "sampled_energy"),
            measure_of(row_of({}), "sampled_energy"));
  EXPECT_NE(measure_of(row_of({"--power-sampling", "3600000"}), "sampled_energy"),
            measure_of(row_of({}), "sampled_energy"));
}

TEST(PrefillCommand, AModelThatThePaperDoesNotRunOnTheSystemNeedsForce) {
  const std::vector<std::string> pair = {"--system", "tflite-gpu", "--model", "qwen1.5-1.8b"};
  const ProgramRun refused = prefill(pair);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_EQ(refused.out, "");
  EXPECT_EQ(refused.err,
            "mllm-npu: command line: --model: expected gemma-2b, phi-2-2.7b, as the paper runs on "
            "tflite-gpu (--force for others), found qwen1.5-1.8b\n");
  std::vector<std::string> forced = pair;
  forced.emplace_back("--force");
  EXPECT_GT(measure_of(row_of(forced), "prefill_tokens_per_second"), 0);
}

TEST(PrefillCommand, ForceChangesNothingWhereItIsNotNeeded) {
  const std::vector<std::string> pair = {"--system", "tflite-gpu", "--model", "gemma-2b"};
  std::vector<std::string> forced = pair;
  forced.emplace_back("--force");
  EXPECT_EQ(prefill(forced).out, prefill(pair).out);
}

TEST(PrefillCommand, SeveralChunkLengthsMayBeGiven) {
  EXPECT_EQ(speed_with({"--chunk-length", "64", "128", "256"}), speed_with({}));
}

TEST(PrefillCommand, LimitsOfNumbersAreAccepted) {
  for (const char* rate : {"0", "100", "85.5", "1e1"}) {
    EXPECT_EQ(prefill({"--pruning-rate", rate}).exit_code, 0) << rate;
  }
  EXPECT_EQ(prefill({"--prompt-length", "1"}).exit_code, 0);
  EXPECT_EQ(prefill({"--prompt-length", "1048576", "--chunk-length", "1048576"}).exit_code, 0);
}

TEST(PrefillCommand, APromptTooLongForThePhoneIsNotedAndStillSimulated) {
  const ProgramRun run = prefill({"--model", "llama-2-7b", "--prompt-length", "131072"});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.err, HasSubstr("note: LLaMA-2-7B was trained for 4096 tokens\n"));
  EXPECT_THAT(run.err, HasSubstr("note: Redmi K70 Pro has "));
  EXPECT_THAT(run.out, HasSubstr("peak_memory"));
}

}  // namespace
}  // namespace mllm_npu
