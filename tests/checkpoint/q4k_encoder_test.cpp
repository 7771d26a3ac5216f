#include "engine/checkpoint/q4k_encoder.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/checkpoint/block_formats.h"
#include "tests/support/random.h"

namespace mllm_npu {
namespace {

using support::Random;
using ::testing::Each;
using ::testing::ElementsAreArray;
using ::testing::Pointwise;

std::vector<std::byte> encoded(const std::vector<float>& row) {
  std::vector<std::byte> bytes(row.size() / 256 * 144, std::byte{0xEE});
  quantize_row_q4k(row, bytes);
  return bytes;
}

std::vector<float> round_trip(const std::vector<float>& row) {
  std::vector<float> decoded(row.size());
  dequantize_row(StorageFormat::kQ4K, encoded(row), decoded);
  return decoded;
}

// About normal: the sum of twelve.
std::vector<float> random_row(std::size_t size, std::uint64_t seed) {
  Random random(seed);
  std::vector<float> row(size);
  for (float& number : row) {
    std::int64_t sum = 0;
    for (int i = 0; i < 12; ++i) sum += random.between(-1000, 1000);
    number = static_cast<float>(sum) / 2000;
  }
  return row;
}

double error_of(const std::vector<float>& row, const std::vector<float>& decoded) {
  double error = 0;
  double size = 0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const auto difference = static_cast<double>(row[i] - decoded[i]);
    error += difference * difference;
    size += static_cast<double>(row[i]) * static_cast<double>(row[i]);
  }
  return std::sqrt(error / size);
}

// What dequantize_row() can say, it says again: the scales use all of their six bits.
TEST(EncodeQ4K, FindsTheNumbersThatABlockCanHold) {
  constexpr int kScales[] = {63, 1, 17, 32, 48, 5, 62, 33};
  constexpr int kMinimums[] = {0, 3, 63, 40, 16, 15, 1, 31};
  Random random(3);
  std::vector<float> row;
  for (std::size_t group = 0; group < 8; ++group) {
    for (int i = 0; i < 32; ++i) {
      const auto q = static_cast<int>(i < 2 ? 15 * i : random.between(0, 15));
      row.push_back(static_cast<float>(kScales[group] * q) / 2 -
                    static_cast<float>(kMinimums[group]));
    }
  }
  EXPECT_EQ(round_trip(row), row);
}

// The block of the GGUF layout: two scales in fp16, twelve bytes of six bits, nibbles.
TEST(EncodeQ4K, WritesABlockThatWasWrittenByHand) {
  std::vector<float> row(256, 0);
  row[0] = 63 * 15;  // group 0: scale 63, all nibbles 0 but two
  row[1] = 63;
  row[32] = -63;              // group 1: scale 63 / 15 · 1, minimum 63
  row[7 * 32 + 5] = 33 * 15;  // group 7: scale 33 = 2 · 16 + 1
  const std::vector<std::byte> bytes = encoded(row);
  const auto at = [&](std::size_t place) { return std::to_integer<int>(bytes[place]); };
  EXPECT_EQ(at(0) | at(1) << 8, 0x3C00);  // 1 in fp16: 63 / 63
  EXPECT_EQ(at(2) | at(3) << 8, 0x3C00);
  EXPECT_EQ(at(4), 63);                 // scale 0, no high bits of scale 4
  EXPECT_EQ(at(5), 4);                  // scale 1: 63 / 15 = 4.2
  EXPECT_EQ(at(7), 2 << 6);             // high bits of scale 7
  EXPECT_EQ(at(9), 63);                 // minimum 1
  EXPECT_EQ(at(15), 1);                 // low nibble of scale 7
  EXPECT_EQ(at(16), 15 | 0 << 4);       // number 0 of group 0; number 0 of group 1 is 0
  EXPECT_EQ(at(17), 1 | 15 << 4);       // 63 = 1 · 63; 0 = 15 · 4 − 63, nearly
  EXPECT_EQ(at(16 + 96 + 5), 15 << 4);  // group 7: high nibbles of the last 32
}

// What llama.cpp's quantize_row_q4_K_ref writes (ggml 0.20.2), for groups of both signs, of one,
// and with a few large numbers.
TEST(EncodeQ4K, WritesWhatLlamaCppWrites) {
  std::vector<float> row(256);
  for (int i = 0; i < 256; ++i) {
    const int group = i / 32;
    float number = static_cast<float>((i * i * 7 + i * 13 * group) % 97 - 48) / 32;
    if (group % 3 == 1) number = std::abs(number) + 1;
    if (group % 4 == 2) number = number * number * number;
    row[static_cast<std::size_t>(i)] = number;
  }
  std::string hex;
  for (const std::byte byte : encoded(row)) {
    constexpr const char* kDigits = "0123456789abcdef";
    hex += kDigits[std::to_integer<int>(byte) / 16];
    hex += kDigits[std::to_integer<int>(byte) % 16];
  }
  EXPECT_EQ(hex,
            "f51e192b5c59ff5c1b41f71a0814fc08c0f1f5da92bdaaf9cacde3cc86c3d2a4a8ced671"
            "decd9f93c9d27cdac9abafd6a807711cdcc2d70957d4703125376ec747e5b6a7b8e549c7"
            "6737273f77d35a08af6e6a99fc2ce978494e7adc06da6b39386fd70bdf7f4d487be92ffd"
            "9c6f6ba9e978e07c9db3a86bd996f3b4a8b9f299d968a8b99c78ef79e9e9dce7c978e4b1");
}

TEST(EncodeQ4K, KeepsRandomNumbersWithinHalfAStep) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const std::vector<float> row = random_row(256, seed);
    const std::vector<float> decoded = round_trip(row);
    for (std::size_t group = 0; group < 8; ++group) {
      const auto numbers = std::span(row).subspan(group * 32, 32);
      const auto [low, high] = std::ranges::minmax(numbers);
      // Half of a fifteenth, and what six bits of the scale and of the minimum take away.
      const float bound = (high - low) * (0.5F / 15 + 0.04F);
      for (std::size_t i = 0; i < 32; ++i) {
        EXPECT_NEAR(decoded[group * 32 + i], numbers[i], bound) << seed << ", " << group;
      }
    }
  }
}

