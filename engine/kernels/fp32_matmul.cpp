#include "engine/kernels/fp32_matmul.h"

#include <algorithm>
#include <array>
#include <string>

#include "engine/base/check.h"
#include "engine/kernels/parallel_work.h"
#include "engine/kernels/tile_product.h"
#include "engine/kernels/vector_math.h"

namespace mllm_npu {
namespace {

constexpr std::int64_t kDepth = 1024;   // inputs of a panel: long enough that y is seldom touched
constexpr std::int64_t kPartial = 256;  // inputs of one partial sum: short sums round less

struct PanelMemory {
  alignas(64) std::array<float, kDepth * kTileLanes> weights;  // lane = output
  alignas(64) std::array<float, kTileRows * kTileDepth> x;
  alignas(64) std::array<float, kTileRows * kTileLanes> partial;
  alignas(64) std::array<float, kTileRows * kTileLanes> sums;
};

// Partial sums of a few rows. weights: [depth, kTileLanes].
void multiply_part(MatrixView<const float> x, MatrixView<const float> weights,
                   PanelMemory& memory) {
  memory.partial.fill(0);
  for (std::int64_t input = 0; input < x.columns; input += kTileDepth) {
    const std::int64_t depth = std::min(kTileDepth, x.columns - input);
    const MatrixView<float> part(memory.x.data(), x.rows, depth, kTileDepth);
    for (std::int64_t row = 0; row < x.rows; ++row) {
      std::copy_n(&x(row, input), depth, part.row(row).data());
    }
    add_tile_product(part, weights.row_range(input, depth),
                     MatrixView<float>(memory.partial.data(), x.rows, kTileLanes));
  }
}

void multiply_tile(MatrixView<const float> x, MatrixView<const float> weights,
                   PanelMemory& memory) {
  memory.sums.fill(0);
  for (std::int64_t input = 0; input < x.columns; input += kPartial) {
    const std::int64_t depth = std::min(kPartial, x.columns - input);
    multiply_part(x.column_range(input, depth), weights.row_range(input, depth), memory);
    vector_add(memory.sums, memory.partial);
  }
}

// y += the sums of a panel, and the first ones are y.
void add_sums(const PanelMemory& memory, bool first, MatrixView<float> y) {
  for (std::int64_t row = 0; row < y.rows; ++row) {
    const std::span<const float> sums(&memory.sums[static_cast<std::size_t>(row * kTileLanes)],
                                      static_cast<std::size_t>(y.columns));
    if (first) {
      std::ranges::copy(sums, y.row(row).begin());
    } else {
      vector_add(y.row(row), sums);
    }
  }
}

// All rows of x with at most kTileLanes outputs.
void multiply_panel(MatrixView<const float> x, MatrixView<const float> w,
                    std::span<const float> bias, MatrixView<float> y) {
  PanelMemory memory;
  if (w.rows < kTileLanes) memory.weights.fill(0);
  for (std::int64_t input = 0; input < x.columns; input += kDepth) {
    const std::int64_t depth = std::min(kDepth, x.columns - input);
    const MatrixView<float> weights(memory.weights.data(), depth, kTileLanes);
    transpose(w.column_range(input, depth), weights);
    for (std::int64_t row = 0; row < x.rows; row += kTileRows) {
      const std::int64_t rows = std::min(kTileRows, x.rows - row);
      multiply_tile(x.row_range(row, rows).column_range(input, depth), weights, memory);
      add_sums(memory, input == 0, y.row_range(row, rows));
    }
  }
  if (bias.empty()) return;
  for (std::int64_t row = 0; row < y.rows; ++row) vector_add(y.row(row), bias);
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
