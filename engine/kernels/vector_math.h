#pragma once

#include <cstdint>
#include <span>

#include <Eigen/Core>

namespace mllm_npu {

// What runs over many numbers, in our own vector code; the same bits on every instruction set. The
// headers of quantize, activation and attention say what they mean.

void vector_quantize(std::span<const float> x, float scale, std::span<std::int8_t> q);
// An empty bias stands for zeros.
void vector_dequantize(std::span<const std::int32_t> sums, float scale, std::span<const float> bias,
                       std::span<float> y);
float vector_max_abs(std::span<const float> x);

void vector_silu(std::span<float> x);
void vector_gelu_tanh(std::span<float> x);
void vector_multiply(std::span<float> x, std::span<const float> y);
void vector_add(std::span<float> x, std::span<const float> y);
void vector_scale(std::span<float> x, float factor);
// x += y · factor, product and sum rounded to fp32 each. REQUIRES: equal lengths.
void vector_add_scaled(std::span<float> x, std::span<const float> y, float factor);
void vector_add_scaled(std::span<float> x, std::span<const std::int8_t> y, float factor);

// y = x rounded to fp16, halves to even; ±65504 for what is larger. REQUIRES: equal lengths.
void vector_round_to_half(std::span<const float> x, std::span<Eigen::half> y);

// The scores of one query with a block of keys become weights: score becomes
// exp(score · scale − largest). −∞ becomes exactly 0.
struct SoftmaxSums {
  static constexpr std::size_t kLanes = 16;

  float largest;                    // of score · scale so far; −∞ at first
  alignas(64) float lanes[kLanes];  // sums of the weights: of every kLanes-th key; 0 at first
};
// Adds a block to the sums. Returns the factor by which weights that were computed before have to
// be multiplied, as the sums have been. REQUIRES: a multiple of SoftmaxSums::kLanes scores, not all
// of them −∞.
float vector_softmax(std::span<float> scores, float scale, SoftmaxSums& sums);

}  // namespace mllm_npu
