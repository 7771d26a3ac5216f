#include "baselines/quantizers/k_quant.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "baselines/quantizers/fp16.h"
#include "engine/checkpoint/block_formats.h"
#include "engine/checkpoint/q4k_encoder.h"
#include "engine/kernels/fp32_matmul.h"
#include "engine/kernels/parallel_work.h"

namespace mllm_npu {
namespace {

constexpr std::int64_t kGroup = 32;
constexpr std::size_t kSuperBlock = 256;

using Round = void (*)(std::span<float> row);

void through(StorageFormat format, void (*encode)(std::span<const float>, std::span<std::byte>),
             std::span<float> row) {
  const std::size_t blocks = row.size() / static_cast<std::size_t>(block_length(format));
  std::vector<std::byte> bytes(blocks * static_cast<std::size_t>(block_bytes(format)));
  encode(row, bytes);
  dequantize_row(format, bytes, row);
}

void round_to_q8_0(std::span<float> row) { through(StorageFormat::kQ8_0, quantize_row_q8_0, row); }

// Zeros that fill up the last super-block are groups of scale 0 and minimum 0, which change nothing
// for the others.
void round_to_q4k(std::span<float> row) {
  if (row.size() % kSuperBlock == 0) return through(StorageFormat::kQ4K, quantize_row_q4k, row);
  std::vector<float> filled(row.begin(), row.end());
  filled.resize((row.size() / kSuperBlock + 1) * kSuperBlock);
  through(StorageFormat::kQ4K, quantize_row_q4k, filled);
  std::copy_n(filled.begin(), row.size(), row.begin());
}

Matrix<float> rounded(MatrixView<const float> matrix, Round round) {
  Matrix<float> result(matrix.rows, matrix.columns);
  parallel_for_work(matrix.rows, 8 * matrix.rows * matrix.columns, [&](std::int64_t row) {
    std::ranges::copy(matrix.row(row), result.row(row).begin());
    round(result.row(row));
  });
  return result;
}

class BlockLinear : public QuantizedLinear {
 public:
  BlockLinear(MatrixView<const float> weights, Round round_weights, Round round_input)
      : weights_(rounded(weights, round_weights)), round_input_(round_input) {}

  void apply(MatrixView<const float> x, MatrixView<float> y) const override {
    const Matrix<float> input = rounded(x, round_input_);
    fp32_matmul(input.view(), weights_.view(), {}, y);
  }

 private:
  Matrix<float> weights_;  // [outputs, inputs], as the blocks hold them
  Round round_input_;
};

}  // namespace

void round_to_q8k(std::span<float> row) {
  for (std::size_t first = 0; first < row.size(); first += kSuperBlock) {
    const std::span<float> block = row.subspan(first, std::min(kSuperBlock, row.size() - first));
    const float largest = *std::ranges::max_element(
        block, [](float a, float b) { return std::abs(a) < std::abs(b); });
    // What is below the normal floats may have no finite inverse.
    const bool some = std::abs(largest) / 127 >= std::numeric_limits<float>::min();
    const float inverse = some ? -127 / largest : 0;
    for (float& number : block) {
      number = some ? std::min(127.0F, std::nearbyint(inverse * number)) * (1 / inverse) : 0;
    }
  }
}

std::unique_ptr<QuantizedLinear> KQuant::linear(MatrixView<const float> weights) const {
  if (weights.columns % kGroup != 0) return make_fp16_linear(weights);
  const bool whole = weights.columns % static_cast<std::int64_t>(kSuperBlock) == 0;
  if (format_ == KQuantFormat::kQ4K && (whole || short_super_blocks_)) {
    return std::make_unique<BlockLinear>(weights, round_to_q4k, round_to_q8k);
  }
  return std::make_unique<BlockLinear>(weights, round_to_q8_0, round_to_q8_0);
}

std::vector<std::unique_ptr<QuantizedLinear>> KQuant::quantize(const LinearGroup& group,
                                                               const InputStatistics&) const {
  std::vector<std::unique_ptr<QuantizedLinear>> linears;
  for (const MatrixView<const float>& weights : group.weights) linears.push_back(linear(weights));
  return linears;
}

}  // namespace mllm_npu
