// What holds for every prefill on the round phone, whatever was asked.

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/model/model_catalog.h"
#include "engine/schedule/policy_catalog.h"
#include "engine/soc/memory_model.h"
#include "tests/support/round_prefill.h"

namespace mllm_npu {
namespace {

using support::prefill_qwen;
using support::roomy_device;
using support::same_timeline;

constexpr Processor kAllProcessors[] = {Processor::kCpu, Processor::kGpu, Processor::kNpu,
                                        Processor::kFlash};

// Time in which `lane` stands idle between 0 and the makespan; fails where its spans overlap.
SimTime bubbles(const Timeline& timeline, std::int32_t lane) {
  std::vector<Span> spans;
  for (const Span& span : timeline.spans) {
    if (span.lane == lane) spans.push_back(span);
  }
  std::sort(spans.begin(), spans.end(),
            [](const Span& a, const Span& b) { return a.start < b.start; });
  SimTime sum{};
  SimTime end{};
  for (const Span& span : spans) {
    EXPECT_GE(span.start, end) << "two works on lane " << lane;
    sum += span.start - end;
    end = span.end;
  }
  return sum + timeline.makespan() - end;
}

struct Request {
  const char* model;
  std::int64_t tokens;
  const char* policy;
};

class EveryPrefill : public ::testing::TestWithParam<Request> {
 protected:
  PrefillResult prefill() const {
    return MllmNpu().prefill({.model = model_,
                              .device = roomy_device(),
                              .prompt_length = GetParam().tokens,
                              .options = {.policy = GetParam().policy}});
  }

 private:
  ModelConfig model_ = find_model(GetParam().model);
};

TEST_P(EveryPrefill, KeepsAProcessorEitherBusyOrInABubble) {
  const PrefillResult result = prefill();
  const Timeline& timeline = result.trace->timeline;
  for (const Processor processor : kAllProcessors) {
    const auto lane = static_cast<std::int32_t>(processor);
    EXPECT_EQ(timeline.busy(lane) + bubbles(timeline, lane), timeline.makespan())
        << name_of(processor);
  }
}

TEST_P(EveryPrefill, ReportsTheBusyTimesAndBubblesOfItsTimeline) {
  const PrefillResult result = prefill();
  const Timeline& timeline = result.trace->timeline;
  const auto busy = [&](Processor processor) {
    return timeline.busy(static_cast<std::int32_t>(processor));
  };
  EXPECT_EQ(result.metrics.npu_busy, busy(Processor::kNpu));
  EXPECT_EQ(result.metrics.cpu_busy, busy(Processor::kCpu));
  EXPECT_EQ(result.metrics.gpu_busy, busy(Processor::kGpu));
  const double idle = to_seconds(bubbles(timeline, static_cast<std::int32_t>(Processor::kNpu)));
  EXPECT_NEAR(result.metrics.npu_bubble_rate, idle / to_seconds(timeline.makespan()), 1e-12);
}

TEST_P(EveryPrefill, RunsEveryNodeOnce) {
  const PrefillResult result = prefill();
  std::vector<int> runs(result.trace->dag.nodes.size());
  for (const Span& span : result.trace->timeline.spans) {
    ++runs[static_cast<std::size_t>(span.work)];
  }
  EXPECT_EQ(std::count(runs.begin(), runs.end(), 1), std::ssize(runs));
}

TEST_P(EveryPrefill, IsNeverFasterThanTheLowerBound) {
  const PrefillResult result = prefill();
  EXPECT_GT(result.metrics.bounds.lower_bound(), SimTime{});
  EXPECT_GE(result.trace->timeline.makespan(), result.metrics.bounds.lower_bound());
}

TEST_P(EveryPrefill, HasASpeedThatTimesItsTimeIsItsLength) {
  const PrefillMetrics metrics = prefill().metrics;
  EXPECT_EQ(metrics.prompt_length, GetParam().tokens);
  EXPECT_NEAR(metrics.tokens_per_second() * to_seconds(metrics.time_to_first_token),
              static_cast<double>(GetParam().tokens), 1e-9 * 4096);
}

TEST_P(EveryPrefill, IsTheSameWhenAskedAgain) {
  const PrefillResult first = prefill();
  const PrefillResult second = prefill();
  EXPECT_TRUE(same_timeline(first, second));
  EXPECT_EQ(first.metrics.energy.total(), second.metrics.energy.total());
  EXPECT_EQ(first.metrics.memory.total(), second.metrics.memory.total());
}

std::vector<Request> requests() {
  std::vector<Request> all;
  for (const PolicyEntry& entry : policy_catalog()) {
    all.push_back({"qwen1.5-1.8b", 1024, entry.name});
  }
  for (const char* model : {"gemma-2b", "phi-2-2.7b", "llama-2-7b", "mistral-7b"}) {
    all.push_back({model, 700, "out-of-order"});
    all.push_back({model, 64, "serial"});
  }
  all.push_back({"qwen1.5-1.8b", 1, "out-of-order"});
  return all;
}

INSTANTIATE_TEST_SUITE_P(Requests, EveryPrefill, ::testing::ValuesIn(requests()),
                         [](const auto& each) {
                           std::string name = std::string(each.param.model) + "_" +
                                              each.param.policy + "_" +
                                              std::to_string(each.param.tokens);
                           for (char& letter : name) {
                             if (std::isalnum(static_cast<unsigned char>(letter)) == 0) {
                               letter = '_';
                             }
                           }
                           return name;
                         });

TEST(PrefillTime, GrowsWithEveryChunk) {
  SimTime before{};
  for (std::int64_t chunks = 1; chunks <= 12; ++chunks) {
    const SimTime now = prefill_qwen(256 * chunks).metrics.time_to_first_token;
    EXPECT_GT(now, before) << chunks;
    before = now;
  }
}

TEST(PrefillTime, DoesNotKnowThePaddingOfTheLastChunk) {
  EXPECT_TRUE(same_timeline(prefill_qwen(257), prefill_qwen(512)));
  EXPECT_LT(prefill_qwen(512).metrics.time_to_first_token,
            prefill_qwen(513).metrics.time_to_first_token);
}

TEST(MemoryUse, TotalIsEveryPart) {
  const MemoryUse use{.weights = {1}, .graphs = {20}, .kv_cache = {300}, .shadow = {4000}};
  EXPECT_EQ(use.total(), Bytes{4321});
}

TEST(PrefillMemory, HoldsTheCacheOfThePaddedPrompt) {
  EXPECT_EQ(prefill_qwen(257).metrics.memory.kv_cache, kv_cache(support::qwen(), 512));
}

TEST(PrefillMemory, HoldsTheWeightsOfTheModel) {
  EXPECT_EQ(prefill_qwen(64).metrics.memory.weights, int8_weights(support::qwen()));
}

}  // namespace
}  // namespace mllm_npu
