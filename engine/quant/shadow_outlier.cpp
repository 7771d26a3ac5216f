#include "engine/quant/shadow_outlier.h"

#include <algorithm>

#include "engine/kernels/quantize.h"

namespace mllm_npu {

void ResidualRows::collect(std::int64_t row, std::span<const float> x, float scale) {
  std::vector<Residual>& residuals = rows_[static_cast<std::size_t>(row)];
  residuals.clear();
  visit_clipped(x, scale, [&](std::int64_t channel, float value) {
    residuals.push_back({static_cast<std::int32_t>(channel), value});
  });
}

std::vector<std::int32_t> ResidualRows::channels(std::int64_t rows) const {
  std::vector<std::int32_t> channels;
  for (std::int64_t index = 0; index < rows; ++index) {
    for (const Residual& residual : row(index)) channels.push_back(residual.channel);
  }
  std::ranges::sort(channels);
  channels.erase(std::unique(channels.begin(), channels.end()), channels.end());
  return channels;
}

}  // namespace mllm_npu
