// The recipe for a new latency model: derive from LatencyModel, keep its contract, price with it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/schedule/dispatcher.h"
#include "engine/schedule/policy_catalog.h"
#include "tests/support/latency_contract.h"
#include "tests/support/round_prefill.h"

namespace mllm_npu {
namespace {

using ::testing::IsEmpty;

// One nanosecond per multiply-accumulate or output, on whatever processor; handovers are free.
class ToyLatencyModel : public LatencyModel {
 public:
  double operator_seconds(const Operator& op, Processor) const override {
    return static_cast<double>(macs(op) + op.rows * op.columns) * 1e-9;
  }
  double launch_seconds(Processor) const override { return 0; }
  double handover_seconds(Bytes) const override { return 0; }
};

TEST(ToyLatencyModel, KeepsTheContract) {
  EXPECT_THAT(support::contract_violations(ToyLatencyModel(), 7), IsEmpty());
}

TEST(ToyLatencyModel, PricesAWholePromptThatThenRuns) {
  const SubgraphDag dag =
      prompt_graph(support::qwen(), support::roomy_device(), {}, {}, cut_prompt(512, 256));
  const std::vector<Price> prices = profile(dag, ToyLatencyModel());
  const Timeline timeline = dispatch(dag, prices, {}, *make_policy("out-of-order"));
  EXPECT_EQ(timeline.spans.size(), dag.nodes.size());
  EXPECT_GE(timeline.makespan(), schedule_bounds(dag, prices).lower_bound());
}

}  // namespace
}  // namespace mllm_npu
