#include "engine/kernels/attention.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "tests/kernels/instruction_sets.h"
#include "tests/kernels/matrices.h"

namespace mllm_npu {
namespace {

// Queries, keys and values of all positions of a prompt.
struct Prompt {
  Prompt(const AttentionShape& attention_shape, std::int64_t length, float size = 1)
      : shape(attention_shape),
        queries(support::random_floats(length, shape.heads * shape.head_dim, 1, size)),
        keys(support::random_floats(length, shape.kv_heads * shape.head_dim, 2, size)),
        values(support::random_floats(length, shape.kv_heads * shape.head_dim, 3)) {}

  AttentionShape shape;
  Matrix<float> queries;
  Matrix<float> keys;
  Matrix<float> values;
};

KeyValueStore store_of(const Prompt& prompt, std::int64_t capacity, Dtype dtype) {
  KeyValueStore store(prompt.shape.kv_heads, prompt.shape.head_dim, capacity, dtype);
  store.write(0, prompt.keys.view(), prompt.values.view());
  return store;
}

// As a prefill does it: in chunks, each of which writes its keys before it looks.
Matrix<float> in_chunks(const Prompt& prompt, std::int64_t chunk, Dtype dtype) {
  const std::int64_t length = prompt.queries.rows();
  KeyValueStore store(prompt.shape.kv_heads, prompt.shape.head_dim, length, dtype);
  Matrix<float> out(length, prompt.queries.columns());
  for (std::int64_t first = 0; first < length; first += chunk) {
    const std::int64_t count = std::min(chunk, length - first);
    store.write(first, prompt.keys.view().row_range(first, count),
                prompt.values.view().row_range(first, count));
    attention(prompt.queries.view().row_range(first, count), first, store, prompt.shape,
              out.view().row_range(first, count));
  }
  return out;
}

double dot(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  }
  return sum;
}

// One query of one head in double, nothing done in blocks.
std::vector<double> plain_row(const Prompt& prompt, std::int64_t position, std::int64_t head) {
  const AttentionShape& shape = prompt.shape;
  const std::int64_t d = shape.head_dim;
  const std::int64_t kv_begin = head / (shape.heads / shape.kv_heads) * d;
  const std::int64_t window = shape.sliding_window.value_or(position + 1);
  const std::int64_t first = std::max<std::int64_t>(0, position - window + 1);
  const auto query = prompt.queries.view().column_range(head * d, d).row(position);
  std::vector<double> scores;
  for (std::int64_t key = first; key <= position; ++key) {
    scores.push_back(dot(query, prompt.keys.view().column_range(kv_begin, d).row(key)) /
                     std::sqrt(static_cast<double>(d)));
  }
  const double largest = *std::max_element(scores.begin(), scores.end());
  double total = 0;
  for (double& score : scores) total += score = std::exp(score - largest);
  std::vector<double> out(static_cast<std::size_t>(d));
  for (std::int64_t key = first; key <= position; ++key) {
    const double weight = scores[static_cast<std::size_t>(key - first)] / total;
    for (std::int64_t i = 0; i < d; ++i) {
      out[static_cast<std::size_t>(i)] +=
          weight * static_cast<double>(prompt.values(key, kv_begin + i));
    }
  }
  return out;
}

void expect_plain(const Prompt& prompt, const Matrix<float>& out, double tolerance) {
  for (std::int64_t position = 0; position < out.rows(); ++position) {
    for (std::int64_t head = 0; head < prompt.shape.heads; ++head) {
      const std::vector<double> expected = plain_row(prompt, position, head);
      for (std::int64_t i = 0; i < prompt.shape.head_dim; ++i) {
        ASSERT_NEAR(static_cast<double>(out(position, head * prompt.shape.head_dim + i)),
                    expected[static_cast<std::size_t>(i)], tolerance)
            << "position " << position << ", head " << head;
      }
    }
  }
}

constexpr AttentionShape kPlain{.heads = 2, .kv_heads = 2, .head_dim = 32};
constexpr AttentionShape kGrouped{.heads = 6, .kv_heads = 2, .head_dim = 20};
constexpr AttentionShape kWindow{.heads = 2, .kv_heads = 1, .head_dim = 36, .sliding_window = 70};

TEST(Attention, IsWhatDoublesSay) {
  for (const AttentionShape& shape : {kPlain, kGrouped, kWindow}) {
    const Prompt prompt(shape, 150, 3);
    expect_plain(prompt, in_chunks(prompt, 150, Dtype::kFp32), 3e-6);
    expect_plain(prompt, in_chunks(prompt, 150, Dtype::kFp16), 5e-3);
  }
}

TEST(Attention, AnyHeadSizeWorks) {
  for (const std::int64_t head_dim : {1, 2, 31, 33, 80, 256, 512}) {
    const Prompt prompt({.heads = 1, .kv_heads = 1, .head_dim = head_dim}, 9);
    expect_plain(prompt, in_chunks(prompt, 9, Dtype::kFp32), 2e-6);
  }
}

// The crucial one: an output row does not know what else is in the call.
TEST(Attention, ChunksChangeNoBit) {
  for (const AttentionShape& shape : {kPlain, kGrouped, kWindow}) {
    const Prompt prompt(shape, 150, 4);
    for (const Dtype dtype : {Dtype::kFp16, Dtype::kFp32}) {
      const Matrix<float> whole = in_chunks(prompt, 150, dtype);
      for (const std::int64_t chunk : {1, 5, 64, 97}) {
        EXPECT_TRUE(support::same_bits(in_chunks(prompt, chunk, dtype), whole)) << chunk;
      }
    }
  }
}

TEST(Attention, AnyInstructionSetGivesTheSameBits) {
  for (const Dtype dtype : {Dtype::kFp16, Dtype::kFp32}) {
    const Prompt prompt(kGrouped, 80, 4);
    const Matrix<float> expected = in_chunks(prompt, 80, dtype);
    support::with_every_instruction_set(
        [&] { EXPECT_TRUE(support::same_bits(in_chunks(prompt, 29, dtype), expected)); });
  }
}

// Later keys and those that have left the window may hold anything: NaN times zero is not zero.
TEST(Attention, WhatAQueryDoesNotSeeAddsNothing) {
  const Prompt prompt(kWindow, 150);
  const Matrix<float> expected = in_chunks(prompt, 150, Dtype::kFp32);
  for (const float poison : {std::numeric_limits<float>::quiet_NaN(), 1e30F}) {
    KeyValueStore store = store_of(prompt, 256, Dtype::kFp32);
    Matrix<float> bad(106, 36);
    for (std::int64_t row = 0; row < bad.rows(); ++row) std::ranges::fill(bad.row(row), poison);
    store.write(0, bad.view().row_range(0, 60), bad.view().row_range(0, 60));
    store.write(140, bad.view(), bad.view());
    Matrix<float> out(11, 72);
    attention(prompt.queries.view().row_range(129, 11), 129, store, kWindow, out.view());
    EXPECT_EQ(as_eigen(out.view()), as_eigen(expected.view().row_range(129, 11)));
  }
}

TEST(Attention, AWindowOfOneSeesOnlyItself) {
  const Prompt prompt({.heads = 1, .kv_heads = 1, .head_dim = 8, .sliding_window = 1}, 70);
  EXPECT_TRUE(support::same_bits(in_chunks(prompt, 70, Dtype::kFp32), prompt.values));
}

TEST(Attention, AWindowAsLongAsThePromptHidesNothing) {
  Prompt prompt(kPlain, 100);
  const Matrix<float> all = in_chunks(prompt, 100, Dtype::kFp16);
  prompt.shape.sliding_window = 100;
  EXPECT_TRUE(support::same_bits(in_chunks(prompt, 100, Dtype::kFp16), all));
  prompt.shape.sliding_window = 99;
  const Matrix<float> most = in_chunks(prompt, 100, Dtype::kFp16);
  EXPECT_EQ(as_eigen(most.view().row_range(0, 99)), as_eigen(all.view().row_range(0, 99)));
  EXPECT_NE(as_eigen(most.view().row_range(99, 1)), as_eigen(all.view().row_range(99, 1)));
}

// Without the largest taken off, exp would overflow; with it, the others' weights vanish.
TEST(Attention, HugeScoresPickTheLargest) {
  Prompt prompt({.heads = 1, .kv_heads = 1, .head_dim = 4}, 130);
  for (std::int64_t position = 0; position < 130; ++position) {
    std::ranges::fill(prompt.queries.row(position), 1000.0F);
    std::ranges::fill(prompt.keys.row(position), static_cast<float>(position - 70));
  }
  const Matrix<float> out = in_chunks(prompt, 130, Dtype::kFp16);
  const KeyValueStore store = store_of(prompt, 130, Dtype::kFp16);
  for (std::int64_t position = 0; position < 130; ++position) {
    for (std::int64_t i = 0; i < 4; ++i) {
      EXPECT_EQ(out(position, i), static_cast<float>(Eigen::half(prompt.values(position, i))));
    }
  }
}

TEST(Attention, EqualScoresTakeTheMean) {
  Prompt prompt({.heads = 1, .kv_heads = 1, .head_dim = 2}, 128);
  for (std::int64_t position = 0; position < 128; ++position) {
    std::ranges::fill(prompt.keys.row(position), 0.0F);
    prompt.values(position, 0) = static_cast<float>(position);
    prompt.values(position, 1) = 1;
  }
  const Matrix<float> out = in_chunks(prompt, 128, Dtype::kFp16);
  for (std::int64_t position = 0; position < 128; ++position) {
    EXPECT_FLOAT_EQ(out(position, 0), static_cast<float>(position) / 2);
    EXPECT_FLOAT_EQ(out(position, 1), 1);
  }
}

TEST(Attention, ReadsAndWritesParts) {
  const Prompt prompt(kGrouped, 20);
  const Matrix<float> expected = in_chunks(prompt, 20, Dtype::kFp16);
  const KeyValueStore store = store_of(prompt, 20, Dtype::kFp16);
  Matrix<float> wide(20, 400);
  as_eigen(wide.view().column_range(11, 120)) = as_eigen(prompt.queries.view());
  attention(wide.view().column_range(11, 120), 0, store, kGrouped,
            wide.view().column_range(200, 120));
  EXPECT_EQ(as_eigen(wide.view().column_range(200, 120)), as_eigen(expected.view()));
  EXPECT_EQ(wide(19, 199), 0);
  EXPECT_EQ(wide(0, 320), 0);
}

TEST(AttentionDeathTest, RefusesOtherShapes) {
  const Prompt prompt(kPlain, 10);
  const KeyValueStore store = store_of(prompt, 10, Dtype::kFp16);
  Matrix<float> out(10, 64);
  EXPECT_DEATH(attention(prompt.queries.view(), 1, store, kPlain, out.view()), "1 \\+ 10");
  EXPECT_DEATH(attention(prompt.queries.view(), 0, store, kGrouped, out.view()), "6 heads");
  AttentionShape blind = kPlain;
  blind.sliding_window = 0;
  EXPECT_DEATH(attention(prompt.queries.view(), 0, store, blind, out.view()), "sliding_window");
}

}  // namespace
}  // namespace mllm_npu
