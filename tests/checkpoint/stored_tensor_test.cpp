#include "engine/checkpoint/stored_tensor.h"

#include <cstring>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;
using ::testing::FloatEq;

template <class Number>
std::vector<std::byte> bytes_of(const std::vector<Number>& numbers, std::size_t offset = 0) {
  std::vector<std::byte> bytes(offset + numbers.size() * sizeof(Number));
  std::memcpy(bytes.data() + offset, numbers.data(), numbers.size() * sizeof(Number));
  return bytes;
}

std::vector<float> read(const StoredTensor& tensor, std::int64_t first, std::int64_t count) {
  Matrix<float> out(count, tensor.columns());
  read_rows(tensor, first, out.view());
  const std::span<const float> numbers(out.row(0).data(),
                                       static_cast<std::size_t>(count * tensor.columns()));
  return {numbers.begin(), numbers.end()};
}

TEST(StoredTensor, NamesItsFormats) {
  EXPECT_EQ(name_of(StorageFormat::kF32), "F32");
  EXPECT_EQ(name_of(StorageFormat::kBf16), "BF16");
  EXPECT_EQ(name_of(StorageFormat::kQ4K), "Q4_K");
}

TEST(StoredTensor, KnowsTheSizeOfABlock) {
  const auto facts = [](StorageFormat format) {
    return std::pair(block_length(format), block_bytes(format));
  };
  EXPECT_EQ(facts(StorageFormat::kF32), std::pair(1L, 4L));
  EXPECT_EQ(facts(StorageFormat::kF16), std::pair(1L, 2L));
  EXPECT_EQ(facts(StorageFormat::kBf16), std::pair(1L, 2L));
  EXPECT_EQ(facts(StorageFormat::kQ8_0), std::pair(32L, 34L));
  EXPECT_EQ(facts(StorageFormat::kQ4_0), std::pair(32L, 18L));
  EXPECT_EQ(facts(StorageFormat::kQ4K), std::pair(256L, 144L));
  EXPECT_EQ(facts(StorageFormat::kQ6K), std::pair(256L, 210L));
}

TEST(StoredTensor, HasOneRowForAVectorAndAllOuterDimensionsForMore) {
  EXPECT_EQ((StoredTensor{"v", StorageFormat::kF32, {7}}.rows()), 1);
  EXPECT_EQ((StoredTensor{"v", StorageFormat::kF32, {7}}.columns()), 7);
  EXPECT_EQ((StoredTensor{"t", StorageFormat::kF32, {2, 3, 4}}.rows()), 6);
  EXPECT_EQ((StoredTensor{"t", StorageFormat::kF32, {2, 3, 4}}.columns()), 4);
  EXPECT_EQ((StoredTensor{"s", StorageFormat::kF32, {}}.rows()), 1);
}

TEST(StoredTensor, ReadsTheRowsThatAreAskedFor) {
  const auto bytes = bytes_of<float>({0, 1, 10, 11, 20, 21});
  const StoredTensor tensor{"t", StorageFormat::kF32, {3, 2}, bytes};
  EXPECT_THAT(read(tensor, 1, 2), ElementsAre(10, 11, 20, 21));
  EXPECT_THAT(read(tensor, 0, 1), ElementsAre(0, 1));
}

TEST(StoredTensor, ReadsFromAnyAddress) {
  const auto bytes = bytes_of<float>({1.5F, -2.25F}, 3);
  const StoredTensor tensor{"t", StorageFormat::kF32, {1, 2}, std::span(bytes).subspan(3)};
  EXPECT_THAT(read(tensor, 0, 1), ElementsAre(1.5F, -2.25F));
  const auto halves = bytes_of<std::uint16_t>({0x3c00, 0xc000}, 1);
  const StoredTensor half{"t", StorageFormat::kF16, {2}, std::span(halves).subspan(1)};
  EXPECT_THAT(read(half, 0, 1), ElementsAre(1, -2));
}

TEST(StoredTensor, ReadsHalvesWithTheirSubnormals) {
  // One, the greatest, the smallest normal, the smallest subnormal, minus zero.
  const auto bytes = bytes_of<std::uint16_t>({0x3c00, 0x7bff, 0x0400, 0x0001, 0x8000});
  const StoredTensor tensor{"t", StorageFormat::kF16, {5}, bytes};
  const std::vector<float> found = read(tensor, 0, 1);
  EXPECT_THAT(found, ElementsAre(1, 65504, 0x1p-14F, 0x1p-24F, 0));
  EXPECT_TRUE(std::signbit(found[4]));
}

TEST(StoredTensor, ReadsBfloat16AsTheUpperHalfOfAFloat) {
  const auto bytes = bytes_of<std::uint16_t>({0x3f80, 0xc049, 0x7f7f});
  const StoredTensor tensor{"t", StorageFormat::kBf16, {3}, bytes};
  EXPECT_THAT(read(tensor, 0, 1), ElementsAre(1, -3.140625F, FloatEq(3.3895314e38F)));
}

TEST(StoredTensor, WritesIntoRowsThatLieApart) {
  const auto bytes = bytes_of<float>({1, 2, 3, 4});
  const StoredTensor tensor{"t", StorageFormat::kF32, {2, 2}, bytes};
  std::vector<float> place(8, -1);
  read_rows(tensor, 0, MatrixView<float>(place.data(), 2, 2, 4));
  EXPECT_THAT(place, ElementsAre(1, 2, -1, -1, 3, 4, -1, -1));
}

// Two heads of four rows, which the file keeps as x0 x2 x1 x3.
StoredTensor interleaved(std::span<const std::byte> bytes) {
  return {"q", StorageFormat::kF32, {8, 1}, bytes, 2};
}

TEST(StoredTensor, GivesInterleavedHeadsInHalves) {
  const auto bytes = bytes_of<float>({0, 2, 1, 3, 10, 12, 11, 13});
  EXPECT_THAT(read(interleaved(bytes), 0, 8), ElementsAre(0, 1, 2, 3, 10, 11, 12, 13));
}

TEST(StoredTensor, GivesSomeRowsOfInterleavedHeadsAsItGivesAll) {
  const auto bytes = bytes_of<float>({0, 2, 1, 3, 10, 12, 11, 13});
  for (std::int64_t row = 0; row < 8; ++row) {
    EXPECT_THAT(read(interleaved(bytes), row, 1), ElementsAre(row < 4 ? row : row + 6));
  }
}

TEST(StoredTensor, GivesAnInterleavedBiasInHalves) {
  const auto bytes = bytes_of<float>({0, 2, 1, 3, 10, 12, 11, 13});
  const StoredTensor bias{"b", StorageFormat::kF32, {8}, bytes, 2};
  EXPECT_THAT(read(bias, 0, 1), ElementsAre(0, 1, 2, 3, 10, 11, 12, 13));
}

TEST(StoredTensorDeathTest, StopsAtRowsThatAreNotThere) {
  const auto bytes = bytes_of<float>({1, 2});
  const StoredTensor tensor{"t", StorageFormat::kF32, {2, 1}, bytes};
  Matrix<float> out(2, 1);
  EXPECT_DEATH(read_rows(tensor, 1, out.view()), "t, rows 1 \\+ 2 of 2");
}

}  // namespace
}  // namespace mllm_npu
