#include "engine/checkpoint/weight_source.h"

#include <algorithm>

namespace mllm_npu {
namespace {

constexpr std::int64_t kPartNumbers = std::int64_t{1} << 20;

}  // namespace

void CheckpointWeights::read_rows(const WeightId& id, std::int64_t first_row,
                                  MatrixView<float> out) const {
  mllm_npu::read_rows(checkpoint_.weight(id), first_row, out);
}

std::int64_t row_count(const WeightShape& weight) {
  return weight.shape.size() > 1 ? weight.shape.front() : 1;
}

std::int64_t column_count(const WeightShape& weight) { return weight.shape.back(); }

void for_row_parts(const WeightSource& source, const WeightShape& weight,
                   const std::function<void(std::int64_t, MatrixView<const float>)>& take) {
  const std::int64_t rows = row_count(weight);
  const std::int64_t columns = column_count(weight);
  const std::int64_t most = std::min(rows, std::max(kPartNumbers / columns, std::int64_t{1}));
  Matrix<float> part(most, columns);
  for (std::int64_t first = 0; first < rows; first += most) {
    const MatrixView<float> view = part.view().row_range(0, std::min(most, rows - first));
    source.read_rows(weight.id, first, view);
    take(first, view);
  }
}

}  // namespace mllm_npu
