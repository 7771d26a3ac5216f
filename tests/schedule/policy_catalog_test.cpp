#include "engine/schedule/policy_catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> names_with(ReleaseRule rule) {
  std::vector<std::string> names;
  for (const PolicyEntry& entry : policy_catalog()) {
    if (entry.make()->release_rule() == rule) names.push_back(entry.name);
  }
  return names;
}

TEST(PolicyCatalog, ListsTheSimplestFirstAndTheOtherReadingsOfEq5Last) {
  std::vector<std::string> names;
  for (const PolicyEntry& entry : policy_catalog()) names.push_back(entry.name);
  EXPECT_THAT(names,
              ElementsAre("serial", "in-order", "lockstep", "out-of-order", "out-of-order-deepest",
                          "out-of-order-shallowest", "out-of-order-longest", "out-of-order-started",
                          "out-of-order-npu-first"));
}

TEST(PolicyCatalog, SaysWhatEachPolicyIs) {
  for (const PolicyEntry& entry : policy_catalog()) EXPECT_STRNE(entry.summary, "");
}

TEST(PolicyCatalog, HasTwoPoliciesThatCountRunningInputsAsThere) {
  EXPECT_THAT(names_with(ReleaseRule::kStarted),
              ElementsAre("out-of-order-started", "out-of-order-npu-first"));
}

TEST(PolicyCatalog, LetsTheCpuPickFirstUnlessThePolicySaysOtherwise) {
  for (const PolicyEntry& entry : policy_catalog()) {
    const bool npu_first = entry.name == std::string("out-of-order-npu-first");
    EXPECT_EQ(entry.make()->first_pick(), npu_first ? Processor::kNpu : Processor::kCpu);
  }
}

TEST(MakePolicy, MakesAFreshOneEachTime) {
  for (const PolicyEntry& entry : policy_catalog()) {
    EXPECT_NE(make_policy(entry.name), make_policy(entry.name));
  }
}

TEST(MakePolicy, RefusesAnUnknownNameAndListsTheKnown) {
  EXPECT_EQ(support::input_error_of([] { make_policy("in order"); }),
            "policy: expected one of serial, in-order, lockstep, out-of-order, "
            "out-of-order-deepest, out-of-order-shallowest, out-of-order-longest, "
            "out-of-order-started, out-of-order-npu-first, found in order");
}

}  // namespace
}  // namespace mllm_npu
