#include "engine/checkpoint/q4k_encoder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>

#include <Eigen/Core>

#include "engine/base/check.h"

namespace mllm_npu {
namespace {

constexpr std::size_t kSuperBlock = 256;
constexpr std::size_t kGroup = 32;
constexpr std::size_t kGroups = kSuperBlock / kGroup;
constexpr std::size_t kBytes = 144;
constexpr int kHighest = 15;  // of four bits
constexpr int kHighestScale = 63;

using Group = std::span<const float, kGroup>;
using GroupNumbers = std::array<float, kGroup>;

// x ≈ scale · q − minus, with q in 0..15 and minus not negative.
struct Fit {
  float scale = 0;
  float minus = 0;
};

float nearest(float x, int highest) {
  return std::clamp(std::nearbyint(x), 0.0F, static_cast<float>(highest));
}

GroupNumbers quantized(Group x, float inverse, float minus) {
  GroupNumbers q{};
  for (std::size_t i = 0; i < kGroup; ++i) q[i] = nearest(inverse * (x[i] + minus), kHighest);
  return q;
}

GroupNumbers importance(Group x) {
  float squares = 0;
  for (const float number : x) squares += number * number;
  const float typical = std::sqrt(squares / static_cast<float>(kGroup));
  GroupNumbers weights{};
  for (std::size_t i = 0; i < kGroup; ++i) weights[i] = typical + std::abs(x[i]);
  return weights;
}

float error_of(Group x, const GroupNumbers& weights, const GroupNumbers& q, const Fit& fit) {
  float error = 0;
  for (std::size_t i = 0; i < kGroup; ++i) {
    const float difference = fit.scale * q[i] - fit.minus - x[i];
    error += weights[i] * (difference * difference);
  }
  return error;
}

// The line through (q, x) with the least weighted squares, whose minimum must not be above 0.
// `otherwise` where all q are equal.
Fit regression(Group x, const GroupNumbers& weights, const GroupNumbers& q, const Fit& otherwise) {
  float w = 0, wx = 0, wq = 0, wqq = 0, wqx = 0;
  for (std::size_t i = 0; i < kGroup; ++i) {
    w += weights[i];
    wx += weights[i] * x[i];
    wq += weights[i] * q[i];
    wqq += weights[i] * q[i] * q[i];
    wqx += weights[i] * q[i] * x[i];
  }
  const float determinant = w * wqq - wq * wq;
  if (!(determinant > 0)) return otherwise;
  const float minimum = (wqq * wx - wq * wqx) / determinant;
  if (minimum > 0) return {wqx / wqq, 0};
  return {(w * wqx - wx * wq) / determinant, -minimum};
}

// Starts from the range of the numbers and tries 21 steps about it, from 1/14 to 1/16 of the range
// above the best minimum so far.
Fit best_fit(Group x) {
  const auto [low, high] = std::ranges::minmax(x);
  Fit best{0, std::max(0.0F, -low)};
  // A range without a finite inverse is 0 in fp16 anyway.
  if (!(high + best.minus > 1e-30F)) return best;
  const GroupNumbers weights = importance(x);
  const float inverse = static_cast<float>(kHighest) / (high + best.minus);
  best.scale = 1 / inverse;
  float least = error_of(x, weights, quantized(x, inverse, best.minus), best);
  constexpr int kSteps = 20;
  for (int step = 0; step <= kSteps; ++step) {
    const float steps = -1 + 0.1F * static_cast<float>(step) + static_cast<float>(kHighest);
    const GroupNumbers q = quantized(x, steps / (high + best.minus), best.minus);
    const Fit fit = regression(x, weights, q, best);
    const float error = error_of(x, weights, q, fit);
    if (error < least) {
      least = error;
      best = fit;
    }
  }
  return best;
}

std::byte byte_of(unsigned number) { return static_cast<std::byte>(number); }

float store_half(float number, std::byte* place) {
  const Eigen::half half(number);
  std::memcpy(place, &half, sizeof half);
  return static_cast<float>(half);
}

// Of all groups: [scales, then minimums] in six bits, as dequantize_row() reads them.
using SixBits = std::array<unsigned, kGroups>;

void store_scales(const SixBits& scales, const SixBits& minimums, std::byte* out) {
  constexpr std::size_t kHalf = kGroups / 2;
  for (std::size_t i = 0; i < kHalf; ++i) {
    const unsigned scale = scales[i + kHalf];
    const unsigned minimum = minimums[i + kHalf];
    out[i] = byte_of(scales[i] | scale >> 4 << 6);
    out[i + kHalf] = byte_of(minimums[i] | minimum >> 4 << 6);
    out[i + 2 * kHalf] = byte_of((scale & 15) | (minimum & 15) << 4);
  }
}

SixBits six_bits(const std::array<float, kGroups>& numbers, float highest) {
  SixBits bits{};
  if (!(highest > 0)) return bits;
  const float inverse = static_cast<float>(kHighestScale) / highest;
  for (std::size_t i = 0; i < kGroups; ++i) {
    bits[i] = static_cast<unsigned>(nearest(inverse * numbers[i], kHighestScale));
  }
  return bits;
}

// Four bits of each number: low nibbles are one group, high nibbles the next.
void store_numbers(std::span<const float> x, std::size_t group, const Fit& fit, std::byte* out) {
  if (fit.scale == 0) return;
  std::byte* place = out + group / 2 * kGroup;
  for (std::size_t i = 0; i < kGroup; ++i) {
    const float number = nearest((x[group * kGroup + i] + fit.minus) / fit.scale, kHighest);
    place[i] |= byte_of(static_cast<unsigned>(number) << (group % 2 == 0 ? 0 : 4));
  }
}

void quantize_super_block(std::span<const float> x, std::byte* out) {
  std::array<float, kGroups> scales{};
  std::array<float, kGroups> minimums{};
  for (std::size_t group = 0; group < kGroups; ++group) {
    const Fit fit = best_fit(x.subspan(group * kGroup).first<kGroup>());
    scales[group] = fit.scale;
    minimums[group] = fit.minus;
  }
  const float scale = std::ranges::max(scales);
  const float minimum = std::ranges::max(minimums);
  const SixBits scale_bits = six_bits(scales, scale);
  const SixBits minimum_bits = six_bits(minimums, minimum);
  std::fill_n(out, kBytes, std::byte{0});
  const float step = store_half(scale / kHighestScale, out);
  const float minus = store_half(minimum / kHighestScale, out + 2);
  store_scales(scale_bits, minimum_bits, out + 4);
  for (std::size_t group = 0; group < kGroups; ++group) {
    const Fit stored{step * static_cast<float>(scale_bits[group]),
                     minus * static_cast<float>(minimum_bits[group])};
    store_numbers(x, group, stored, out + 16);
  }
}

}  // namespace

void quantize_row_q4k(std::span<const float> row, std::span<std::byte> out) {
  const std::size_t blocks = row.size() / kSuperBlock;
  MLLM_NPU_CHECK(blocks * kSuperBlock == row.size() && blocks * kBytes == out.size(),
                 std::to_string(row.size()) + " numbers, " + std::to_string(out.size()));
  for (std::size_t i = 0; i < blocks; ++i) {
    quantize_super_block(row.subspan(i * kSuperBlock, kSuperBlock), out.data() + i * kBytes);
  }
}

}  // namespace mllm_npu
