// What a prefill reports as its memory covers what it holds at any time.

#include <gtest/gtest.h>

#include "engine/metrics/memory_timeline.h"
#include "engine/model/model_catalog.h"
#include "engine/schedule/policy_catalog.h"
#include "engine/soc/memory_model.h"
#include "tests/support/round_prefill.h"

namespace mllm_npu {
namespace {

using support::prefill_qwen;
using support::roomy_device;

MemoryUse held_at_most(const PrefillResult& result) {
  return peak_of(memory_timeline(result.trace->dag, result.trace->timeline, result.metrics.memory));
}

Bytes laid_out(const PrefillResult& result) {
  const SubgraphDag& dag = result.trace->dag;
  return graph_buffers(dag, true) - npu_graph_buffers(dag);
}

void expect_covered(const PrefillResult& result) {
  const MemoryUse& reported = result.metrics.memory;
  const MemoryUse held = held_at_most(result);
  EXPECT_EQ(held.weights, reported.weights);
  EXPECT_EQ(held.graphs, reported.graphs);
  EXPECT_EQ(held.shadow, reported.shadow);
  EXPECT_EQ(held.kv_cache, reported.kv_cache);
  EXPECT_LE(held.activations, reported.activations);
  EXPECT_GT(held.activations, Bytes{0});
}

TEST(MemoryOverTime, IsCoveredByTheReportedUseUnderEveryPolicy) {
  for (const PolicyEntry& policy : policy_catalog()) {
    SCOPED_TRACE(policy.name);
    for (const std::int64_t tokens : {1, 64, 700, 4096}) {
      expect_covered(prefill_qwen(tokens, {.policy = policy.name}));
    }
  }
}

TEST(MemoryOverTime, IsCoveredByTheReportedUseOfEveryModel) {
  for (const std::string& name : model_names()) {
    SCOPED_TRACE(name);
    const ModelConfig model = find_model(name);
    for (const Processor processor : {Processor::kCpu, Processor::kGpu}) {
      expect_covered(MllmNpu().prefill({.model = model,
                                        .device = roomy_device(),
                                        .prompt_length = 1000,
                                        .options = {.float_processor = processor}}));
    }
  }
}

TEST(MemoryOverTime, OfAUsualPromptIsLessThanTheBuffersThatAreLaidOut) {
  const PrefillResult result = prefill_qwen(1024);
  EXPECT_EQ(result.metrics.memory.activations, laid_out(result));
  EXPECT_LT(held_at_most(result).activations, laid_out(result));
}

// One block under many chunks: more of them wait than there are layers to hold buffers for.
TEST(MemoryOverTime, OfChunksThatWaitForOneAnotherTakesMoreBuffers) {
  ModelConfig flat = support::qwen();
  flat.num_hidden_layers = 1;
  const PrefillResult result = MllmNpu().prefill({.model = flat,
                                                  .device = roomy_device(),
                                                  .prompt_length = 64 * 256,
                                                  .options = {.shadow = false}});
  EXPECT_GT(result.metrics.memory.activations, laid_out(result));
  expect_covered(result);
}

}  // namespace
}  // namespace mllm_npu
