#include "tests/support/written_weights.h"

#include <algorithm>

namespace mllm_npu::support {

WrittenWeights::WrittenWeights(ModelConfig model) : model_(std::move(model)) {
  for (const WeightShape& weight : weight_layout(model_)) {
    numbers_[weight.id].resize(static_cast<std::size_t>(weight.count()));
  }
}

WrittenWeights::WrittenWeights(const WeightSource& source) : WrittenWeights(source.model()) {
  for (const WeightShape& weight : weight_layout(model_)) {
    source.read_rows(weight.id, 0, {of(weight.id).data(), row_count(weight), column_count(weight)});
  }
}

void WrittenWeights::read_rows(const WeightId& id, std::int64_t first_row,
                               MatrixView<float> out) const {
  const std::vector<float>& numbers = numbers_.at(id);
  for (std::int64_t row = 0; row < out.rows; ++row) {
    const auto first = static_cast<std::ptrdiff_t>((first_row + row) * out.columns);
    std::copy_n(numbers.begin() + first, out.columns, out.row(row).begin());
  }
}

}  // namespace mllm_npu::support
