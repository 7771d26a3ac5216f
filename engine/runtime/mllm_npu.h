#pragma once

#include "engine/runtime/inference_system.h"
#include "engine/runtime/preparation.h"

namespace mllm_npu {

// The engine of the paper (Fig. 6).
class MllmNpu : public InferenceSystem {
 public:
  std::string name() const override { return "mllm-npu"; }
  std::string quantizer() const override { return "mllm-npu"; }
  bool supported(const ModelConfig&, const DeviceSpec&) const override { return true; }
  // Preparation stage, then execution stage.
  PrefillResult prefill(const PrefillRequest& request) const override;
  // On the processor that computes the float subgraphs (§4: the NPU is left to prefill).
  SimTime decode(const DecodeRequest& request) const override;
};

// Chunk lengths that need graphs before `prompt_length` tokens can run: those of the options; the
// one that the prompt takes where none are prepared; its own length where chunks are not shared.
std::vector<std::int64_t> graph_lengths(const PrefillOptions& options, std::int64_t prompt_length);

// Execution stage of a request whose graphs, for graph_lengths(), stand in `prepared`. Without
// chunk sharing or prepared graphs they count as built for this prompt, so the time of building
// them is the prompt's.
PrefillResult run_prepared(const PreparedModel& prepared, const PrefillRequest& request);

// The execution stage (§3.1): cuts the prompt, orders and runs its subgraphs, adds the shadows.
// `online` is spent before the first subgraph: graphs that had to be built for this prompt.
// Errors: InputError when no graph stands for the chunk length.
PrefillResult execute(const PreparedModel& prepared, const PrefillRequest& request,
                      std::int64_t chunk_length, SimTime online);

}  // namespace mllm_npu
