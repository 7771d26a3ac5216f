#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "baselines/quantizers/quantizer_catalog.h"
#include "engine/schedule/policy_catalog.h"
#include "experiments/experiment_catalog.h"
#include "experiments/revision.h"
#include "experiments/world.h"
#include "tests/support/run_program.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::ProgramRun;
using support::TemporaryFolder;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ProgramRun run(const std::vector<std::string>& arguments) {
  const TemporaryFolder folder;
  return support::run_program(arguments, folder.path());
}

TEST(Program, HelpNamesEveryCommand) {
  const ProgramRun help = run({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_THAT(help.err, IsEmpty());
  for (const char* command :
       {"reproduce", "prefill", "list", "plot", "claims", "calibrate", "prepare", "generate",
        "perplexity", "logits", "export", "train-reference-model"}) {
    EXPECT_THAT(help.out, HasSubstr(std::string("\n  ") + command + " "));
  }
}

TEST(Program, EveryCommandHasHelp) {
  for (const char* command :
       {"reproduce", "prefill", "list", "plot", "claims", "calibrate", "prepare", "generate",
        "perplexity", "logits", "export", "train-reference-model"}) {
    const ProgramRun help = run({command, "--help"});
    EXPECT_EQ(help.exit_code, 0) << command;
    EXPECT_THAT(help.out, HasSubstr(std::string("Usage: mllm-npu ") + command));
    EXPECT_THAT(help.err, IsEmpty());
  }
}

TEST(Program, HelpShowsDefaults) {
  EXPECT_THAT(run({"prefill", "--help"}).out, HasSubstr("redmi-k70-pro"));
  EXPECT_THAT(run({"reproduce", "--help"}).out, HasSubstr("REPRODUCE.md"));
}

TEST(Program, VersionIsTheRevisionThatResultsCarry) {
  const ProgramRun version = run({"--version"});
  EXPECT_EQ(version.exit_code, 0);
  EXPECT_EQ(version.out, revision() + "\n");
}

TEST(Program, AFullDiskBehindStandardOutputIsToldInOneLine) {
  const TemporaryFolder folder;
  const ProgramRun full = support::run_program({"list"}, folder.path(), {}, "/dev/full");
  EXPECT_EQ(full.exit_code, 2);
  EXPECT_EQ(full.err, "mllm-npu: standard output: expected room to write, found a write error\n");
}

TEST(ListCommand, NamesWhateverAFlagTakes) {
  const ProgramRun list = run({"list"});
  EXPECT_EQ(list.exit_code, 0);
  const auto expect_listed = [&](const std::string& name) {
    EXPECT_THAT(list.out, HasSubstr("\n  " + name + " "));
  };
  for (const Experiment& experiment : experiment_catalog()) expect_listed(experiment.id);
  for (const SystemEntry& system : system_catalog()) expect_listed(system.name);
  for (const PolicyEntry& policy : policy_catalog()) expect_listed(policy.name);
  for (const QuantizerEntry& quantizer : quantizer_catalog()) expect_listed(quantizer.name);
  const World world = read_world();
  for (const auto& [name, device] : world.devices) expect_listed(name);
  for (const auto& [name, model] : world.models) expect_listed(name);
}

}  // namespace
}  // namespace mllm_npu
