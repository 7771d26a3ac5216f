#pragma once

#include "engine/runtime/inference_system.h"
#include "engine/runtime/preparation.h"

namespace mllm_npu {

// The engine of the paper (Fig. 6).
class MllmNpu : public InferenceSystem {
 public:
  std::string name() const override { return "mllm-npu"; }
  bool supported(const ModelConfig&, const DeviceSpec&) const override { return true; }
  // Preparation stage, then execution stage.
  PrefillResult prefill(const PrefillRequest& request) const override;
};

// The execution stage (§3.1): cuts the prompt, orders and runs its subgraphs, adds the shadows.
// `online` is spent before the first subgraph: graphs that had to be built for this prompt.
// Errors: InputError when no graph stands for the chunk length.
PrefillResult execute(const PreparedModel& prepared, const PrefillRequest& request,
                      std::int64_t chunk_length, SimTime online);

}  // namespace mllm_npu
