#include "engine/runtime/prefill_options.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/graph/chunk.h"
#include "engine/schedule/policy_catalog.h"
#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string error_of(const PrefillOptions& options) {
  return input_error_of([&] { check_options(options); });
}

std::string lengths_error(std::vector<std::int64_t> lengths) {
  return error_of({.chunk_lengths = std::move(lengths)});
}

TEST(PrefillOptions, DefaultsAreThePapersSystem) {
  const PrefillOptions options;
  EXPECT_THAT(options.chunk_lengths, ElementsAre(64, 128, 256));
  EXPECT_TRUE(options.chunk_sharing && options.shadow && options.equivalent_shapes);
  EXPECT_EQ(options.pruning_rate, 0.85);
  EXPECT_EQ(options.group_size, 0);
  EXPECT_EQ(options.policy, "out-of-order");
  EXPECT_EQ(options.float_processor, Processor::kCpu);
  EXPECT_EQ(error_of(options), "no error");
}

TEST(PrefillOptions, RefuseNoChunkLength) {
  EXPECT_EQ(lengths_error({}), "chunk-length: expected at least one length, found none");
}

TEST(PrefillOptions, TakeAChunkLengthFromOneToTheLongestPrompt) {
  EXPECT_EQ(lengths_error({1}), "no error");
  EXPECT_EQ(lengths_error({kMaxPromptLength}), "no error");
  EXPECT_THAT(lengths_error({0}), AllOf(StartsWith("chunk-length: "), EndsWith("found 0")));
  EXPECT_THAT(lengths_error({-64}), EndsWith("found -64"));
  EXPECT_THAT(lengths_error({64, kMaxPromptLength + 1}), EndsWith("found 1048577"));
}

TEST(PrefillOptions, RefuseAChunkLengthTwice) {
  EXPECT_THAT(lengths_error({64, 128, 64}),
              AllOf(HasSubstr("expected different lengths"), EndsWith("found 64")));
}

// The shares, each by its name on the command line.
struct ShareCase {
  const char* option;
  double PrefillOptions::*share;
};

class ShareOption : public ::testing::TestWithParam<ShareCase> {
 protected:
  std::string error_with(double share) const {
    PrefillOptions options;
    options.*GetParam().share = share;
    return error_of(options);
  }
};

TEST_P(ShareOption, IsTakenFromZeroToOne) {
  EXPECT_EQ(error_with(0), "no error");
  EXPECT_EQ(error_with(1), "no error");
}

TEST_P(ShareOption, BeyondZeroAndOneIsRefusedByName) {
  const std::string refusal = std::string(GetParam().option) + ": expected a share from 0 to 1";
  for (const double share : {-1e-9, 1 + 1e-9, std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_THAT(error_with(share), StartsWith(refusal)) << share;
  }
}

INSTANTIATE_TEST_SUITE_P(
    PrefillOptions, ShareOption,
    ::testing::Values(ShareCase{"pruning-rate", &PrefillOptions::pruning_rate},
                      ShareCase{"hot-channel-share", &PrefillOptions::hot_channel_share},
                      ShareCase{"hot-outlier-share", &PrefillOptions::hot_outlier_share}));

TEST(PrefillOptions, RefuseANegativeGroupSize) {
  EXPECT_EQ(error_of({.group_size = 0}), "no error");
  EXPECT_EQ(error_of({.group_size = -1}), "group-size: expected 0 or more, found -1");
}

TEST(PrefillOptions, RunTheNpuFromOnceToTheMostOften) {
  EXPECT_EQ(error_of({.npu_runs = 1}), "no error");
  EXPECT_EQ(error_of({.npu_runs = kMaxNpuRuns}), "no error");
  EXPECT_EQ(error_of({.npu_runs = 0}), "npu-runs: expected 1 to 100, found 0");
  EXPECT_EQ(error_of({.npu_runs = kMaxNpuRuns + 1}), "npu-runs: expected 1 to 100, found 101");
}

TEST(PrefillOptions, GiveTheCpuAHundredthOfItsSpeedToAllOfIt) {
  EXPECT_EQ(error_of({.cpu_share = 0.01}), "no error");
  EXPECT_EQ(error_of({.cpu_share = 1}), "no error");
  for (const double share : {0.0099, 1 + 1e-9, std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_THAT(error_of({.cpu_share = share}), StartsWith("cpu-share: expected a share from 0.01"))
        << share;
  }
}

TEST(PrefillOptions, TakeEveryPolicyOfTheCatalogueAndNoOther) {
  for (const PolicyEntry& entry : policy_catalog()) {
    EXPECT_EQ(error_of({.policy = entry.name}), "no error") << entry.name;
  }
  EXPECT_THAT(error_of({.policy = "random"}),
              AllOf(HasSubstr("out-of-order"), EndsWith("found random")));
}

}  // namespace
}  // namespace mllm_npu
