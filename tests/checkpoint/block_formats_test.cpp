#include "engine/checkpoint/block_formats.h"

#include <cstdint>
#include <cstring>

#include <Eigen/Core>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

using ::testing::Each;
using ::testing::ElementsAreArray;

class Block {
 public:
  Block& half(float number) {
    const Eigen::half rounded(number);
    std::uint16_t bits = 0;
    std::memcpy(&bits, &rounded, sizeof bits);
    return byte(bits & 255).byte(bits >> 8);
  }
  Block& byte(int value) {
    bytes_.push_back(static_cast<std::byte>(value & 255));
    return *this;
  }
  std::vector<float> floats(StorageFormat format, std::size_t count) const {
    std::vector<float> out(count);
    dequantize_row(format, bytes_, out);
    return out;
  }
  const std::vector<std::byte>& bytes() const { return bytes_; }

 private:
  std::vector<std::byte> bytes_;
};

// Eight scales and eight minimums of six bits each, in twelve bytes.
void put_q4k_scales(Block& block, const int (&scale)[8], const int (&minimum)[8]) {
  for (int i = 0; i < 4; ++i) block.byte(scale[i] | (scale[i + 4] >> 4) << 6);
  for (int i = 0; i < 4; ++i) block.byte(minimum[i] | (minimum[i + 4] >> 4) << 6);
  for (int i = 4; i < 8; ++i) block.byte((scale[i] & 15) | (minimum[i] & 15) << 4);
}

TEST(BlockFormats, Q8IsAScaleAndSignedBytes) {
  Block block;
  block.half(0.5F);
  for (int i = 0; i < 32; ++i) block.byte(i * 8 - 128);
  std::vector<float> expected;
  for (int i = 0; i < 32; ++i) expected.push_back(0.5F * static_cast<float>(i * 8 - 128));
  EXPECT_THAT(block.floats(StorageFormat::kQ8_0, 32), ElementsAreArray(expected));
}

TEST(BlockFormats, Q4HasItsFirstHalfInLowNibblesAndMeansThemLessEight) {
  Block block;
  block.half(0.25F);
  for (int i = 0; i < 16; ++i) block.byte(i | (15 - i) << 4);
  std::vector<float> expected;
  for (int i = 0; i < 16; ++i) expected.push_back(0.25F * static_cast<float>(i - 8));
  for (int i = 0; i < 16; ++i) expected.push_back(0.25F * static_cast<float>(7 - i));
  EXPECT_THAT(block.floats(StorageFormat::kQ4_0, 32), ElementsAreArray(expected));
}

TEST(BlockFormats, Q4KHasSixBitScalesAndMinimums) {
  const int scale[8] = {1, 17, 33, 63, 2, 18, 34, 62};
  const int minimum[8] = {5, 21, 37, 60, 6, 22, 38, 59};
  const auto number = [](int i) { return i * 7 % 16; };
  Block block;
  block.half(0.125F).half(0.5F);
  put_q4k_scales(block, scale, minimum);
  for (int pair = 0; pair < 4; ++pair) {
    for (int i = 0; i < 32; ++i) {
      block.byte(number(pair * 64 + i) | number(pair * 64 + 32 + i) << 4);
    }
  }
  std::vector<float> expected;
  for (int i = 0; i < 256; ++i) {
    expected.push_back(0.125F * static_cast<float>(scale[i / 32] * number(i)) -
                       0.5F * static_cast<float>(minimum[i / 32]));
  }
  EXPECT_THAT(block.floats(StorageFormat::kQ4K, 256), ElementsAreArray(expected));
}

