#include "baselines/system_catalog.h"
#include "baselines/systems/one_processor_engine.h"

namespace mllm_npu {

// XNNPACK: INT8 weights with a scale per output channel, activations quantised per token as they
// come.
// The embedding is taken to stay in fp16, which is what the bars of Fig. 17 hold.
std::unique_ptr<InferenceSystem> make_tflite_cpu(const EngineCard& card) {
  return std::make_unique<OneProcessorEngine>(card, EngineTraits{.quantizer = "per-token",
                                                                 .bytes_per_weight = 1,
                                                                 .bytes_per_embedding = 2,
                                                                 .processor = Processor::kCpu});
}

}  // namespace mllm_npu
