#include "baselines/quantizers/half.h"

#include <algorithm>
#include <array>

#include "engine/kernels/parallel_work.h"
#include "engine/kernels/vector_math.h"

namespace mllm_npu {

void round_to_half(std::span<const float> numbers, std::span<float> rounded) {
  std::array<Eigen::half, 256> halves;
  for (std::size_t first = 0; first < numbers.size(); first += halves.size()) {
    const std::span<const float> some =
        numbers.subspan(first, std::min(halves.size(), numbers.size() - first));
    vector_round_to_half(some, std::span(halves).first(some.size()));
    for (std::size_t i = 0; i < some.size(); ++i) {
      rounded[first + i] = static_cast<float>(halves[i]);
    }
  }
}

Matrix<float> rounded_to_half(MatrixView<const float> numbers) {
  Matrix<float> rounded(numbers.rows, numbers.columns);
  parallel_for_work(numbers.rows, 4 * numbers.rows * numbers.columns,
                    [&](std::int64_t row) { round_to_half(numbers.row(row), rounded.row(row)); });
  return rounded;
}

}  // namespace mllm_npu
