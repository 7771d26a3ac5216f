#pragma once

#include "baselines/systems/engine_card.h"
#include "engine/runtime/inference_system.h"

namespace mllm_npu {

// PowerInfer-v2 as its paper describes prefill: whole layers on the NPU for the whole prompt at
// once, attention on the CPU after them, 4-bit weights that stream from flash by neuron cluster
// into the layer that needs them while the layer before computes. It is closed, so this is a model
// of that description: no chunks, no shadow, no overlap of processors.
class PowerInferV2Npu : public InferenceSystem {
 public:
  explicit PowerInferV2Npu(EngineCard card) : card_(std::move(card)) {}

  std::string name() const override { return card_.name; }
  std::string quantizer() const override { return "awq"; }
  bool supported(const ModelConfig& model, const DeviceSpec& device) const override;
  PrefillResult prefill(const PrefillRequest& request) const override;
  SimTime decode(const DecodeRequest& request) const override;

 private:
  EngineCard card_;
};

// Channels of a linear that are read together: a neuron cluster.
inline constexpr std::int64_t kClusterChannels = 512;

}  // namespace mllm_npu
