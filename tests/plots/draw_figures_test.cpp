#include "plots/draw_figures.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plots/figure_catalog.h"
#include "tests/plots/plot_fixtures.h"
#include "tests/support/input_error_of.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

namespace fs = std::filesystem;

using support::bytes_of;
using support::input_error_of;
using support::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using Strings = std::vector<std::string>;

void write_results(const fs::path& folder, const std::vector<ResultRecord>& records) {
  for (const ResultRecord& record : records) {
    write_result_record(record, folder / (record.experiment + ".json"));
  }
}

Strings names_of(const std::vector<fs::path>& paths) {
  Strings names;
  for (const fs::path& path : paths) names.push_back(path.filename().string());
  return names;
}

Strings files_in(const fs::path& folder) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder)) paths.push_back(entry.path());
  Strings names = names_of(paths);
  std::sort(names.begin(), names.end());
  return names;
}

TEST(DrawFigures, ReturnsThePicturesItDrewInTheCataloguesOrder) {
  const TemporaryFolder folder;
  write_results(folder.path(), {plot_fixtures::fig19_record(), plot_fixtures::fig2_record()});
  const auto pictures = draw_figures(folder.path(), folder.path() / "f", {"fig19", "fig2"});
  EXPECT_THAT(names_of(pictures), ElementsAre("fig2.png", "fig2.svg", "fig2.pdf", "fig19.png",
                                              "fig19.svg", "fig19.pdf"));
  for (const fs::path& picture : pictures) EXPECT_GT(fs::file_size(picture), 1000u) << picture;
  EXPECT_EQ(files_in(folder.path() / "f").size(), 6u);
}

TEST(DrawFigures, WithoutIdsDrawsAllThatHaveResults) {
  const TemporaryFolder folder;
  write_results(folder.path(), {plot_fixtures::fig19_record(), plot_fixtures::fig8_record()});
  EXPECT_THAT(
      names_of(draw_figures(folder.path(), folder.path() / "f", {})),
      ElementsAre("fig8.png", "fig8.svg", "fig8.pdf", "fig19.png", "fig19.svg", "fig19.pdf"));
}

TEST(DrawFigures, AnIdThatIsAskedForTwiceIsDrawnOnce) {
  const TemporaryFolder folder;
  write_results(folder.path(), {plot_fixtures::fig2_record()});
  EXPECT_EQ(draw_figures(folder.path(), folder.path() / "f", {"fig2", "fig2"}).size(), 3u);
}

TEST(DrawFigures, OtherResultsThanAskedForAreNotEvenRead) {
  const TemporaryFolder folder;
  write_results(folder.path(), {plot_fixtures::fig2_record()});
  folder.write("fig19.json", "broken");
  EXPECT_EQ(draw_figures(folder.path(), folder.path() / "f", {"fig2"}).size(), 3u);
}

TEST(DrawFigures, TheSameRecordsGiveTheSameBytes) {
  const TemporaryFolder folder;
  write_results(folder.path(), plot_fixtures::all_records());
  const auto once = draw_figures(folder.path(), folder.path() / "once", {});
  const auto again = draw_figures(folder.path(), folder.path() / "again", {});
  // Three files a page: fig13-gantt has three, fig15 and table5 two.
  EXPECT_EQ(once.size(), 3 * (figure_ids().size() + 2 + 1 + 1));
  ASSERT_EQ(names_of(again), names_of(once));
  for (std::size_t i = 0; i < once.size(); ++i) {
    EXPECT_TRUE(bytes_of(once[i]) == bytes_of(again[i])) << once[i];
  }
}

TEST(DrawFigures, AnotherValueGivesOtherBytes) {
  const TemporaryFolder folder;
  ResultRecord record = plot_fixtures::fig2_record();
  write_results(folder.path(), {record});
  const auto once = draw_figures(folder.path(), folder.path() / "once", {});
  record.rows.back().measures.front().value *= 2;
  write_results(folder.path(), {record});
  const auto again = draw_figures(folder.path(), folder.path() / "again", {});
  for (std::size_t i = 0; i < once.size(); ++i) {
    EXPECT_FALSE(bytes_of(once[i]) == bytes_of(again[i])) << once[i];
  }
}

TEST(DrawFigures, AnUnknownIdIsAnErrorBeforeAnythingIsDrawn) {
  const TemporaryFolder folder;
  write_results(folder.path(), {plot_fixtures::fig2_record()});
  EXPECT_THAT(input_error_of([&] {
                draw_figures(folder.path(), folder.path() / "f", {"fig2", "figX"});
              }),
              StartsWith("command line: figure: expected one of fig1, table1, table2"));
  EXPECT_FALSE(fs::exists(folder.path() / "f"));
}

TEST(DrawFigures, AnIdIsNoPath) {
  const TemporaryFolder folder;
  write_results(folder.path(), {plot_fixtures::fig2_record()});
  EXPECT_THAT(input_error_of([&] { draw_figures(folder.path(), folder.path(), {"./fig2"}); }),
              HasSubstr("found ./fig2"));
}

TEST(DrawFigures, AFigureWithoutResultsSaysWhatMakesThem) {
  const TemporaryFolder folder;
  EXPECT_EQ(input_error_of([&] { draw_figures(folder.path(), folder.path() / "f", {"fig2"}); }),
            (folder.path() / "fig2.json").string() +
                ": expected results (`mllm-npu reproduce fig2` makes them), found no file");
  EXPECT_FALSE(fs::exists(folder.path() / "f"));
}

TEST(DrawFigures, AFolderWithoutResultsOrNoneAtAllSaysWhatMakesThem) {
  const TemporaryFolder folder;
  for (const fs::path& results : {folder.path(), folder.path() / "missing"}) {
    EXPECT_EQ(
        input_error_of([&] { draw_figures(results, folder.path() / "f", {}); }),
        results.string() + ": expected results (`mllm-npu reproduce` makes them), found none");
  }
}

TEST(DrawFigures, FilesThatAreNoFiguresAreLeftAlone) {
  const TemporaryFolder folder;
  write_results(folder.path(), {plot_fixtures::fig2_record()});
  folder.write("notes.json", "broken");
  EXPECT_EQ(draw_figures(folder.path(), folder.path() / "f", {}).size(), 3u);
}

}  // namespace
}  // namespace mllm_npu
