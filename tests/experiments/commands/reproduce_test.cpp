#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/metrics/result_record.h"
#include "experiments/experiment_catalog.h"
#include "tests/support/run_program.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

namespace fs = std::filesystem;
using support::bytes_of;
using support::ProgramRun;
using support::run_program;
using support::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Every file below `folder`, by its path in there.
std::map<std::string, std::string> files_of(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    files[fs::relative(entry.path(), folder).string()] = bytes_of(entry.path());
  }
  return files;
}

std::vector<std::string> names_of(const std::map<std::string, std::string>& files) {
  std::vector<std::string> names;
  for (const auto& [name, bytes] : files) names.push_back(name);
  return names;
}

ProgramRun reproduce(const fs::path& folder, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "reproduce");
  return run_program(arguments, folder);
}

TEST(ReproduceCommand, WritesWhatIsAskedForAndNothingElse) {
  const TemporaryFolder folder;
  const ProgramRun run = reproduce(
      folder.path(), {"fig19", "table3", "--results-dir", "a/numbers", "--figures-dir", "b"});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(
      names_of(files_of(folder.path())),
      ElementsAre("a/numbers/fig19.json", "a/numbers/table3.json", "b/fig19.pdf", "b/fig19.png",
                  "b/fig19.svg", "b/table3.pdf", "b/table3.png", "b/table3.svg"));
}

TEST(ReproduceCommand, SaysWhereThingsAre) {
  const TemporaryFolder folder;
  const ProgramRun run = reproduce(folder.path(), {"fig2"});
  EXPECT_EQ(run.out,
            "numbers   results/*.json (1 experiments)\n"
            "pictures  figures/*.png, .svg, .pdf (3 files)\n");
}

TEST(ReproduceCommand, TellsHowFarItIs) {
  const TemporaryFolder folder;
  const std::string progress = reproduce(folder.path(), {"fig19", "table3"}).err;
  EXPECT_THAT(progress, HasSubstr("[1/4] simulating table3\n"));
  EXPECT_THAT(progress, HasSubstr("[2/4] simulating fig19 ("));
  EXPECT_THAT(progress, HasSubstr("[4/4] drawing fig19 ("));
  EXPECT_THAT(progress, HasSubstr("done ("));
}

TEST(ReproduceCommand, ASecondRunWritesTheSameBytes) {
  const TemporaryFolder folder;
  reproduce(folder.path(), {"fig19", "fig2"});
  const auto first = files_of(folder.path());
  reproduce(folder.path(), {"fig19", "fig2"});
  EXPECT_EQ(files_of(folder.path()), first);
  EXPECT_EQ(first.size(), 8U);
}

TEST(ReproduceCommand, InAnotherFolderWritesTheSameBytes) {
  const TemporaryFolder one;
  const TemporaryFolder other;
  reproduce(one.path(), {"table3"});
  reproduce(other.path(), {"table3"});
  EXPECT_EQ(files_of(one.path()), files_of(other.path()));
}

TEST(ReproduceCommand, TheSeedStandsInTheResult) {
  const TemporaryFolder folder;
  reproduce(folder.path(), {"fig2", "--seed", "42"});
  EXPECT_EQ(read_result_record(folder.path() / "results/fig2.json").context.seed, 42U);
}

TEST(ReproduceCommand, QuickHasFewerRowsOfTheSameExperiments) {
  const TemporaryFolder quick;
  const TemporaryFolder full;
  EXPECT_EQ(reproduce(quick.path(), {"fig19", "--quick"}).exit_code, 0);
  EXPECT_EQ(reproduce(full.path(), {"fig19"}).exit_code, 0);
  EXPECT_EQ(names_of(files_of(quick.path())), names_of(files_of(full.path())));
  EXPECT_LT(read_result_record(quick.path() / "results/fig19.json").rows.size(),
            read_result_record(full.path() / "results/fig19.json").rows.size());
}

TEST(ReproduceCommand, QuickRunsTheWholeCatalogueAndLeavesTheReport) {
  const TemporaryFolder folder;
  folder.write("REPRODUCE.md", "no markers");
  const ProgramRun run = reproduce(folder.path(), {"--quick", "--items", "2"});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  for (const Experiment& experiment : experiment_catalog()) {
    EXPECT_TRUE(fs::exists(folder.path() / "results" / (std::string(experiment.id) + ".json")));
  }
  EXPECT_TRUE(fs::exists(folder.path() / "figures/fig14.svg"));
  EXPECT_EQ(bytes_of(folder.path() / "REPRODUCE.md"), "no markers");
}

TEST(ReproduceCommand, SomeExperimentsLeaveTheReport) {
  const TemporaryFolder folder;
  folder.write("REPRODUCE.md", "no markers");
  EXPECT_EQ(reproduce(folder.path(), {"fig2"}).exit_code, 0);
  EXPECT_EQ(bytes_of(folder.path() / "REPRODUCE.md"), "no markers");
}

TEST(ReproduceCommand, PlotDrawsTheSamePicturesAgain) {
  const TemporaryFolder folder;
  reproduce(folder.path(), {"table3"});
  const auto before = files_of(folder.path());
  fs::remove_all(folder.path() / "figures");
  const ProgramRun plot = run_program({"plot"}, folder.path());
  EXPECT_EQ(plot.exit_code, 0) << plot.err;
  EXPECT_EQ(plot.out, "figures/table3.png\nfigures/table3.svg\nfigures/table3.pdf\n");
  EXPECT_EQ(files_of(folder.path()), before);
}

TEST(ReproduceCommand, PlotDrawsWhatIsAskedForOnly) {
  const TemporaryFolder folder;
  reproduce(folder.path(), {"table3", "fig2"});
  run_program({"plot", "fig2", "--figures-dir", "again"}, folder.path());
  EXPECT_THAT(names_of(files_of(folder.path() / "again")),
              ElementsAre("fig2.pdf", "fig2.png", "fig2.svg"));
}

}  // namespace
}  // namespace mllm_npu
