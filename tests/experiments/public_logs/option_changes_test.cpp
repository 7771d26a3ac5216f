#include "experiments/public_logs/option_changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using ::testing::StartsWith;

PrefillOptions changed_by(const std::string& text) {
  const boost::json::value json = parse_json(text, "f");
  return with_changes({}, JsonReader("f", "options", json));
}

std::string change_error(const std::string& text) {
  return support::input_error_of([&] { changed_by(text); });
}

TEST(OptionChanges, AreThoseThatAreNamed) {
  EXPECT_EQ(changed_by(R"({"chunk_lengths": [64, 32]})"),
            (PrefillOptions{.chunk_lengths = {64, 32}}));
  EXPECT_EQ(changed_by(R"({"policy": "lockstep"})"), (PrefillOptions{.policy = "lockstep"}));
  EXPECT_EQ(changed_by(R"({"npu_runs": 2})"), (PrefillOptions{.npu_runs = 2}));
}

TEST(OptionChanges, OfSharesAreInPercent) {
  EXPECT_EQ(changed_by(R"({"pruning_rate": 50, "hot_channel_share": 25, "hot_outlier_share": 100,
                           "cpu_share": 12.5})"),
            (PrefillOptions{.pruning_rate = 0.5,
                            .hot_channel_share = 0.25,
                            .hot_outlier_share = 1,
                            .cpu_share = 0.125}));
}

TEST(OptionChanges, OfSwitchesAreTrueOrFalse) {
  EXPECT_EQ(changed_by(R"({"chunk_sharing": false, "shadow": false, "equivalent_shapes": false,
                           "prepared_graphs": false, "head_for_every_token": true,
                           "flat_qkv": true})"),
            (PrefillOptions{.chunk_sharing = false,
                            .shadow = false,
                            .equivalent_shapes = false,
                            .prepared_graphs = false,
                            .head_for_every_token = true,
                            .flat_qkv = true}));
  EXPECT_THAT(change_error(R"({"shadow": 0})"), StartsWith("f: options.shadow: expected "));
}

TEST(OptionChanges, OfAnUnknownOptionAreRefused) {
  EXPECT_EQ(change_error(R"({"speed": 2})"),
            "f: options: expected options of PrefillOptions, found speed");
}

TEST(OptionChanges, OutOfRangeAreRefusedWithTheirPlace) {
  EXPECT_THAT(change_error(R"({"cpu_share": 0})"), StartsWith("f: options: cpu-share: expected"));
  EXPECT_THAT(change_error(R"({"pruning_rate": 101})"),
              StartsWith("f: options.pruning_rate: expected"));
  EXPECT_THAT(change_error(R"({"npu_runs": 101})"), StartsWith("f: options.npu_runs: expected"));
  EXPECT_THAT(change_error(R"({"policy": "random"})"), StartsWith("f: options: policy: expected"));
  EXPECT_THAT(change_error(R"({"chunk_lengths": []})"),
              StartsWith("f: options: chunk-length: expected"));
  EXPECT_THAT(change_error(R"({"chunk_lengths": [0]})"),
              StartsWith("f: options.chunk_lengths[0]: expected"));
}

TEST(OptionChanges, ThatChangeNothingAreRefused) {
  EXPECT_EQ(change_error("{}"), "f: options: expected a change of the options, found none");
  EXPECT_EQ(change_error(R"({"shadow": true})"),
            "f: options: expected a change of the options, found none");
}

}  // namespace
}  // namespace mllm_npu
