// What a user's files get wrong: exit code 2, one line that names the file, and nothing half
// written.

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/data_copy.h"
#include "tests/support/run_program.h"

namespace mllm_npu {
namespace {

namespace fs = std::filesystem;
using support::bytes_of;
using support::DataCopy;
using support::ProgramRun;
using support::run_program;
using support::TemporaryFolder;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kModelCard = "engine/model/catalog/qwen1.5-1.8b.json";
constexpr const char* kSocCard = "engine/soc/catalog/socs/snapdragon-8-gen-3.json";

void expect_no_temporary_file(const fs::path& folder) {
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    EXPECT_NE(entry.path().extension(), ".tmp") << entry.path();
  }
}

// The last line on standard error; those before tell progress.
std::string complaint_in(const TemporaryFolder& folder, const std::vector<std::string>& arguments) {
  const ProgramRun run = run_program(arguments, folder.path());
  EXPECT_EQ(run.exit_code, 2) << run.err;
  EXPECT_EQ(run.out, "");
  const std::size_t place = run.err.find("mllm-npu: ");
  EXPECT_NE(place, std::string::npos) << run.err;
  const std::string line = run.err.substr(std::min(place, run.err.size()));
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1) << line;
  expect_no_temporary_file(folder.path());
  return line;
}

TEST(BadFiles, AResultsFolderThatIsAFileIsNamed) {
  const TemporaryFolder folder;
  folder.write("taken", "text");
  EXPECT_THAT(complaint_in(folder, {"reproduce", "fig2", "--results-dir", "taken"}),
              HasSubstr("taken/fig2.json: expected a writable file"));
  EXPECT_EQ(bytes_of(folder.path() / "taken"), "text");
}

TEST(BadFiles, AFiguresFolderThatIsAFileIsNamedAndTheResultsAreThere) {
  const TemporaryFolder folder;
  folder.write("taken", "text");
  EXPECT_THAT(complaint_in(folder, {"reproduce", "fig2", "--figures-dir", "taken"}),
              HasSubstr("taken"));
  EXPECT_GT(bytes_of(folder.path() / "results/fig2.json").size(), 0U);
}

TEST(BadFiles, AResultThatIsAFolderIsNamed) {
  const TemporaryFolder folder;
  fs::create_directories(folder.path() / "results/fig2.json");
  EXPECT_THAT(complaint_in(folder, {"reproduce", "fig2"}), HasSubstr("results/fig2.json"));
}

TEST(BadFiles, PlotWithoutResultsSaysHowToGetThem) {
  const TemporaryFolder folder;
  EXPECT_THAT(complaint_in(folder, {"plot"}), HasSubstr("`mllm-npu reproduce` makes them"));
  EXPECT_THAT(complaint_in(folder, {"plot", "fig2"}),
              AllOf(HasSubstr("results/fig2.json"), HasSubstr("`mllm-npu reproduce fig2`")));
  EXPECT_FALSE(fs::exists(folder.path() / "figures"));
}

TEST(BadFiles, PlotNamesABrokenResult) {
  const TemporaryFolder folder;
  for (const char* text : {"", "{", "[]", "{\"experiment\": \"fig2\"}", "\xff\xfe"}) {
    folder.write("results/fig2.json", text);
    EXPECT_THAT(complaint_in(folder, {"plot", "fig2"}), StartsWith("mllm-npu: results/fig2.json: "))
        << text;
  }
}

TEST(BadFiles, PlotNamesAResultOfAnotherExperiment) {
  const TemporaryFolder folder;
  run_program({"reproduce", "table3"}, folder.path());
  fs::rename(folder.path() / "results/table3.json", folder.path() / "results/fig2.json");
  EXPECT_THAT(complaint_in(folder, {"plot", "fig2"}),
              HasSubstr("results/fig2.json: experiment: expected fig2, found table3"));
}

TEST(BadFiles, ADataRootThatIsNoneIsNamed) {
  const TemporaryFolder folder;
  const ProgramRun run = run_program({"list"}, folder.path(), {{"MLLM_NPU_DATA", "/nowhere"}});
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_EQ(run.err,
            "mllm-npu: MLLM_NPU_DATA: expected a folder that holds engine/, found /nowhere\n");
}

TEST(BadFiles, ACardWithAnUnknownKeyIsNamedByEveryCommandThatReadsIt) {
  const DataCopy data;
  data.edit(kModelCard, "\"name\"", "\"colour\": 1, \"name\"");
  const TemporaryFolder folder;
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {"list"}, {"prefill"}, {"reproduce", "table3"}, {"calibrate", "--dry-run"}}) {
    EXPECT_THAT(complaint_in(folder, arguments), AllOf(HasSubstr(kModelCard), HasSubstr("colour")))
        << arguments.front();
  }
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(BadFiles, ACardWithAFaultyFactIsNamedWithItsKey) {
  const TemporaryFolder folder;
  const DataCopy data;
  const std::string fact = "\"npu.graph_launch\": {\n      \"value\": ";
  data.edit(kSocCard, fact, fact + "-");
  EXPECT_THAT(complaint_in(folder, {"prefill"}),
              AllOf(HasSubstr(kSocCard), HasSubstr("npu.graph_launch")));
}

TEST(BadFiles, ANumberThatNoDoubleHoldsIsNamed) {
  const TemporaryFolder folder;
  const DataCopy data;
  data.edit(kModelCard, "2048", "1e400");
  EXPECT_THAT(complaint_in(folder, {"prefill"}), HasSubstr(kModelCard));
}

TEST(BadFiles, FaultyPaperNumbersLeaveEarlierResultsAsTheyAre) {
  const TemporaryFolder folder;
  run_program({"reproduce", "fig2"}, folder.path());
  const std::string before = bytes_of(folder.path() / "results/fig2.json");
  const DataCopy data;
  data.edit("datasets/paper/numbers.json", "\"role\"", "\"rule\"");
  EXPECT_THAT(complaint_in(folder, {"reproduce", "fig2"}),
              HasSubstr("datasets/paper/numbers.json"));
  EXPECT_EQ(bytes_of(folder.path() / "results/fig2.json"), before);
}

TEST(BadFiles, CalibrateThatFailsWritesNoCard) {
  const DataCopy data;
  const std::string card = bytes_of(data.root() / kSocCard);
  data.edit("baselines/catalog/llama.cpp-cpu.json", "\"linear_throughput\"", "\"liner_throughput\"");
  const TemporaryFolder folder;
  complaint_in(folder, {"calibrate"});
  EXPECT_EQ(bytes_of(data.root() / kSocCard), card);
}

}  // namespace
}  // namespace mllm_npu
