#include "experiments/runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/data_copy.h"
#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::DataCopy;
using support::input_error_of;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Key;
using ::testing::MatchesRegex;
using ::testing::Pair;

// Rows of a toy: what the options and the first device say.
std::vector<ResultRow> run_toy(const World& world, const ExperimentOptions& options) {
  const double rows = options.quick ? 1 : 2;
  return {{{{"policy", "in-order"}, {"prompt_length", 1024}, {"model", "qwen1.5-1.8b"}},
           {{"npu_bubble_rate", rows, "%"}}},
          {{{"policy", "serial"}, {"prompt_length", 1024}, {"model", "qwen1.5-1.8b"}},
           {{"npu_bubble_rate", static_cast<double>(world.devices.size()), "%"}}}};
}

ResultRecord toy_record(const char* id, bool quick = false) {
  return run_experiment({id, "Fig. 0", "A toy", run_toy}, World{}, paper_numbers(),
                        {.revision = "abc", .cards = {}, .seed = 3}, {.quick = quick});
}

TEST(Runner, ARecordSaysWhatItIsOf) {
  const ResultRecord record = toy_record("toy");
  EXPECT_EQ(record.experiment, "toy");
  EXPECT_EQ(record.title, "A toy");
  EXPECT_EQ(record.context.revision, "abc");
  EXPECT_EQ(record.context.seed, 3U);
}

TEST(Runner, PassesWorldAndOptions) {
  EXPECT_EQ(toy_record("toy", false).rows[0].measures[0].value, 2);
  EXPECT_EQ(toy_record("toy", true).rows[0].measures[0].value, 1);
  EXPECT_EQ(toy_record("toy").rows[1].measures[0].value, 0);
}

TEST(Runner, PutsClaimsOfThePaperBesideTheRowsTheyAreAbout) {
  const ResultRecord record = toy_record("fig13");
  EXPECT_EQ(record.rows[0].measures[0].paper, 37);
  EXPECT_EQ(record.rows[0].measures[0].role, "mechanism");
  EXPECT_EQ(record.rows[1].measures[0].paper, std::nullopt);
}

TEST(Context, HasTheSeedAndTheHashOfEveryCard) {
  const ResultContext context = make_context(7);
  EXPECT_EQ(context.seed, 7U);
  EXPECT_FALSE(context.revision.empty());
  EXPECT_THAT(context.cards, Each(Pair(testing::_, MatchesRegex("[0-9a-f]{16}"))));
  for (const char* name :
       {"model/qwen1.5-1.8b", "model/mistral-7b", "soc/snapdragon-8-gen-3", "device/xiaomi-14",
        "system/llama.cpp-cpu", "outliers/qwen1.5-1.8b", "paper/numbers"}) {
    EXPECT_THAT(context.cards, Contains(Key(name)));
  }
}

TEST(Context, HasAnEntryForEveryJsonFileOfTheData) {
  const DataCopy data;
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data.root())) {
    if (entry.path().extension() == ".json") ++files;
  }
  EXPECT_EQ(make_context(0).cards.size(), files);
}

TEST(Context, DoesNotDependOnWhereTheDataLie) {
  const auto here = make_context(0).cards;
  const DataCopy data;
  EXPECT_EQ(make_context(0).cards, here);
}

TEST(Context, AByteOfACardChangesItsHashAndNoOther) {
  const DataCopy data;
  auto before = make_context(0).cards;
  data.edit("engine/soc/catalog/devices/xiaomi-14.json", "\n", " \n");
  const auto after = make_context(0).cards;
  EXPECT_NE(after.at("device/xiaomi-14"), before.at("device/xiaomi-14"));
  before["device/xiaomi-14"] = after.at("device/xiaomi-14");
  EXPECT_EQ(after, before);
}

TEST(Context, HashesAreFnv1a) {
  const DataCopy data;
  std::filesystem::remove(data.root() / "engine/model/catalog/gemma-2b.json");
  data.write("engine/model/catalog/a.json", "foobar");
  EXPECT_EQ(make_context(0).cards.at("model/a"), "85944171f73967e8");
  data.write("engine/model/catalog/a.json", "");
  EXPECT_EQ(make_context(0).cards.at("model/a"), "cbf29ce484222325");
}

TEST(Context, AMissingFolderIsNamed) {
  const DataCopy data;
  std::filesystem::remove_all(data.root() / "baselines/catalog");
  EXPECT_THAT(input_error_of([] { make_context(0); }), HasSubstr("baselines/catalog"));
}

}  // namespace
}  // namespace mllm_npu
