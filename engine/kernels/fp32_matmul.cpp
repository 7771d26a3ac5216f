#include "engine/kernels/fp32_matmul.h"

#include <algorithm>
#include <array>
#include <string>

#include "engine/base/check.h"
#include "engine/kernels/parallel_work.h"
#include "engine/kernels/tile_product.h"

namespace mllm_npu {
namespace {

constexpr std::int64_t kDepth = 256;  // inputs of one partial sum

// A block of wᵀ: lane = output.
using Panel = std::array<float, kDepth * kTileLanes>;

void transpose(MatrixView<const float> w, Panel& panel) {
  for (std::int64_t output = 0; output < w.rows; ++output) {
    const float* row = w.row(output).data();
    for (std::int64_t input = 0; input < w.columns; ++input) {
      panel[static_cast<std::size_t>(input * kTileLanes + output)] = row[input];
    }
  }
}

// All rows of x with at most kTileLanes outputs.
void multiply_panel(MatrixView<const float> x, MatrixView<const float> w,
                    std::span<const float> bias, MatrixView<float> y) {
  alignas(64) Panel panel{};
  alignas(64) std::array<float, kTileRows * kTileLanes> sums;
  for (std::int64_t input = 0; input < x.columns; input += kDepth) {
    const std::int64_t depth = std::min(kDepth, x.columns - input);
    transpose(w.column_range(input, depth), panel);
    for (std::int64_t row = 0; row < x.rows; row += kTileRows) {
      const std::int64_t rows = std::min(kTileRows, x.rows - row);
      sums.fill(0);
      const MatrixView<float> tile(sums.data(), rows, kTileLanes);
      add_tile_product(x.row_range(row, rows).column_range(input, depth),
                       MatrixView<const float>(panel.data(), depth, kTileLanes), tile);
      for (std::int64_t i = 0; i < rows; ++i) {
        for (std::int64_t output = 0; output < y.columns; ++output) {
          const float before = input == 0 ? 0.0F : y(row + i, output);
          y(row + i, output) = before + tile(i, output);
        }
      }
    }
  }
  if (bias.empty()) return;
  for (std::int64_t row = 0; row < y.rows; ++row) {
    for (std::int64_t output = 0; output < y.columns; ++output) {
      y(row, output) += bias[static_cast<std::size_t>(output)];
    }
  }
}

}  // namespace

void fp32_matmul(MatrixView<const float> x, MatrixView<const float> w, std::span<const float> bias,
                 MatrixView<float> y) {
  MLLM_NPU_CHECK(x.columns == w.columns && y.rows == x.rows && y.columns == w.rows,
                 std::to_string(x.rows) + " x " + std::to_string(x.columns) + ", " +
                     std::to_string(w.rows) + " x " + std::to_string(w.columns));
  MLLM_NPU_CHECK(bias.empty() || static_cast<std::int64_t>(bias.size()) == w.rows,
                 std::to_string(bias.size()));
  const std::int64_t panels = (w.rows + kTileLanes - 1) / kTileLanes;
  parallel_for_work(panels, (x.rows + 4) * w.rows * w.columns, [&](std::int64_t panel) {
    const std::int64_t output = panel * kTileLanes;
    const std::int64_t outputs = std::min(kTileLanes, w.rows - output);
    const auto some = bias.empty() ? bias
                                   : bias.subspan(static_cast<std::size_t>(output),
                                                  static_cast<std::size_t>(outputs));
    multiply_panel(x, w.row_range(output, outputs), some, y.column_range(output, outputs));
  });
}

}  // namespace mllm_npu
