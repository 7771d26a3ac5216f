#include "engine/kernels/key_value_store.h"

#include <cmath>
#include <limits>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "engine/kernels/vector_math.h"
#include "tests/kernels/instruction_sets.h"
#include "tests/kernels/matrices.h"

namespace mllm_npu {
namespace {

using Half = Eigen::half;

// The stored key or value of a position.
template <class T>
std::vector<float> key_at(const KeyValueStore& store, std::int64_t head, std::int64_t position) {
  const auto& rows = std::get<KeyValueStore::Rows<T>>(store.rows());
  std::vector<float> key;
  for (std::int64_t i = 0; i < store.head_dim(); ++i) {
    key.push_back(
        static_cast<float>(rows.keys(store.row_of(head, position / 64), i * 64 + position % 64)));
  }
  return key;
}

template <class T>
std::vector<float> value_at(const KeyValueStore& store, std::int64_t head, std::int64_t position) {
  const auto& rows = std::get<KeyValueStore::Rows<T>>(store.rows());
  std::vector<float> value;
  for (std::int64_t i = 0; i < store.value_stride(); ++i) {
    value.push_back(static_cast<float>(
        rows.values(store.row_of(head, position / 64), position % 64 * store.value_stride() + i)));
  }
  return value;
}

std::vector<float> part_of(const Matrix<float>& matrix, std::int64_t row, std::int64_t begin,
                           std::int64_t count) {
  const auto span = matrix.view().column_range(begin, count).row(row);
  return {span.begin(), span.end()};
}

TEST(KeyValueStore, KeepsEveryBitInFp32) {
  KeyValueStore store(2, 5, 130, Dtype::kFp32);
  const auto keys = support::random_floats(70, 10, 1);
  const auto values = support::random_floats(70, 10, 2);
  store.write(60, keys.view(), values.view());
  for (std::int64_t token = 0; token < 70; ++token) {
    for (std::int64_t head = 0; head < 2; ++head) {
      EXPECT_EQ(key_at<float>(store, head, 60 + token), part_of(keys, token, head * 5, 5));
      auto expected = part_of(values, token, head * 5, 5);
      expected.resize(32);  // zeros
      EXPECT_EQ(value_at<float>(store, head, 60 + token), expected);
    }
  }
  EXPECT_EQ(key_at<float>(store, 0, 59), std::vector<float>(5));
}

TEST(KeyValueStore, RoundsToFp16) {
  KeyValueStore store(1, 4, 3, Dtype::kFp16);
  const auto keys = support::random_floats(3, 4, 1);
  const auto values = support::random_floats(3, 4, 2);
  store.write(0, keys.view(), values.view());
  for (std::int64_t token = 0; token < 3; ++token) {
    for (std::size_t i = 0; i < 4; ++i) {
      const auto column = static_cast<std::int64_t>(i);
      EXPECT_EQ(key_at<Half>(store, 0, token)[i], static_cast<float>(Half(keys(token, column))));
      EXPECT_EQ(value_at<Half>(store, 0, token)[i],
                static_cast<float>(Half(values(token, column))));
    }
  }
}

TEST(KeyValueStore, TakesPositionsInAnyOrderAndAgain) {
  const auto keys = support::random_floats(100, 8, 1);
  const auto values = support::random_floats(100, 8, 2);
  KeyValueStore once(1, 8, 100, Dtype::kFp16);
  once.write(0, keys.view(), values.view());
  KeyValueStore parts(1, 8, 100, Dtype::kFp16);
  parts.write(63, values.view().row_range(0, 37), keys.view().row_range(0, 37));
  parts.write(63, keys.view().row_range(63, 37), values.view().row_range(63, 37));
  parts.write(0, keys.view().row_range(0, 63), values.view().row_range(0, 63));
  for (std::int64_t position = 0; position < 100; ++position) {
    EXPECT_EQ(key_at<Half>(parts, 0, position), key_at<Half>(once, 0, position));
    EXPECT_EQ(value_at<Half>(parts, 0, position), value_at<Half>(once, 0, position));
  }
}

TEST(KeyValueStore, TellsItsSizes) {
  const KeyValueStore store(3, 80, 65, Dtype::kFp16);
  EXPECT_EQ(store.dtype(), Dtype::kFp16);
  EXPECT_EQ(store.capacity(), 65);
  EXPECT_EQ(store.value_stride(), 96);
  EXPECT_EQ(store.bytes(), 3 * 128 * (80 + 96) * 2);
  EXPECT_EQ(KeyValueStore(3, 80, 65, Dtype::kFp32).bytes(), 2 * store.bytes());
  EXPECT_EQ(KeyValueStore(1, 8, 0, Dtype::kFp32).bytes(), 0);
}

TEST(KeyValueStoreDeathTest, RefusesWhatDoesNotFit) {
  KeyValueStore store(1, 4, 10, Dtype::kFp32);
  const Matrix<float> rows(2, 4);
  store.write(8, rows.view(), rows.view());
  EXPECT_DEATH(store.write(9, rows.view(), rows.view()), "9 \\+ 2 of 10");
  EXPECT_DEATH(store.write(0, rows.view(), rows.view().column_range(0, 3)), "4 and 3");
  EXPECT_DEATH(KeyValueStore(1, 513, 1, Dtype::kFp16), "513");
  EXPECT_DEATH(KeyValueStore(1, 4, 1, Dtype::kInt8), "dtype");
}

// Every fp16 number, the middles between neighbours and what lies right beside the middles.
TEST(RoundToHalf, IsTheNearestEvenOne) {
  std::vector<float> x;
  for (std::uint16_t bits = 0; bits < 0x7BFF; ++bits) {
    const auto low = static_cast<float>(Eigen::numext::bit_cast<Half>(bits));
    const auto next = static_cast<std::uint16_t>(bits + 1);
    const auto high = static_cast<float>(Eigen::numext::bit_cast<Half>(next));
    const float middle = (low + high) / 2;
    x.insert(x.end(), {low, middle, std::nextafter(middle, low), std::nextafter(middle, high), -low,
                       -middle});
  }
  support::with_every_instruction_set([&] {
    std::vector<Half> y(x.size());
    vector_round_to_half(x, y);
    for (std::size_t i = 0; i < x.size(); ++i) {
      ASSERT_EQ(Eigen::numext::bit_cast<std::uint16_t>(y[i]),
                Eigen::numext::bit_cast<std::uint16_t>(Half(x[i])))
          << x[i];
    }
  });
}

TEST(RoundToHalf, EndsAtTheLargestFiniteNumber) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  support::with_every_instruction_set([&] {
    std::vector<Half> y(19);
    vector_round_to_half(std::vector<float>(19, kInfinity), y);
    EXPECT_EQ(static_cast<float>(y[18]), 65504);
    vector_round_to_half(std::vector<float>(19, -70000), y);
    EXPECT_EQ(static_cast<float>(y[0]), -65504);
    vector_round_to_half(std::vector<float>(19, std::nanf("")), y);
    EXPECT_TRUE((Eigen::numext::isnan)(y[3]));
  });
}

}  // namespace
}  // namespace mllm_npu
