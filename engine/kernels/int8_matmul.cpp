#include "engine/kernels/int8_matmul.h"

#include <string>

#include "engine/base/check.h"
#include "engine/base/parallel.h"

namespace mllm_npu {

struct PackedInt8Weights::Packed {
  Matrix<std::int8_t> weights;
};
struct Int8Matmul::Prepared {};

Int8Path exact_int8_path() { return Int8Path::kPairs; }

PackedInt8Weights::PackedInt8Weights(MatrixView<const std::int8_t> weights, Int8Path)
    : packed_(std::make_unique<Packed>()) {
  packed_->weights = {weights.rows, weights.columns};
  as_eigen(packed_->weights.view()) = as_eigen(weights);
}
PackedInt8Weights::~PackedInt8Weights() = default;
PackedInt8Weights::PackedInt8Weights(PackedInt8Weights&&) noexcept = default;
PackedInt8Weights& PackedInt8Weights::operator=(PackedInt8Weights&&) noexcept = default;
std::int64_t PackedInt8Weights::inputs() const { return packed_->weights.columns(); }
std::int64_t PackedInt8Weights::outputs() const { return packed_->weights.rows(); }
std::int64_t PackedInt8Weights::bytes() const { return inputs() * outputs(); }

Int8Matmul::Int8Matmul(const PackedInt8Weights& weights, std::int64_t rows)
    : weights_(&weights), rows_(rows) {}
Int8Matmul::~Int8Matmul() = default;
Int8Matmul::Int8Matmul(Int8Matmul&&) noexcept = default;
Int8Matmul& Int8Matmul::operator=(Int8Matmul&&) noexcept = default;

void Int8Matmul::run(MatrixView<const std::int8_t> x, MatrixView<std::int32_t> y) const {
  MLLM_NPU_CHECK(x.rows == rows_, std::to_string(x.rows));
  parallel_for(weights_->outputs(), [&](std::int64_t output) {
    const std::span<const std::int8_t> w = weights_->packed_->weights.row(output);
    for (std::int64_t row = 0; row < rows_; ++row) {
      std::int32_t sum = 0;
      for (std::size_t i = 0; i < w.size(); ++i) sum += x.row(row)[i] * w[i];
      y(row, output) = sum;
    }
  });
}

}  // namespace mllm_npu
