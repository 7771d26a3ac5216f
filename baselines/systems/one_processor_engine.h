#pragma once

#include "baselines/systems/engine_card.h"
#include "engine/runtime/inference_system.h"

namespace mllm_npu {

// What an engine is, beside what its card says it reaches.
struct EngineTraits {
  std::string quantizer;            // what it computes: a name of the quantizer catalogue
  double bytes_per_weight = 0;      // with scales
  double bytes_per_embedding = 0;   // of the table in which tokens are looked up
  Processor processor{};            // CPU or GPU
  std::int64_t batch_length = 0;    // most tokens that pass a block together; 0: the whole prompt
  bool materializes_scores = true;  // holds [heads, rows, keys] scores; false: a tile of them
  Dtype activations = Dtype::kFp32;
};

// An engine that runs on one processor, one operator after the other: batches of a prompt pass all
// blocks, attention sees what is in the KV cache, the LM head multiplies the last token alone. A
// linear [m, k] × [k, n] takes 2 m k n / throughput, attention 4 operations per query-key pair and
// channel; on another SoC both scale with its relative_speed of the processor. Element-wise
// operators are part of the throughputs.
class OneProcessorEngine : public InferenceSystem {
 public:
  OneProcessorEngine(EngineCard card, EngineTraits traits);

  std::string name() const override { return card_.name; }
  std::string quantizer() const override { return traits_.quantizer; }
  bool supported(const ModelConfig& model, const DeviceSpec& device) const override;
  PrefillResult prefill(const PrefillRequest& request) const override;
  SimTime decode(const DecodeRequest& request) const override;

 private:
  double batch_seconds(const PrefillRequest& request, std::int64_t first, std::int64_t rows) const;
  double linear_seconds(const DeviceSpec& device, const LinearShape& linear,
                        std::int64_t rows) const;
  double decode_bandwidth(const DeviceSpec& device) const;
  MemoryUse memory_of(const PrefillRequest& request) const;
  std::int64_t batch_length(std::int64_t prompt_length) const;

  EngineCard card_;
  EngineTraits traits_;
};

}  // namespace mllm_npu