TEST(BlockFormats, Q6KHasSixBitNumbersAndAScaleForSixteen) {
  const auto number = [](int i) { return i * 37 % 64; };
  const auto scale = [](int i) { return i * 17 - 128; };
  const auto low = [&](int i) { return number(i) & 15; };
  const auto high = [&](int i) { return number(i) >> 4; };
  Block block;
  for (int half = 0; half < 256; half += 128) {
    for (int i = half; i < half + 64; ++i) block.byte(low(i) | low(i + 64) << 4);
  }
  for (int half = 0; half < 256; half += 128) {
    for (int i = half; i < half + 32; ++i) {
      block.byte(high(i) | high(i + 32) << 2 | high(i + 64) << 4 | high(i + 96) << 6);
    }
  }
  for (int i = 0; i < 16; ++i) block.byte(scale(i));
  block.half(0.5F);
  std::vector<float> expected;
  for (int i = 0; i < 256; ++i) {
    expected.push_back(0.5F * static_cast<float>(scale(i / 16) * (number(i) - 32)));
  }
  EXPECT_THAT(block.floats(StorageFormat::kQ6K, 256), ElementsAreArray(expected));
}

TEST(BlockFormats, BlocksOfARowHaveEachTheirScale) {
  Block row;
  for (const float scale : {1.0F, -2.0F}) {
    row.half(scale);
    for (int i = 0; i < 32; ++i) row.byte(i);
  }
  const std::vector<float> floats = row.floats(StorageFormat::kQ8_0, 64);
  for (int i = 0; i < 32; ++i) {
    EXPECT_EQ(floats[static_cast<std::size_t>(i)], static_cast<float>(i));
    EXPECT_EQ(floats[static_cast<std::size_t>(32 + i)], static_cast<float>(-2 * i));
  }
}

TEST(BlockFormats, QuantizesToTheLargestMagnitudeOverOneHundredTwentySeven) {
  std::vector<float> row(32, 0.0F);
  row[0] = -254;  // the scale is 2
  row[1] = 10;
  row[2] = 4.9F;
  row[3] = -4.9F;
  row[4] = 5;  // 2.5: halves go away from zero
  row[5] = -5;
  row[6] = 0.99F;
  std::vector<std::byte> bytes(34);
  quantize_row_q8_0(row, bytes);
  Block expected;
  expected.half(2).byte(-127).byte(5).byte(2).byte(-2).byte(3).byte(-3).byte(0);
  for (int i = 7; i < 32; ++i) expected.byte(0);
  EXPECT_EQ(bytes, expected.bytes());
}

TEST(BlockFormats, RoundsWithTheScaleBeforeItIsRoundedItself) {
  std::vector<float> row(32, 0.0F);
  row[0] = 1;
  row[1] = 99.49F / 127;  // with the scale as fp16 has it this would be 99.51
  std::vector<std::byte> bytes(34);
  quantize_row_q8_0(row, bytes);
  EXPECT_EQ(std::to_integer<int>(bytes[3]), 99);
}

TEST(BlockFormats, QuantizesZerosAndNumbersBelowAllScalesToZero) {
  for (const float tiny : {0.0F, 1e-44F}) {
    std::vector<std::byte> bytes(34, std::byte{1});
    quantize_row_q8_0(std::vector<float>(32, tiny), bytes);
    EXPECT_THAT(bytes, Each(std::byte{0})) << static_cast<double>(tiny);
  }
}

TEST(BlockFormats, AQuantizedRowReadsBackToWithinHalfAScale) {
  std::vector<float> row;
  for (int i = 0; i < 96; ++i) row.push_back(static_cast<float>(i * 29 % 97 - 48) / 48);
  std::vector<std::byte> bytes(3 * 34);
  quantize_row_q8_0(row, bytes);
  std::vector<float> read(row.size());
  dequantize_row(StorageFormat::kQ8_0, bytes, read);
  for (std::size_t i = 0; i < row.size(); ++i) EXPECT_NEAR(read[i], row[i], 0.51 / 127) << i;
}

TEST(BlockFormatsDeathTest, RowsAreWholeBlocks) {
  std::vector<float> floats(32);
  const std::vector<std::byte> bytes(33);
  EXPECT_DEATH(dequantize_row(StorageFormat::kQ8_0, bytes, floats), "33 bytes");
}

}  // namespace
}  // namespace mllm_npu
