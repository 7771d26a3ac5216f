#include "engine/quant/int8_product.h"

#include <utility>

#include "engine/kernels/parallel_work.h"
#include "engine/kernels/quantize.h"
#include "engine/quant/per_tensor.h"

namespace mllm_npu {
namespace {

// Of the two exact products the one that is bound to no row count and holds no state.
constexpr Int8Path kPath = Int8Path::kPairs;

// Fills `scales` on the way.
PackedInt8Weights packed(MatrixView<const float> weights, WeightScale scale,
                         std::vector<float>& scales) {
  Matrix<std::int8_t> quantized(weights.rows, weights.columns);
  if (scale == WeightScale::kPerTensor) {
    scales.push_back(quantize_weights(weights, quantized.view()));
  } else {
    for (std::int64_t row = 0; row < weights.rows; ++row) {
      scales.push_back(
          quantize_weights(weights.row_range(row, 1), quantized.view().row_range(row, 1)));
    }
  }
  return PackedInt8Weights(std::as_const(quantized).view(), kPath);
}

}  // namespace

Int8Product::Int8Product(MatrixView<const float> weights, WeightScale scale)
    : weights_(packed(weights, scale, scales_)) {}

Int8Product::Int8Product(MatrixView<const std::int8_t> quantized, float scale)
    : scales_{scale}, weights_(quantized, kPath) {}

void Int8Product::multiply(MatrixView<const std::int8_t> x, std::span<const float> row_scales,
                           MatrixView<float> y) const {
  if (x.rows == 0) return;
  Matrix<std::int32_t> sums(x.rows, weights_.outputs());
  Int8Matmul(weights_, x.rows).run(x, sums.view());
  parallel_for_work(x.rows, sums.rows() * sums.columns(), [&](std::int64_t row) {
    const float row_scale = row_scales[static_cast<std::size_t>(row)];
    if (scales_.size() == 1) {
      dequantize(std::as_const(sums).row(row), row_scale * scales_[0], {}, y.row(row));
      return;
    }
    for (std::int64_t output = 0; output < y.columns; ++output) {
      y(row, output) = static_cast<float>(sums(row, output)) *
                       (row_scale * scales_[static_cast<std::size_t>(output)]);
    }
  });
}

}  // namespace mllm_npu
