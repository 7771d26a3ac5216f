#include "engine/runtime/quantized_language_model.h"

namespace mllm_npu {

QuantizedLanguageModel::QuantizedLanguageModel(const WeightSource& source,
                                               const Quantizer& quantizer,
                                               const ModelInputStatistics& statistics)
    : linears_(source, quantizer, statistics),
      equations_(source,
                 [this](std::int64_t layer, LinearRole role, const EigenRowMajor<float>& x) {
                   return linears_.apply(layer, role, x);
                 }),
      language_(equations_) {}

}  // namespace mllm_npu
