#pragma once

#include "engine/runtime/mllm_npu.h"

namespace mllm_npu {

// The NPU as a plain accelerator (§2.3, the first step of Fig. 19): one graph for the whole prompt,
// built and optimised once the prompt is known, per-group quantisation split into products, no
// shadow, no overlap.
class NaiveNpu : public InferenceSystem {
 public:
  std::string name() const override { return "naive-npu"; }
  bool supported(const ModelConfig&, const DeviceSpec&) const override { return true; }
  std::string quantizer() const override { return "k-quant-q8_0"; }
  PrefillResult prefill(const PrefillRequest& request) const override;
  SimTime decode(const DecodeRequest& request) const override;

  // The options under which the engine's parts behave so.
  static PrefillOptions naive(PrefillOptions options);
};

// Group size of K-Quant and Q8_0, which Fig. 4 compares with.
inline constexpr std::int64_t kGroupSize = 32;

}  // namespace mllm_npu
