#pragma once

#include <Eigen/Core>

#include "engine/tensor/matrix.h"

namespace mllm_npu {

// What attention and the fp32 product are built of, in our own vector code, on one core.

// A tile has at most so many rows, which share the reading of b, so many numbers in a row of a, and
// takes lanes in multiples of kTileLanes.
inline constexpr std::int64_t kTileRows = 6;
inline constexpr std::int64_t kTileDepth = 64;
inline constexpr std::int64_t kTileLanes = 32;

// sums += a · b: sums(r, l) grows by a(r, 0) · b(0, l), then by a(r, 1) · b(1, l), and so on. Each
// product and each sum is rounded to fp32 on its own, so the result is the same bits on every
// instruction set, and does not depend on the other rows or lanes.
// a: [rows, depth] with a stride of kTileDepth, b: [depth, lanes], sums: [rows, lanes].
void add_tile_product(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> sums);
void add_tile_product(MatrixView<const float> a, MatrixView<const Eigen::half> b,
                      MatrixView<float> sums);

// to = fromᵀ
void transpose(MatrixView<const float> from, MatrixView<float> to);

}  // namespace mllm_npu
