#include "engine/sim/event_queue.h"

#include <algorithm>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/random.h"

namespace mllm_npu {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

std::vector<int> drain(EventQueue<int>& queue) {
  std::vector<int> events;
  while (!queue.empty()) events.push_back(queue.pop());
  return events;
}

TEST(EventQueue, IsEmptyUntilSomethingIsPushed) {
  EventQueue<int> queue;
  EXPECT_TRUE(queue.empty());
  queue.push(0ns, 1);
  EXPECT_FALSE(queue.empty());
}

TEST(EventQueue, GivesTheEarliestFirst) {
  EventQueue<int> queue;
  queue.push(3ns, 3);
  queue.push(1ns, 1);
  queue.push(2ns, 2);
  EXPECT_EQ(queue.next_time(), 1ns);
  EXPECT_THAT(drain(queue), ElementsAre(1, 2, 3));
}

TEST(EventQueue, GivesEqualTimesInTheOrderOfPushing) {
  EventQueue<int> queue;
  for (const int event : {5, 1, 4, 2, 3}) queue.push(7ns, event);
  EXPECT_THAT(drain(queue), ElementsAre(5, 1, 4, 2, 3));
}

TEST(EventQueue, TakesAnEarlierTimeAfterItHasGivenALaterOne) {
  EventQueue<int> queue;
  queue.push(5ns, 5);
  EXPECT_EQ(queue.pop(), 5);
  queue.push(1ns, 1);
  EXPECT_EQ(queue.next_time(), 1ns);
}

TEST(EventQueue, KeepsTheOrderOfPushingAcrossPops) {
  EventQueue<int> queue;
  queue.push(1ns, 0);
  queue.push(2ns, 1);
  EXPECT_EQ(queue.pop(), 0);
  queue.push(2ns, 2);
  EXPECT_THAT(drain(queue), ElementsAre(1, 2));
}

TEST(EventQueue, SortsStablyWhateverIsPushed) {
  support::Random random(1);
  for (int round = 0; round < 50; ++round) {
    EventQueue<int> queue;
    std::vector<std::pair<std::int64_t, int>> expected;
    for (int event = 0; event < 60; ++event) {
      expected.emplace_back(random.below(10), event);
      queue.push(SimTime{expected.back().first}, event);
    }
    std::sort(expected.begin(), expected.end());
    for (const auto& [time, event] : expected) {
      ASSERT_EQ(queue.next_time(), SimTime{time});
      ASSERT_EQ(queue.pop(), event);
    }
  }
}

}  // namespace
}  // namespace mllm_npu
