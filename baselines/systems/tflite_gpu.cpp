#include "baselines/system_catalog.h"
#include "baselines/systems/one_processor_engine.h"

namespace mllm_npu {

// The GPU delegate: kernels in fp16 that read INT8 weights, a whole prompt at once.
// The embedding is taken to stay in fp16, which is what the bars of Fig. 17 hold.
std::unique_ptr<InferenceSystem> make_tflite_gpu(const EngineCard& card) {
  return std::make_unique<OneProcessorEngine>(card, EngineTraits{.quantizer = "fp16",
                                                                 .bytes_per_weight = 1,
                                                                 .bytes_per_embedding = 2,
                                                                 .processor = Processor::kGpu,
                                                                 .activations = Dtype::kFp16});
}

}  // namespace mllm_npu
