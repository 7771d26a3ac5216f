#pragma once

// The products of a training step, on this thread alone: oneDNN's, several times as fast as our own
// that promise the same bits everywhere. These promise them on one kind of processor.

#include "engine/tensor/matrix.h"

namespace mllm_npu {

// Into: what was in the result before is forgotten, or kept and added to.
enum class Into { kReplace, kAdd };

// REQUIRES, of each: the shapes fit.

// y = scale · x · wᵀ. x: [m, k], w: [n, k], y: [m, n].
void multiply_transposed(MatrixView<const float> x, MatrixView<const float> w, MatrixView<float> y,
                         Into into = Into::kReplace, float scale = 1);
// y = scale · x · w. x: [m, k], w: [k, n], y: [m, n].
void multiply_plain(MatrixView<const float> x, MatrixView<const float> w, MatrixView<float> y,
                    Into into = Into::kReplace, float scale = 1);
// y = scale · xᵀ · w. x: [k, m], w: [k, n], y: [m, n].
void multiply_first_transposed(MatrixView<const float> x, MatrixView<const float> w,
                               MatrixView<float> y, Into into = Into::kReplace, float scale = 1);

// From here on oneDNN takes no instructions beyond AVX2, so that a newer processor trains the same
// numbers. Does nothing in a program that has computed with oneDNN before.
void cap_product_instructions();

}  // namespace mllm_npu
