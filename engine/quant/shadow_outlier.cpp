#include "engine/quant/shadow_outlier.h"

#include <algorithm>

#include "engine/kernels/quantize.h"

namespace mllm_npu {

ResidualRows::ResidualRows(std::int64_t rows, std::int64_t room)
    : rows_(static_cast<std::size_t>(rows)) {
  if (room == 0) return;
  for (std::vector<Residual>& row : rows_) row.reserve(static_cast<std::size_t>(room));
}

void ResidualRows::collect(std::int64_t row, std::span<const float> x, float scale) {
  std::vector<Residual>& residuals = rows_[static_cast<std::size_t>(row)];
  residuals.clear();
  visit_clipped(x, scale, [&](std::int64_t channel, float value) {
    residuals.push_back({static_cast<std::int32_t>(channel), value});
  });
}

void ResidualRows::channels_of(std::int64_t rows, std::vector<std::int32_t>& channels) const {
  channels.clear();
  for (std::int64_t index = 0; index < rows; ++index) {
    for (const Residual& residual : row(index)) channels.push_back(residual.channel);
  }
  std::ranges::sort(channels);
  channels.erase(std::unique(channels.begin(), channels.end()), channels.end());
}

}  // namespace mllm_npu
