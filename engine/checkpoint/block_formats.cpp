#include "engine/checkpoint/block_formats.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>

#include <Eigen/Core>

#include "engine/base/check.h"

namespace mllm_npu {
namespace {

constexpr std::size_t kSmallBlock = 32;
constexpr std::size_t kScaleBytes = 2;  // fp16

float half_at(const std::byte* place) {
  std::uint16_t bits = 0;
  std::memcpy(&bits, place, sizeof bits);
  return static_cast<float>(Eigen::numext::bit_cast<Eigen::half>(bits));
}

int byte_at(const std::byte* place) { return std::to_integer<int>(*place); }
int signed_byte_at(const std::byte* place) {
  return static_cast<std::int8_t>(std::to_integer<std::uint8_t>(*place));
}
int low_nibble(const std::byte* place) { return byte_at(place) & 15; }
int high_nibble(const std::byte* place) { return byte_at(place) >> 4; }

// Scale, then 32 signed bytes.
void dequantize_q8_0(const std::byte* block, float* out) {
  const float scale = half_at(block);
  for (std::size_t i = 0; i < kSmallBlock; ++i) {
    out[i] = static_cast<float>(signed_byte_at(block + kScaleBytes + i)) * scale;
  }
}

// Scale, then 16 bytes: the low nibbles are the first half of the numbers. A nibble means itself
// minus 8.
void dequantize_q4_0(const std::byte* block, float* out) {
  const float scale = half_at(block);
  for (std::size_t i = 0; i < kSmallBlock / 2; ++i) {
    const std::byte* pair = block + kScaleBytes + i;
    out[i] = static_cast<float>(low_nibble(pair) - 8) * scale;
    out[i + kSmallBlock / 2] = static_cast<float>(high_nibble(pair) - 8) * scale;
  }
}

struct ScaleAndMinimum {
  int scale;
  int minimum;
};

// Eight scales and eight minimums of six bits in twelve bytes: bytes 0-3 and 4-7 hold the first
// four of each; bytes 8-11 the low nibbles of the last four, whose two high bits sit on top of
// bytes 0-7.
ScaleAndMinimum q4k_scale(const std::byte* scales, std::size_t index) {
  if (index < 4) return {byte_at(scales + index) & 63, byte_at(scales + index + 4) & 63};
  const std::byte* low = scales + index + 4;
  return {low_nibble(low) | (byte_at(scales + index - 4) >> 6 << 4),
          high_nibble(low) | (byte_at(scales + index) >> 6 << 4)};
}

// Scale of scales, scale of minimums, twelve bytes of those, then four times 32 bytes: low nibbles
// are one group of 32 numbers, high nibbles the next.
void dequantize_q4k(const std::byte* block, float* out) {
  const float scale = half_at(block);
  const float minimum = half_at(block + 2);
  const std::byte* scales = block + 4;
  for (std::size_t group = 0; group < 8; ++group) {
    const ScaleAndMinimum six_bits = q4k_scale(scales, group);
    const float factor = scale * static_cast<float>(six_bits.scale);
    const float less = minimum * static_cast<float>(six_bits.minimum);
    const std::byte* nibbles = block + 16 + group / 2 * kSmallBlock;
    for (std::size_t i = 0; i < kSmallBlock; ++i) {
      const int number = group % 2 == 0 ? low_nibble(nibbles + i) : high_nibble(nibbles + i);
      out[group * kSmallBlock + i] = factor * static_cast<float>(number) - less;
    }
  }
}

// Low nibbles (128 bytes), two high bits (64), 16 signed scales, their scale. Each half of the
// block is four groups of 32 numbers; a number means itself minus 32.
void dequantize_q6k(const std::byte* block, float* out) {
  const float scale = half_at(block + 208);
  for (std::size_t half = 0; half < 2; ++half) {
    const std::byte* low = block + half * 64;
    const std::byte* high = block + 128 + half * 32;
    const std::byte* scales = block + 192 + half * 8;
    for (std::size_t i = 0; i < 128; ++i) {
      const std::size_t group = i / kSmallBlock;
      const std::size_t lane = i % kSmallBlock;
      const std::byte* pair = low + group % 2 * kSmallBlock + lane;
      const int nibble = group < 2 ? low_nibble(pair) : high_nibble(pair);
      const int top = byte_at(high + lane) >> (2 * group) & 3;
      const float factor = scale * static_cast<float>(signed_byte_at(scales + i / 16));
      out[half * 128 + i] = factor * static_cast<float>((nibble | top << 4) - 32);
    }
  }
}

void dequantize_block(StorageFormat format, const std::byte* block, float* out) {
  switch (format) {
    case StorageFormat::kQ8_0:
      return dequantize_q8_0(block, out);
    case StorageFormat::kQ4_0:
      return dequantize_q4_0(block, out);
    case StorageFormat::kQ4K:
      return dequantize_q4k(block, out);
    case StorageFormat::kQ6K:
      return dequantize_q6k(block, out);
    case StorageFormat::kF32:
    case StorageFormat::kF16:
    case StorageFormat::kBf16:
      break;
  }
  MLLM_NPU_CHECK(false, std::string(name_of(format)));
}

void quantize_block(std::span<const float> numbers, std::byte* out) {
  float largest = 0;
  for (const float number : numbers) largest = std::max(largest, std::abs(number));
  const float scale = largest / 127;
  // Below the normal floats a scale may have no finite inverse, and is 0 in fp16 anyway.
  const float inverse = scale >= std::numeric_limits<float>::min() ? 1 / scale : 0;
  const Eigen::half stored(scale);
  std::memcpy(out, &stored, kScaleBytes);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto number = static_cast<std::int8_t>(std::round(numbers[i] * inverse));
    out[kScaleBytes + i] = static_cast<std::byte>(number);
  }
}

}  // namespace

void dequantize_row(StorageFormat format, std::span<const std::byte> row, std::span<float> out) {
  const auto length = static_cast<std::size_t>(block_length(format));
  const auto bytes = static_cast<std::size_t>(block_bytes(format));
  const std::size_t blocks = out.size() / length;
  MLLM_NPU_CHECK(blocks * length == out.size() && blocks * bytes == row.size(),
                 std::to_string(row.size()) + " bytes, " + std::to_string(out.size()));
  for (std::size_t i = 0; i < blocks; ++i) {
    dequantize_block(format, row.data() + i * bytes, out.data() + i * length);
  }
}

void quantize_row_q8_0(std::span<const float> row, std::span<std::byte> out) {
  const std::size_t blocks = row.size() / kSmallBlock;
  constexpr std::size_t kBytes = kScaleBytes + kSmallBlock;
  MLLM_NPU_CHECK(blocks * kSmallBlock == row.size() && blocks * kBytes == out.size(),
                 std::to_string(row.size()) + " numbers, " + std::to_string(out.size()));
  for (std::size_t i = 0; i < blocks; ++i) {
    quantize_block(row.subspan(i * kSmallBlock, kSmallBlock), out.data() + i * kBytes);
  }
}

}  // namespace mllm_npu
