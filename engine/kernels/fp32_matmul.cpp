#include "engine/kernels/fp32_matmul.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "engine/base/check.h"
#include "engine/kernels/parallel_work.h"
#include "engine/kernels/tile_product.h"
#include "engine/kernels/vector_math.h"

namespace mllm_npu {
namespace {

constexpr std::int64_t kDepth = 1024;   // inputs of a panel: long enough that y is seldom touched
constexpr std::int64_t kPartial = 256;  // inputs of one partial sum: short sums round less

static_assert(PackedFp32Weights::kPanelOutputs == kTileLanes);

struct TileMemory {
  alignas(64) std::array<float, kTileRows * kTileDepth> x;
  alignas(64) std::array<float, kTileRows * kTileLanes> partial;
  alignas(64) std::array<float, kTileRows * kTileLanes> sums;
};

// Partial sums of a few rows. weights: [depth, kTileLanes].
void multiply_part(MatrixView<const float> x, MatrixView<const float> weights, TileMemory& memory) {
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

void multiply_tile(MatrixView<const float> x, MatrixView<const float> weights, TileMemory& memory) {
  memory.sums.fill(0);
  for (std::int64_t input = 0; input < x.columns; input += kPartial) {
    const std::int64_t depth = std::min(kPartial, x.columns - input);
    multiply_part(x.column_range(input, depth), weights.row_range(input, depth), memory);
    vector_add(memory.sums, memory.partial);
  }
}

// y += the sums of a panel, and the first ones are y.
void add_sums(const TileMemory& memory, bool first, MatrixView<float> y) {
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

// All rows of x with the outputs of one panel. weights_of(input, depth): a part of its weights,
// [depth, kTileLanes].
void multiply_panel(
    MatrixView<const float> x,
    FunctionRef<MatrixView<const float>(std::int64_t input, std::int64_t depth)> weights_of,
    std::span<const float> bias, MatrixView<float> y) {
  TileMemory memory;
  for (std::int64_t input = 0; input < x.columns; input += kDepth) {
    const std::int64_t depth = std::min(kDepth, x.columns - input);
    const MatrixView<const float> weights = weights_of(input, depth);
    for (std::int64_t row = 0; row < x.rows; row += kTileRows) {
      const std::int64_t rows = std::min(kTileRows, x.rows - row);
      multiply_tile(x.row_range(row, rows).column_range(input, depth), weights, memory);
      add_sums(memory, input == 0, y.row_range(row, rows));
    }
  }
  if (bias.empty()) return;
  for (std::int64_t row = 0; row < y.rows; ++row) vector_add(y.row(row), bias);
}

void check_shapes(MatrixView<const float> x, std::int64_t outputs, std::int64_t inputs,
                  std::span<const float> bias, MatrixView<float> y) {
  MLLM_NPU_CHECK(x.columns == inputs && y.rows == x.rows && y.columns == outputs,
                 std::to_string(x.rows) + " x " + std::to_string(x.columns) + ", " +
                     std::to_string(outputs) + " x " + std::to_string(inputs));
  MLLM_NPU_CHECK(bias.empty() || std::cmp_equal(bias.size(), outputs), std::to_string(bias.size()));
}

struct Panel {
  std::int64_t index;
  std::int64_t output;   // its first
  std::int64_t outputs;  // at most kTileLanes
  std::span<const float> bias;
};

// Runs `body` on every panel of `outputs` outputs.
void for_each_panel(std::int64_t outputs, std::int64_t operations, std::span<const float> bias,
                    FunctionRef<void(const Panel&)> body) {
  parallel_for_work((outputs + kTileLanes - 1) / kTileLanes, operations, [&](std::int64_t index) {
    Panel panel{.index = index, .output = index * kTileLanes, .outputs = 0, .bias = {}};
    panel.outputs = std::min(kTileLanes, outputs - panel.output);
    if (!bias.empty()) {
      panel.bias = bias.subspan(static_cast<std::size_t>(panel.output),
                                static_cast<std::size_t>(panel.outputs));
    }
    body(panel);
  });
}

}  // namespace

PackedFp32Weights::PackedFp32Weights(MatrixView<const float> w)
    : outputs_(w.rows),
      panels_((w.rows + kPanelOutputs - 1) / kPanelOutputs, w.columns * kPanelOutputs) {
  for_each_panel(w.rows, w.rows * w.columns, {}, [&](const Panel& panel) {
    transpose(w.row_range(panel.output, panel.outputs),
              {panels_.row(panel.index).data(), w.columns, kPanelOutputs});
  });
}

void fp32_matmul(MatrixView<const float> x, MatrixView<const float> w, std::span<const float> bias,
                 MatrixView<float> y) {
  check_shapes(x, w.rows, w.columns, bias, y);
  const std::int64_t operations = (x.rows + 4) * w.rows * w.columns;  // 4: to pack
  for_each_panel(w.rows, operations, bias, [&](const Panel& panel) {
    alignas(64) std::array<float, kDepth * kTileLanes> packed;
    if (panel.outputs < kTileLanes) packed.fill(0);
    const MatrixView<const float> rows = w.row_range(panel.output, panel.outputs);
    multiply_panel(
        x,
        [&](std::int64_t input, std::int64_t depth) {
          const MatrixView<float> part(packed.data(), depth, kTileLanes);
          transpose(rows.column_range(input, depth), part);
          return MatrixView<const float>(part);
        },
        panel.bias, y.column_range(panel.output, panel.outputs));
  });
}

void fp32_matmul(MatrixView<const float> x, const PackedFp32Weights& w, std::span<const float> bias,
                 MatrixView<float> y) {
  check_shapes(x, w.outputs(), w.inputs(), bias, y);
  const std::int64_t operations = x.rows * w.outputs() * w.inputs();
  for_each_panel(w.outputs(), operations, bias, [&](const Panel& panel) {
    const MatrixView<const float> weights = w.panel(panel.index);
    multiply_panel(
        x, [&](std::int64_t input, std::int64_t depth) { return weights.row_range(input, depth); },
        panel.bias, y.column_range(panel.output, panel.outputs));
  });
}

}  // namespace mllm_npu
