#include "baselines/system_catalog.h"
#include "baselines/systems/one_processor_engine.h"

namespace mllm_npu {

// q4f16_1: 32 four-bit weights share an fp16 scale, and are products in fp16 on OpenCL.
std::unique_ptr<InferenceSystem> make_mlc_llm_gpu(const EngineCard& card) {
  return std::make_unique<OneProcessorEngine>(card, EngineTraits{.quantizer = "awq",
                                                                 .bytes_per_weight = 18.0 / 32.0,
                                                                 .bytes_per_embedding = 18.0 / 32.0,
                                                                 .processor = Processor::kGpu,
                                                                 .activations = Dtype::kFp16});
}

}  // namespace mllm_npu
