// Works that run together share the DRAM.

#include <gtest/gtest.h>

#include "engine/schedule/dispatcher.h"
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

constexpr DispatchCosts kTenBytesPerNanosecond{.dram_bandwidth = 10e9};

Node work(Processor processor, std::int64_t duration, std::int64_t traffic,
          std::vector<SubgraphId> after = {}) {
  return {
      .processor = processor, .duration = duration, .after = std::move(after), .traffic = traffic};
}

std::string shared(const std::vector<Node>& nodes) {
  return picture(run(draw(nodes), "in-order", kTenBytesPerNanosecond));
}

TEST(SharedDram, SlowsNothingDownAtExactlyItsBandwidth) {
  EXPECT_EQ(shared({work(kCpu, 10, 50), work(kNpu, 10, 50)}),
            "CPU aaaaaaaaaa\n"
            "NPU bbbbbbbbbb\n");
}

TEST(SharedDram, SlowsBothDownByOneByteMore) {
  EXPECT_EQ(shared({work(kCpu, 10, 50), work(kNpu, 10, 60)}),
            "CPU aaaaaaaaaaa\n"
            "NPU bbbbbbbbbbb\n");
}

TEST(SharedDram, IsExactAtItsBandwidthForLongWorksToo) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  const PricedDag two = draw({work(kCpu, kSecond, 4 * kSecond), work(kNpu, kSecond, 3 * kSecond)});
  EXPECT_EQ(run(two, "in-order", {.dram_bandwidth = 7e9}).makespan(), 1s);
}

// Together they want 20: half the speed until `a` has run, then full speed for the rest of `b`.
TEST(SharedDram, GivesTheSpeedBackWhenAWorkEnds) {
  EXPECT_EQ(shared({work(kCpu, 3, 30), work(kNpu, 5, 50)}),
            "CPU aaaaaa..\n"
            "NPU bbbbbbbb\n");
}

// `b` runs alone for 2 ns, then beside `c`.
TEST(SharedDram, SlowsDownAWorkThatRunsAlready) {
  EXPECT_EQ(shared({work(kCpu, 2, 0), work(kNpu, 4, 40), work(kCpu, 1, 10, {0})}),
            "CPU aacc.\n"
            "NPU bbbbb\n");
}

TEST(SharedDram, RoundsAnEndUpToTheNextNanosecond) {
  EXPECT_EQ(shared({work(kCpu, 3, 24), work(kNpu, 3, 24)}),  // 3 × 1.6 = 4.8
            "CPU aaaaa\n"
            "NPU bbbbb\n");
}

// Eleven works of the CPU want 5 beside the NPU's 6, so each takes 1.1 ns, which is 2. After these
// 22 ns the NPU has run for 20 of its 21, and a little less by the rounding of floating point.
TEST(SharedDram, RoundsNothingUpThatIsOnlyRounding) {
  std::vector<Node> nodes(12, work(kCpu, 1, 5));
  nodes[0] = work(kNpu, 21, 21 * 6);
  EXPECT_EQ(run(draw(nodes), "in-order", kTenBytesPerNanosecond).makespan(), 23ns);
}

// A graph switch moves no bytes, so it dilutes what the graph asks for: 40 bytes in 4 ns and not
// in 2.
TEST(SharedDram, SpreadsTheBytesOverTheSwitchOfTheGraph) {
  const PricedDag two = draw({work(kCpu, 4, 0), work(kNpu, 2, 40)});
  EXPECT_EQ(picture(run(two, "in-order", {.graph_switch = 2ns, .dram_bandwidth = 10e9})),
            "CPU aaaa\n"
            "NPU bbbb\n");
}

TEST(SharedDram, NeverMovesMoreThanItsBandwidth) {
  support::Random random(5);
  for (int round = 0; round < 200; ++round) {
    const PricedDag priced = support::random_dag(random);
    const std::int64_t capacity = random.between(4, 8);
    const Timeline timeline =
        run(priced, "in-order", {.dram_bandwidth = 1e9 * static_cast<double>(capacity)});
    std::int64_t traffic = 0;
    for (const Price& price : priced.prices) traffic += price.traffic.value;
    ASSERT_LE(traffic, capacity * timeline.makespan().count()) << "round " << round;
  }
}

// One chain on each of two processors, both always hungry: the makespan is bytes / bandwidth.
TEST(SharedDram, IsUsedInFullWhileItIsCrowded) {
  EXPECT_EQ(run(draw({work(kCpu, 7, 70), work(kNpu, 9, 90), work(kCpu, 6, 60, {0}),
                      work(kNpu, 4, 40, {1})}),
                "in-order", kTenBytesPerNanosecond)
                .makespan(),
            26ns);
}

}  // namespace
}  // namespace mllm_npu
