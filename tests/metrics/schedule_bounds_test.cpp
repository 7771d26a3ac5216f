#include "engine/metrics/schedule_bounds.h"

#include <gtest/gtest.h>

#include "tests/support/priced_dag.h"

namespace mllm_npu {
namespace {

using namespace std::chrono_literals;
using enum Processor;
using support::draw;
using support::Node;
using support::PricedDag;

ScheduleBounds bounds(const std::vector<Node>& nodes) {
  const PricedDag priced = draw(nodes);
  return schedule_bounds(priced.dag, priced.prices);
}

//        ┌─► b (5) ─┐
// a (2) ─┤          ├─► d (3)
//        └─► c (4) ─┘
std::vector<Node> diamond(Processor a, Processor b, Processor c, Processor d) {
  return {{a, 2}, {b, 5, {0}}, {c, 4, {0}}, {d, 3, {1, 2}}};
}

TEST(ScheduleBounds, OfNothingAreZero) { EXPECT_EQ(bounds({}).lower_bound(), 0ns); }

TEST(ScheduleBounds, FollowTheLongestChain) {
  EXPECT_EQ(bounds(diamond(kCpu, kNpu, kCpu, kNpu)).critical_path, 10ns);
}

TEST(ScheduleBounds, EndTheLongestChainAnywhere) {
  EXPECT_EQ(bounds({{kCpu, 2}, {kCpu, 9, {0}}, {kCpu, 1, {0}}}).critical_path, 11ns);
}

TEST(ScheduleBounds, SumTheWorkOfTheNpu) {
  EXPECT_EQ(bounds(diamond(kCpu, kNpu, kCpu, kNpu)).npu_work, 8ns);
}

TEST(ScheduleBounds, SumTheWorkOfTheBusierOneOfCpuAndGpu) {
  EXPECT_EQ(bounds(diamond(kCpu, kGpu, kNpu, kCpu)).float_work, 5ns);
  EXPECT_EQ(bounds(diamond(kGpu, kCpu, kGpu, kCpu)).float_work, 8ns);
}

TEST(ScheduleBounds, LeaveTheFlashOutOfTheFloatWork) {
  const ScheduleBounds found = bounds({{kFlash, 9}, {kCpu, 1, {0}}});
  EXPECT_EQ(found.float_work, 1ns);
  EXPECT_EQ(found.critical_path, 10ns);
}

TEST(ScheduleBounds, AddHandoversToTheChainWhereItEntersOrLeavesTheNpu) {
  EXPECT_EQ(bounds({{.processor = kCpu, .duration = 1, .handover = 10},
                    {.processor = kNpu, .duration = 1, .after = {0}, .handover = 100},
                    {.processor = kCpu, .duration = 1, .after = {1}, .handover = 1000},
                    {.processor = kGpu, .duration = 1, .after = {2}}})
                .critical_path,
            114ns);
}

TEST(ScheduleBounds, TakeTheLongestChainWithItsHandoversAndNotWithout) {
  EXPECT_EQ(bounds({{.processor = kCpu, .duration = 5},
                    {.processor = kGpu, .duration = 4, .handover = 3},
                    {.processor = kNpu, .duration = 1, .after = {0, 1}}})
                .critical_path,
            8ns);
}

TEST(LowerBound, IsTheLargestOfTheThree) {
  EXPECT_EQ(
      (ScheduleBounds{.npu_work = 3ns, .float_work = 2ns, .critical_path = 1ns}).lower_bound(),
      3ns);
  EXPECT_EQ(
      (ScheduleBounds{.npu_work = 1ns, .float_work = 3ns, .critical_path = 2ns}).lower_bound(),
      3ns);
  EXPECT_EQ(
      (ScheduleBounds{.npu_work = 2ns, .float_work = 1ns, .critical_path = 3ns}).lower_bound(),
      3ns);
}

TEST(LowerBound, IsReachedByAGreedyOrderOfIndependentWorks) {
  const PricedDag priced = draw({{kCpu, 2}, {kCpu, 3}, {kNpu, 4}});
  EXPECT_EQ(support::run(priced, "in-order").makespan(),
            schedule_bounds(priced.dag, priced.prices).lower_bound());
}

Span span(Processor lane, SimTime start, SimTime end) {
  return {.lane = static_cast<std::int32_t>(lane), .start = start, .end = end};
}

TEST(NpuBubbleRate, IsTheShareOfTheMakespanInWhichTheNpuIsIdle) {
  EXPECT_DOUBLE_EQ(
      npu_bubble_rate({{span(kCpu, 0ns, 8ns), span(kNpu, 1ns, 3ns), span(kNpu, 4ns, 8ns)}}), 0.25);
}

TEST(NpuBubbleRate, CountsTheWaitBeforeTheFirstAndAfterTheLastSubgraph) {
  EXPECT_DOUBLE_EQ(npu_bubble_rate({{span(kNpu, 1ns, 2ns), span(kCpu, 2ns, 4ns)}}), 0.75);
}

TEST(NpuBubbleRate, IsZeroForABusyNpuAndForAnEmptyTimeline) {
  EXPECT_EQ(npu_bubble_rate({{span(kNpu, 0ns, 2ns), span(kNpu, 2ns, 5ns)}}), 0);
  EXPECT_EQ(npu_bubble_rate({}), 0);
}

TEST(NpuBubbleRate, IsOneWhereTheNpuNeverRuns) {
  EXPECT_EQ(npu_bubble_rate({{span(kCpu, 0ns, 2ns)}}), 1);
}

}  // namespace
}  // namespace mllm_npu
