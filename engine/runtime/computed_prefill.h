#pragma once

// One run, two clocks: a prompt's DAG is ordered and timed on the simulated phone, and the same DAG
// is computed on the host in the order of that timeline.

#include <span>
#include <vector>

#include "engine/execute/executor.h"
#include "engine/runtime/mllm_npu.h"

namespace mllm_npu {

struct ComputedPrefill {
  PrefillResult simulated;    // with its trace
  ShadowCounts shadow;        // what the shadows had to fetch
  std::vector<float> logits;  // [vocab_size], after the last token
  Matrix<float> hidden;       // [tokens, hidden_size], last hidden states, normalized; if asked for
};

// What a prefill hands out beside the last token's logits.
struct PrefillExtras {
  bool hidden_states = false;
  NpuObserver observer{};  // sees the NPU's results
};

// Errors: InputError for options that are out of range, or whose values are not computed: per-group
// quantisation.
void check_computable(const PrefillOptions& options);

// The engine with a model's weights: what one process prepares once.
class ComputingEngine {
 public:
  // Preparation stage: builds the graphs, timed and computed. All references must outlive it.
  // Errors: InputError as check_computable(), and where options break a rule of the NPU.
  ComputingEngine(const QuantizedModel& model, const RotaryTable& rotary, const DeviceSpec& device,
                  PrefillOptions options);

  const QuantizedModel& model() const { return model_; }

  // Execution stage of `prompt`; `cache` is cleared and then holds the prompt.
  // REQUIRES: 1..cache.capacity() tokens of the vocabulary.
  ComputedPrefill prefill(std::span<const TokenId> prompt, KvCache& cache,
                          const PrefillExtras& extras = {});

 private:
  void build(const std::vector<std::int64_t>& lengths);

  const QuantizedModel& model_;
  const RotaryTable& rotary_;
  const DeviceSpec& device_;
  PrefillOptions options_;
  PreparedModel prepared_;
  NpuArithmetic npu_;
};

}  // namespace mllm_npu
