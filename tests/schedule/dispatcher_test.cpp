#include "engine/schedule/dispatcher.h"

#include <gtest/gtest.h>

#include "tests/support/priced_dag.h"

namespace mllm_npu {
namespace {

using namespace std::chrono_literals;
using enum Processor;
using support::draw;
using support::Node;
using support::picture;
using support::PricedDag;
using support::run;

std::string in_order(const std::vector<Node>& nodes, SimTime graph_switch = {}) {
  return picture(run(draw(nodes), "in-order", {.graph_switch = graph_switch}));
}

TEST(Dispatcher, OfNothingTakesNoTime) {
  PricedDag nothing = draw({});
  EXPECT_TRUE(run(nothing, "in-order").spans.empty());
}

TEST(Dispatcher, RunsAChainEndToEnd) {
  EXPECT_EQ(in_order({{kCpu, 2}, {kNpu, 3, {0}}, {kCpu, 1, {1}}}),
            "CPU aa...c\n"
            "NPU ..bbb.\n");
}

TEST(Dispatcher, RunsProcessorsSideBySideAndEachOneWorkAtATime) {
  EXPECT_EQ(in_order({{kCpu, 2}, {kCpu, 2}, {kGpu, 3}, {kFlash, 1}, {kNpu, 3}}),
            "CPU aabb\n"
            "GPU ccc.\n"
            "NPU eee.\n"
            "flash d...\n");
}

TEST(Dispatcher, StartsASubgraphWhenItsLastInputEnds) {
  EXPECT_EQ(in_order({{kCpu, 1}, {kGpu, 4}, {kCpu, 2, {0, 1}}}),
            "CPU a...cc\n"
            "GPU bbbb..\n");
}

TEST(Dispatcher, RunsASubgraphThatTakesNoTime) {
  EXPECT_EQ(in_order({{kCpu, 0}, {kNpu, 2, {0}}, {kCpu, 0, {1}}, {kNpu, 1, {2}}}),
            "CPU ...\n"
            "NPU bbd\n");
}

TEST(Dispatcher, StopsTheClockForTheHandoverIntoAndOutOfTheNpu) {
  EXPECT_EQ(in_order({{.processor = kCpu, .duration = 1, .handover = 2},
                      {.processor = kNpu, .duration = 1, .after = {0}, .handover = 3},
                      {.processor = kGpu, .duration = 1, .after = {1}}}),
            "CPU a.......\n"
            "GPU .......c\n"
            "NPU ...b....\n");
}

TEST(Dispatcher, HandsOverWithoutDelayWithinAnAddressSpace) {
  EXPECT_EQ(in_order({{.processor = kFlash, .duration = 1, .handover = 9},
                      {.processor = kCpu, .duration = 1, .after = {0}, .handover = 9},
                      {.processor = kGpu, .duration = 1, .after = {1}, .handover = 9}}),
            "CPU .b.\n"
            "GPU ..c\n"
            "flash a..\n");
}

TEST(Dispatcher, WaitsForTheLatestHandoverAndNotForTheLatestInput) {
  EXPECT_EQ(in_order({{.processor = kCpu, .duration = 1, .handover = 5},
                      {.processor = kGpu, .duration = 3, .handover = 1},
                      {.processor = kNpu, .duration = 1, .after = {0, 1}}}),
            "CPU a......\n"
            "GPU bbb....\n"
            "NPU ......c\n");
}

// `c` comes first in order; it is handed over at 5 ns. `d` is ready when the GPU ends.
std::string handover_race(std::int64_t gpu) {
  return in_order({{.processor = kCpu, .duration = 2, .handover = 3},
                   {.processor = kGpu, .duration = gpu},
                   {.processor = kNpu, .duration = 2, .after = {0}},
                   {.processor = kNpu, .duration = 2, .after = {1}}});
}

TEST(Dispatcher, HoldsASubgraphBackUntilTheVeryEndOfItsHandover) {
  EXPECT_EQ(handover_race(4),
            "CPU aa......\n"
            "GPU bbbb....\n"
            "NPU ....ddcc\n");
}

TEST(Dispatcher, LetsASubgraphGoAtTheEndOfItsHandover) {
  EXPECT_EQ(handover_race(5),
            "CPU aa.......\n"
            "GPU bbbbb....\n"
            "NPU .....ccdd\n");
}

TEST(Dispatcher, KeepsTheProcessorFreeDuringAHandover) {
  EXPECT_EQ(in_order({{.processor = kCpu, .duration = 1, .handover = 4},
                      {.processor = kNpu, .duration = 1, .after = {0}},
                      {.processor = kCpu, .duration = 3}}),
            "CPU accc..\n"
            "NPU .....b\n");
}

Node npu(std::int32_t layer, SubgraphKind kind, std::int32_t chunk = 0) {
  return {.processor = kNpu, .duration = 1, .chunk = chunk, .layer = layer, .kind = kind};
}

TEST(Dispatcher, ChargesTheFirstGraphOfTheNpu) {
  EXPECT_EQ(in_order({npu(0, SubgraphKind::kQkv)}, 2ns), "NPU aaa\n");
}

TEST(Dispatcher, ChargesAnotherLayerAndAnotherKind) {
  EXPECT_EQ(
      in_order({npu(0, SubgraphKind::kQkv), npu(1, SubgraphKind::kQkv), npu(1, SubgraphKind::kFfn)},
               2ns),
      "NPU aaabbbccc\n");
}

TEST(Dispatcher, ChargesNothingWhenAnotherChunkRunsTheSameGraph) {
  EXPECT_EQ(in_order({npu(3, SubgraphKind::kQkv, 0), npu(3, SubgraphKind::kQkv, 1)}, 2ns),
            "NPU aaab\n");
}

TEST(Dispatcher, ChargesAGraphThatComesBack) {
  EXPECT_EQ(
      in_order({npu(0, SubgraphKind::kQkv), npu(0, SubgraphKind::kFfn), npu(0, SubgraphKind::kQkv)},
               2ns),
      "NPU aaabbbccc\n");
}

TEST(Dispatcher, KeepsTheGraphWhileTheCpuRunsAndChargesTheCpuNothing) {
  EXPECT_EQ(in_order({npu(0, SubgraphKind::kQkv),
                      {.processor = kCpu, .duration = 2, .after = {0}, .layer = 1},
                      {.processor = kNpu, .duration = 1, .after = {1}, .kind = SubgraphKind::kQkv}},
                     2ns),
            "CPU ...bb.\n"
            "NPU aaa..c\n");
}

class IdlePolicy : public SchedulingPolicy {
 public:
  std::optional<SubgraphId> pick(Processor, const ReadySet&) override { return std::nullopt; }
};

TEST(DispatcherDeathTest, APolicyThatNeverPicksStopsTheProgram) {
  const PricedDag one = draw({{kCpu, 1}});
  IdlePolicy idle;
  EXPECT_DEATH(dispatch(one.dag, one.prices, {}, idle), "1 subgraphs never ran");
}

}  // namespace
}  // namespace mllm_npu