// The range alone, without a search, gives 0.0768 for these numbers.
TEST(EncodeQ4K, SearchesBetterScalesThanTheRangeGives) {
  const std::vector<float> row = random_row(256 * 64, 5);
  EXPECT_LT(error_of(row, round_trip(row)), 0.0735);
}

TEST(EncodeQ4K, EncodesEachSuperBlockAlone) {
  const std::vector<float> first = random_row(256, 1);
  std::vector<float> second = random_row(256, 2);
  for (float& number : second) number *= 1000;
  std::vector<float> both = first;
  both.insert(both.end(), second.begin(), second.end());
  std::vector<std::byte> bytes = encoded(first);
  const std::vector<std::byte> rest = encoded(second);
  bytes.insert(bytes.end(), rest.begin(), rest.end());
  EXPECT_THAT(encoded(both), ElementsAreArray(bytes));
}

TEST(EncodeQ4K, KeepsZerosAndConstants) {
  EXPECT_THAT(round_trip(std::vector<float>(256, 0)), Each(0));
  for (const float constant : {-5.0F, 5.0F, 1e-20F, -1e-20F, -1e-38F}) {
    EXPECT_THAT(round_trip(std::vector<float>(256, constant)),
                Each(::testing::FloatNear(constant, std::abs(constant) * 2e-3F + 1e-7F)));
  }
}

TEST(EncodeQ4K, LeavesNumbersAloneWhenZerosFollow) {
  std::vector<float> row = random_row(256, 9);
  std::fill(row.begin() + 96, row.end(), 0.0F);
  const std::vector<float> decoded = round_trip(row);
  EXPECT_THAT(std::span(decoded).subspan(96), Each(0));
  std::vector<float> other = row;
  std::copy_n(row.begin(), 96, other.begin() + 96);  // says nothing new about scales
  const std::vector<float> decoded_other = round_trip(other);
  EXPECT_THAT(std::span(decoded_other).first(96),
              Pointwise(::testing::Eq(), std::span(decoded).first(96)));
}

TEST(EncodeQ4KDeathTest, RefusesARowThatIsNoWholeNumberOfBlocks) {
  std::vector<std::byte> bytes(144);
  EXPECT_DEATH(quantize_row_q4k(std::vector<float>(255), bytes), "255");
}

}  // namespace
}  // namespace mllm_npu
