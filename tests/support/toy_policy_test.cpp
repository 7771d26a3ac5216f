// The recipe for a new scheduling policy: derive from SchedulingPolicy, run it. With a line in
// policy_catalog.cpp it has a name on the command line as well.

#include <gtest/gtest.h>

#include "tests/support/priced_dag.h"

namespace mllm_npu {
namespace {

using enum Processor;

// The youngest chunk first, within a chunk the last subgraph in data order.
class LastFirstPolicy : public SchedulingPolicy {
 public:
  std::optional<SubgraphId> pick(Processor idle, const ReadySet& ready) override {
    SubgraphId last = 0;
    for (const SubgraphId id : ready.on(idle)) last = std::max(last, id);
    return last;
  }
};

TEST(ToyPolicy, DecidesWhatRunsNext) {
  //  CPU  a b    two chunks, and
  //  NPU  c d    c waits for a, d for b
  const support::PricedDag priced =
      support::draw({{.processor = kCpu, .duration = 2, .chunk = 0},
                     {.processor = kCpu, .duration = 2, .chunk = 1},
                     {.processor = kNpu, .duration = 3, .after = {0}},
                     {.processor = kNpu, .duration = 3, .after = {1}}});
  LastFirstPolicy policy;
  EXPECT_EQ(support::picture(dispatch(priced.dag, priced.prices, {}, policy)),
            "CPU bbaa....\n"
            "NPU ..dddccc\n");
}

}  // namespace
}  // namespace mllm_npu
