#pragma once

#include <Eigen/Core>

#include "engine/tensor/matrix.h"

namespace mllm_npu {

// sums += a · b, in our own vector code, on one core; what attention and the fp32 product are built
// of. sums(r, l) grows by a(r, 0) · b(0, l), then by a(r, 1) · b(1, l), and so on: each product and
// each sum is rounded to fp32 on its own, so the result is the same bits on every instruction set,
// and does not depend on the other rows or lanes.
// a: [rows, depth], b: [depth, lanes], sums: [rows, lanes]. REQUIRES: lanes is a multiple of
// kTileLanes; the addresses need no alignment.
inline constexpr std::int64_t kTileLanes = 32;
void add_tile_product(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> sums);
void add_tile_product(MatrixView<const float> a, MatrixView<const Eigen::half> b,
                      MatrixView<float> sums);

// Rows that share the reading of b; more are taken in turns.
inline constexpr std::int64_t kTileRows = 6;

}  // namespace mllm_npu
