#include "baselines/system_catalog.h"
#include "baselines/systems/one_processor_engine.h"

namespace mllm_npu {

// Q8_0: 32 weights share an fp16 scale; activations are quantised in blocks of 32 as well. Prompts
// pass in batches of 512 tokens (n_ubatch).
std::unique_ptr<InferenceSystem> make_llama_cpp_cpu(const EngineCard& card) {
  return std::make_unique<OneProcessorEngine>(card, EngineTraits{.quantizer = "k-quant-q8_0",
                                                                 .bytes_per_weight = 34.0 / 32.0,
                                                                 .bytes_per_embedding = 34.0 / 32.0,
                                                                 .processor = Processor::kCpu,
                                                                 .batch_length = 512});
}

}  // namespace mllm_npu
