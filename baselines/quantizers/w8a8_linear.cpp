#include "baselines/quantizers/w8a8_linear.h"

#include <algorithm>
#include <utility>

#include "engine/kernels/parallel_work.h"
#include "engine/kernels/quantize.h"
#include "engine/quant/per_tensor.h"

namespace mllm_npu {
namespace {

class W8A8Linear : public QuantizedLinear {
 public:
  W8A8Linear(MatrixView<const float> weights, W8A8Form form)
      : form_(std::move(form)), product_(weights, form_.weights) {}

  void apply(MatrixView<const float> x, MatrixView<float> y) const override {
    if (!form_.change) return multiply(x, y);
    Matrix<float> changed(x.rows, x.columns);
    parallel_for_work(x.rows, 8 * x.rows * x.columns, [&](std::int64_t row) {
      std::ranges::copy(x.row(row), changed.row(row).begin());
      form_.change(changed.row(row));
    });
    multiply(std::as_const(changed).view(), y);
  }

 private:
  void multiply(MatrixView<const float> x, MatrixView<float> y) const {
    const std::vector<float> scales = scales_of(x);
    Matrix<std::int8_t> quantized(x.rows, x.columns);
    parallel_for_work(x.rows, x.rows * x.columns, [&](std::int64_t row) {
      quantize(x.row(row), scales[static_cast<std::size_t>(row)], quantized.row(row));
    });
    product_.multiply(std::as_const(quantized).view(), scales, y);
  }

  // [rows]
  std::vector<float> scales_of(MatrixView<const float> x) const {
    std::vector<float> largest(static_cast<std::size_t>(x.rows), form_.static_max_abs);
    if (form_.activations != ActivationScale::kStatic) {
      for (std::int64_t row = 0; row < x.rows; ++row) {
        largest[static_cast<std::size_t>(row)] = max_abs(x.row(row));
      }
    }
    if (form_.activations == ActivationScale::kPerTensor) {
      std::ranges::fill(largest, max_abs(largest));
    }
    std::ranges::transform(largest, largest.begin(), scale_for);
    return largest;
  }

  W8A8Form form_;
  Int8Product product_;
};

}  // namespace

std::unique_ptr<QuantizedLinear> make_w8a8_linear(MatrixView<const float> weights,
                                                  const W8A8Form& form) {
  return std::make_unique<W8A8Linear>(weights, form);
}

std::vector<std::unique_ptr<QuantizedLinear>> make_w8a8_linears(const LinearGroup& group,
                                                                const W8A8Form& form) {
  std::vector<std::unique_ptr<QuantizedLinear>> linears;
  for (const MatrixView<const float>& weights : group.weights) {
    linears.push_back(make_w8a8_linear(weights, form));
  }
  return linears;
}

}  // namespace mllm_npu
