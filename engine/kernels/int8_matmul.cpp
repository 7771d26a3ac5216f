#include "engine/kernels/int8_matmul.h"

#include <algorithm>
#include <optional>
#include <string>

#include "engine/base/check.h"
#include "engine/kernels/int8_onednn.h"
#include "engine/kernels/int8_pairs.h"

namespace mllm_npu {
namespace {

// Whether oneDNN gets right what saturates in 16 bits: all products of one sign, the largest there
// are. Row counts of a prefill and of a decode may be different code.
bool onednn_is_exact(std::int64_t rows) {
  constexpr std::int64_t kInputs = 256;
  constexpr std::int64_t kOutputs = 64;
  Matrix<std::int8_t> x(rows, kInputs);
  Matrix<std::int8_t> w(kOutputs, kInputs);
  for (std::int64_t row = 0; row < rows; ++row) std::ranges::fill(x.row(row), row % 2 ? 127 : -128);
  for (std::int64_t row = 0; row < kOutputs; ++row) {
    std::ranges::fill(w.row(row), row % 2 ? -128 : 127);
  }
  Matrix<std::int32_t> y(rows, kOutputs);
  OneDnnInt8Matmul(OneDnnInt8Weights(w.view()), rows).run(x.view(), y.view());
  for (std::int64_t row = 0; row < rows; ++row) {
    for (std::int64_t output = 0; output < kOutputs; ++output) {
      if (y(row, output) != kInputs * x(row, 0) * w(output, 0)) return false;
    }
  }
  return true;
}

}  // namespace

Int8Path exact_int8_path() {
  static const Int8Path kPath =
      onednn_is_exact(1) && onednn_is_exact(64) ? Int8Path::kOneDnn : Int8Path::kPairs;
  return kPath;
}

struct PackedInt8Weights::Packed {
  std::int64_t inputs = 0;
  std::int64_t outputs = 0;
  Matrix<std::int8_t> panels;                 // of kPairs
  std::optional<OneDnnInt8Weights> onednn{};  // else
};

PackedInt8Weights::PackedInt8Weights(MatrixView<const std::int8_t> weights, Int8Path path)
    : packed_(std::make_unique<Packed>()) {
  MLLM_NPU_CHECK(weights.rows > 0 && weights.columns > 0 && weights.columns <= kMaxInt8Inputs,
                 std::to_string(weights.rows) + " x " + std::to_string(weights.columns));
  packed_->inputs = weights.columns;
  packed_->outputs = weights.rows;
  if (path == Int8Path::kOneDnn) {
    packed_->onednn.emplace(weights);
  } else {
    packed_->panels = pack_int8_pairs(weights);
  }
}

PackedInt8Weights::~PackedInt8Weights() = default;
PackedInt8Weights::PackedInt8Weights(PackedInt8Weights&&) noexcept = default;
PackedInt8Weights& PackedInt8Weights::operator=(PackedInt8Weights&&) noexcept = default;

std::int64_t PackedInt8Weights::inputs() const { return packed_->inputs; }

std::int64_t PackedInt8Weights::outputs() const { return packed_->outputs; }

std::int64_t PackedInt8Weights::bytes() const {
  return packed_->onednn ? packed_->onednn->bytes()
                         : packed_->panels.rows() * packed_->panels.columns();
}

Int8Matmul::Int8Matmul(const PackedInt8Weights& weights, std::int64_t rows)
    : weights_(weights.packed_.get()), rows_(rows) {
  MLLM_NPU_CHECK(rows > 0, std::to_string(rows));
  if (weights_->onednn) onednn_ = std::make_unique<OneDnnInt8Matmul>(*weights_->onednn, rows);
}

Int8Matmul::~Int8Matmul() = default;
Int8Matmul::Int8Matmul(Int8Matmul&&) noexcept = default;
Int8Matmul& Int8Matmul::operator=(Int8Matmul&&) noexcept = default;

void Int8Matmul::run(MatrixView<const std::int8_t> x, MatrixView<std::int32_t> y) const {
  MLLM_NPU_CHECK(x.rows == rows_ && x.columns == weights_->inputs && x.stride == x.columns,
                 std::to_string(x.rows) + " x " + std::to_string(x.columns));
  MLLM_NPU_CHECK(y.rows == rows_ && y.columns == weights_->outputs && y.stride == y.columns,
                 std::to_string(y.rows) + " x " + std::to_string(y.columns));
  if (onednn_) {
    onednn_->run(x, y);
  } else {
    multiply_int8_pairs(x, weights_->panels.view(), y);
  }
}

}  // namespace mllm_npu
