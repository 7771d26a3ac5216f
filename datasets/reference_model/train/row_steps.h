#pragma once

// What a training step does row by row between its products, and the way back: given the gradient
// of the loss with respect to a step's result, that with respect to what went in.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/tensor/matrix.h"

namespace mllm_npu {

// y = x / rms(x) · gain. inverse: [rows], 1 / rms of each row, for the way back.
void rms_norm(MatrixView<const float> x, std::span<const float> gain, float eps,
              std::span<float> inverse, MatrixView<float> y);
// dx += the gradient of x, d_gain += that of the gain.
void rms_norm_back(MatrixView<const float> x, std::span<const float> gain,
                   std::span<const float> inverse, MatrixView<const float> dy, MatrixView<float> dx,
                   std::span<float> d_gain);

// y = silu(gate) · up; gate_up: [rows, 2 columns].
void gated(MatrixView<const float> gate_up, MatrixView<float> y);
void gated_back(MatrixView<const float> gate_up, MatrixView<const float> dy,
                MatrixView<float> d_gate_up);

// Cosines and sines of rotary angles by position: [positions, head_dim / 2].
struct Angles {
  Angles(std::int64_t positions, std::int64_t head_dim, double theta);
  Matrix<float> cosine;
  Matrix<float> sine;
};
// Turns every head of a text's rows, the first of which stands at position 0.
void turn(const Angles& angles, MatrixView<float> rows);
void turn_back(const Angles& angles, MatrixView<float> rows);

// Softmax of each row over its first columns up to the diagonal; zeros behind.
void causal_softmax(MatrixView<float> scores);
// weights: what causal_softmax() made; d: gradient of the weights, becomes that of the scores.
void causal_softmax_back(MatrixView<const float> weights, MatrixView<float> d);

// Sum over rows of −log softmax(logits)[target]; logits become its gradient times `scale`.
double cross_entropy(MatrixView<float> logits, std::span<const std::int32_t> targets, float scale);

}  // namespace mllm_npu
