#include "experiments/unfinished_run.h"

#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::TemporaryFolder;

ResultRecord speed_record(double value) {
  return {.experiment = "fig14",
          .title = "Speed",
          .context = {},
          .rows = {{.factors = {}, .measures = {{"speed", value, "token/s"}}}}};
}

// A run with `key` that wrote fig14 and was stopped.
void stop_after_fig14(const TemporaryFolder& folder, const std::string& key) {
  UnfinishedRun run(folder.path(), key);
  write_result_record(speed_record(7), folder.path() / "fig14.json");
  run.add("fig14");
}

TEST(UnfinishedRun, HandsBackWhatAStoppedRunWrote) {
  const TemporaryFolder folder;
  stop_after_fig14(folder, "a");
  const UnfinishedRun next(folder.path(), "a");
  ASSERT_TRUE(next.record_of("fig14").has_value());
  EXPECT_EQ(to_json(*next.record_of("fig14")), to_json(speed_record(7)));
  EXPECT_FALSE(next.record_of("fig15").has_value());
}

TEST(UnfinishedRun, OfAnotherKeyCountsAsNone) {
  const TemporaryFolder folder;
  stop_after_fig14(folder, "a");
  EXPECT_FALSE(UnfinishedRun(folder.path(), "b").record_of("fig14").has_value());
}

TEST(UnfinishedRun, AFileThatWasChangedSinceIsComputedAgain) {
  const TemporaryFolder folder;
  stop_after_fig14(folder, "a");
  write_result_record(speed_record(8), folder.path() / "fig14.json");
  EXPECT_FALSE(UnfinishedRun(folder.path(), "a").record_of("fig14").has_value());
}

TEST(UnfinishedRun, ThatIsDamagedCountsAsNone) {
  const TemporaryFolder folder;
  stop_after_fig14(folder, "a");
  folder.write("unfinished.json", R"({"key": "a", "written": {"fig14": 3}})");
  EXPECT_FALSE(UnfinishedRun(folder.path(), "a").record_of("fig14").has_value());
}

TEST(UnfinishedRun, LeavesNothingBehindAtItsEnd) {
  const TemporaryFolder folder;
  stop_after_fig14(folder, "a");
  UnfinishedRun run(folder.path(), "a");
  run.finish();
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "unfinished.json"));
  EXPECT_FALSE(UnfinishedRun(folder.path(), "a").record_of("fig14").has_value());
}

TEST(UnfinishedRun, WithoutAKeyIsNeverTakenUp) {
  const TemporaryFolder folder;
  stop_after_fig14(folder, "");
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "unfinished.json"));
}

TEST(RunKey, TellsCardsSeedsAndOptionsApart) {
  const ResultContext context{.revision = "", .cards = {{"soc/a", "1"}}, .seed = 1};
  ResultContext card = context;
  card.cards["soc/a"] = "2";
  ResultContext seed = context;
  seed.seed = 2;
  const std::string key = run_key(context, "500");
  EXPECT_EQ(key.size(), 16U);
  EXPECT_EQ(run_key(context, "500"), key);
  EXPECT_NE(run_key(card, "500"), key);
  EXPECT_NE(run_key(seed, "500"), key);
  EXPECT_NE(run_key(context, "500 quick"), key);
}

}  // namespace
}  // namespace mllm_npu
