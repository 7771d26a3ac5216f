#pragma once

// All linears of a model as one quantizer computes them, biases in fp32 included: what a
// ReferenceModel takes in place of its own.

#include <array>
#include <memory>
#include <vector>

#include "engine/checkpoint/weight_source.h"
#include "engine/quant/input_statistics.h"
#include "engine/quant/quantizer.h"

namespace mllm_npu {

class ReplacedLinears {
 public:
  // Reads one layer's weights after the other. `statistics` must be of the same model. Errors: what
  // reading from `source` errs on.
  ReplacedLinears(const WeightSource& source, const Quantizer& quantizer,
                  const ModelInputStatistics& statistics);

  // x · weightᵀ + bias, [tokens, outputs]. May be called from several threads.
  EigenRowMajor<float> apply(std::int64_t layer, LinearRole role,
                             const EigenRowMajor<float>& x) const;

 private:
  struct Linear {
    std::unique_ptr<QuantizedLinear> product;
    std::int64_t outputs = 0;
    std::vector<float> bias;  // [outputs], or empty
  };

  void replace(const WeightSource& source, const Quantizer& quantizer, std::int64_t layer,
               LinearInput input, const InputStatistics& statistics);

  std::vector<std::array<Linear, 7>> layers_;  // [layers][LinearRole]
};

}  // namespace mllm_npu
