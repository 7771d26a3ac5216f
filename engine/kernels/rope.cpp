#include "engine/kernels/rope.h"

#include <cmath>
#include <cstddef>
#include <string>

#include "engine/base/check.h"
#include "engine/kernels/parallel_work.h"

namespace mllm_npu {

RotaryTable::RotaryTable(std::int64_t rotary_size, double theta, std::int64_t positions)
    : cosines_(positions, rotary_size / 2), sines_(positions, rotary_size / 2) {
  MLLM_NPU_CHECK(rotary_size > 0 && rotary_size % 2 == 0 && theta > 0,
                 std::to_string(rotary_size) + ", " + std::to_string(theta));
  for (std::int64_t i = 0; i < rotary_size / 2; ++i) {
    const double frequency =
        std::pow(theta, -2.0 * static_cast<double>(i) / static_cast<double>(rotary_size));
    for (std::int64_t position = 0; position < positions; ++position) {
      const double angle = static_cast<double>(position) * frequency;
      cosines_(position, i) = static_cast<float>(std::cos(angle));
      sines_(position, i) = static_cast<float>(std::sin(angle));
    }
  }
}

void rotate(MatrixView<float> rows, std::int64_t heads, std::int64_t head_dim,
            const RotaryTable& table, std::int64_t first_position) {
  MLLM_NPU_CHECK(rows.columns == heads * head_dim && table.rotary_size() <= head_dim,
                 std::to_string(rows.columns) + " columns, " + std::to_string(heads) + " x " +
                     std::to_string(head_dim));
  MLLM_NPU_CHECK(
      first_position >= 0 && first_position + rows.rows <= table.positions(),
      std::to_string(first_position + rows.rows) + " of " + std::to_string(table.positions()));
  const std::int64_t half = table.rotary_size() / 2;
  parallel_for_work(rows.rows, 4 * rows.rows * rows.columns, [&](std::int64_t token) {
    const float* cosines = table.cosines(first_position + token).data();
    const float* sines = table.sines(first_position + token).data();
    for (std::int64_t head = 0; head < heads; ++head) {
      float* low = rows.row(token).data() + head * head_dim;
      float* high = low + half;
      for (std::int64_t i = 0; i < half; ++i) {
        const float x = low[i];
        const float y = high[i];
        low[i] = x * cosines[i] - y * sines[i];
        high[i] = y * cosines[i] + x * sines[i];
      }
    }
  });
}

}  // namespace mllm_npu
