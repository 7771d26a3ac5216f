#pragma once

// Anything that can prefill and decode: mllm-npu or a baseline. One of the four interfaces meant
// for strangers: a system is one .cpp file and one line in baselines/system_catalog.cpp.
//
// A system predicts what a prefill, and a token after it, take on a simulated phone, and says by
// which quantizer the values come about that it would compute. It must answer every device, model
// and prompt length (1..kMaxPromptLength), be a pure function of the request, and derive everything
// from cards: the device's, the model's and its own (baselines/catalog). `supported` says what the
// paper's system could run; prefill() answers the other requests as well.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/metrics/prefill_metrics.h"
#include "engine/model/model_config.h"
#include "engine/runtime/prefill_options.h"

namespace mllm_npu {

struct PrefillRequest {
  const ModelConfig& model;
  const DeviceSpec& device;
  std::int64_t prompt_length = 0;  // tokens
  PrefillOptions options{};        // systems other than the engine read what concerns them
};

struct DecodeRequest {
  const ModelConfig& model;
  const DeviceSpec& device;
  std::int64_t context = 0;  // tokens before the one that is decoded
  PrefillOptions options{};  // as above
};

// What ran, for traces and pictures; works of the timeline are subgraphs of the DAG.
struct PrefillTrace {
  SubgraphDag dag;
  std::vector<Price> prices;  // [dag.subgraphs]
  Timeline timeline;
};

struct PrefillResult {
  PrefillMetrics metrics{};
  SimTime preparation{};                // before the prompt is known; not in time_to_first_token
  std::vector<Activity> activities{};   // what drew power when; metrics.energy is their integral
  std::optional<PrefillTrace> trace{};  // of systems that run subgraphs
};

// Whether the phone can hold it.
inline bool fits_memory(const PrefillMetrics& metrics, const DeviceSpec& device) {
  return static_cast<double>(metrics.memory.total().value) <= device.memory;
}

class InferenceSystem {
 public:
  virtual ~InferenceSystem() = default;
  virtual std::string name() const = 0;
  // A name of the quantizer catalogue; "mllm-npu" for the engine's own arithmetic.
  virtual std::string quantizer() const = 0;
  virtual bool supported(const ModelConfig& model, const DeviceSpec& device) const = 0;
  // A prefill that needs more memory than the phone has is answered as well, as if it had it: see
  // fits_memory(). Errors: InputError for options that are out of range or break a rule of the NPU.
  virtual PrefillResult prefill(const PrefillRequest& request) const = 0;
  // Time of one token after `context` others. REQUIRES: context >= 0.
  virtual SimTime decode(const DecodeRequest& request) const = 0;
};

}  // namespace mllm_npu
