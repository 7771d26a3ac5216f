// "Out-of-order gives the same logits as in-order" as a test instead of a claim.

#include <set>

#include <gtest/gtest.h>

#include "engine/model/model_catalog.h"
#include "engine/schedule/policy_catalog.h"
#include "tests/support/computed_run.h"
#include "tests/support/random.h"
#include "tests/support/round_prefill.h"

namespace mllm_npu {
namespace {

using support::ComputedRun;
using support::ComputingModel;
using support::difference;
using support::DrivenPrompt;
using support::legal_order;

constexpr std::int64_t kChunk = 8;
constexpr std::int64_t kTokens = 3 * kChunk + 5;

std::size_t first_of(const std::vector<SubgraphId>& ready) {
  return static_cast<std::size_t>(std::min_element(ready.begin(), ready.end()) - ready.begin());
}
std::size_t last_of(const std::vector<SubgraphId>& ready) {
  return static_cast<std::size_t>(std::max_element(ready.begin(), ready.end()) - ready.begin());
}

class ExecutionOrder : public ::testing::TestWithParam<std::string> {
 protected:
  ComputedRun run(const std::function<std::size_t(const std::vector<SubgraphId>&)>& choose) {
    DrivenPrompt prompt(model_.quantized, model_.rotary, model_.tokens(kTokens), kChunk);
    order_ = legal_order(prompt.dag, choose);
    return prompt.run(order_);
  }

  const ComputingModel model_{support::tiny_model(GetParam())};
  std::vector<SubgraphId> order_;  // of the last run
};

TEST_P(ExecutionOrder, OfEveryPolicyGivesTheSameBits) {
  const DeviceSpec device = support::roomy_device();
  const std::vector<TokenId> prompt = model_.tokens(kTokens);
  const ComputedRun in_order = run(first_of);
  std::set<std::vector<SubgraphId>> orders;
  for (const PolicyEntry& policy : policy_catalog()) {
    ComputingEngine engine(model_.quantized, model_.rotary, device,
                           {.chunk_lengths = {kChunk}, .policy = policy.name});
    KvCache cache(model_.model(), kTokens);
    const ComputedRun computed = support::run_engine(engine, prompt, cache);
    EXPECT_EQ(difference(computed, in_order), "") << policy.name;
    orders.insert(computed.npu_ran);
  }
  EXPECT_GE(orders.size(), 2U) << "the policies differ in nothing";
}

TEST_P(ExecutionOrder, ThatTheDagAllowsGivesTheSameBits) {
  const ComputedRun in_order = run(first_of);
  support::Random random(11);
  std::set<std::vector<SubgraphId>> orders;
  for (int i = 0; i < 20; ++i) {
    const ComputedRun shuffled = run([&](const std::vector<SubgraphId>& ready) {
      return static_cast<std::size_t>(random.below(static_cast<std::int64_t>(ready.size())));
    });
    EXPECT_EQ(difference(shuffled, in_order), "") << "order " << i;
    orders.insert(order_);
  }
  EXPECT_EQ(orders.size(), 20U);
}

TEST_P(ExecutionOrder, ThatRunsTheLastChunkAsEarlyAsItCanGivesTheSameBits) {
  const ComputedRun in_order = run(first_of);
  const std::vector<SubgraphId> first_order = order_;
  EXPECT_EQ(difference(run(last_of), in_order), "");
  EXPECT_NE(order_, first_order);
}

INSTANTIATE_TEST_SUITE_P(Tiny, ExecutionOrder, ::testing::ValuesIn(model_names()),
                         support::architecture_name);

}  // namespace
}  // namespace mllm_npu
