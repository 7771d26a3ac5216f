#pragma once

// Anything that can prefill: mllm-npu or a baseline. One of the four interfaces meant for
// strangers: a system is one .cpp file and one line in baselines/system_catalog.cpp.
//
// A system predicts what one prefill takes on a simulated phone. It must answer every device, model
// and prompt length (1..kMaxPromptLength), be a pure function of the request, and derive everything
// from cards: the device's, the model's and its own (baselines/catalog). `supported` says what the
// paper's system could run; prefill() answers the other requests as well.

#include <cstdint>
#include <optional>
#include <string>

#include "engine/metrics/prefill_metrics.h"
#include "engine/runtime/prefill_options.h"

namespace mllm_npu {

struct PrefillRequest {
  const ModelConfig& model;
  const DeviceSpec& device;
  std::int64_t prompt_length = 0;  // tokens
  PrefillOptions options{};        // systems other than the engine read what concerns them
};

// What ran, for traces and pictures; works of the timeline are subgraphs of the DAG.
struct PrefillTrace {
  SubgraphDag dag;
  std::vector<Price> prices;  // [dag.subgraphs]
  Timeline timeline;
};

struct PrefillResult {
  PrefillMetrics metrics;
  SimTime preparation{};                // before the prompt is known; not in time_to_first_token
  std::optional<PrefillTrace> trace{};  // of systems that run subgraphs
};

class InferenceSystem {
 public:
  virtual ~InferenceSystem() = default;
  virtual std::string name() const = 0;
  virtual bool supported(const ModelConfig& model, const DeviceSpec& device) const = 0;
  // Errors: InputError for options that are out of range, or a model that the phone cannot hold.
  virtual PrefillResult prefill(const PrefillRequest& request) const = 0;
};

}  // namespace mllm_npu
