#include "baselines/quantizers/fp16.h"

#include <utility>

#include "baselines/quantizers/half.h"
#include "engine/kernels/fp32_matmul.h"

namespace mllm_npu {
namespace {

class Fp16Linear : public QuantizedLinear {
 public:
  explicit Fp16Linear(MatrixView<const float> weights) : weights_(rounded_to_half(weights)) {}

  void apply(MatrixView<const float> x, MatrixView<float> y) const override {
    const Matrix<float> rounded = rounded_to_half(x);
    fp32_matmul(rounded.view(), weights_.view(), {}, y);
  }

 private:
  Matrix<float> weights_;  // [outputs, inputs]
};

}  // namespace

std::unique_ptr<QuantizedLinear> make_fp16_linear(MatrixView<const float> weights) {
  return std::make_unique<Fp16Linear>(weights);
}

std::vector<std::unique_ptr<QuantizedLinear>> Fp16::quantize(const LinearGroup& group,
                                                             const InputStatistics&) const {
  std::vector<std::unique_ptr<QuantizedLinear>> linears;
  for (const MatrixView<const float>& weights : group.weights) {
    linears.push_back(make_fp16_linear(weights));
  }
  return linears;
}

}  // namespace mllm_npu
