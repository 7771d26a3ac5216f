// Each equation of the float reference against the same in double and in plain loops.

#include "engine/execute/reference_block.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/support/computing_model.h"
#include "tests/support/plain_model.h"

namespace mllm_npu {
namespace {

using support::PlainRow;
using support::PlainRows;
using Rows = EigenRowMajor<float>;

// Numbers between about -2 and 2 that no equation is fond of.
Rows numbers(std::int64_t rows, std::int64_t columns, double seed) {
  Rows matrix(rows, columns);
  for (Eigen::Index i = 0; i < matrix.size(); ++i) {
    matrix.data()[i] = static_cast<float>(2 * std::sin(seed + 1.7 * static_cast<double>(i * i)));
  }
  return matrix;
}

PlainRow plain(const Rows& matrix, Eigen::Index row) {
  const float* first = matrix.data() + row * matrix.cols();
  return {first, first + matrix.cols()};
}

PlainRows plain(const Rows& matrix) {
  PlainRows rows;
  for (Eigen::Index row = 0; row < matrix.rows(); ++row) rows.push_back(plain(matrix, row));
  return rows;
}

void expect_near(const Rows& found, const PlainRows& expected) {
  for (Eigen::Index row = 0; row < found.rows(); ++row) {
    for (Eigen::Index i = 0; i < found.cols(); ++i) {
      const double number = expected[static_cast<std::size_t>(row)][static_cast<std::size_t>(i)];
      ASSERT_NEAR(static_cast<double>(found(row, i)), number, 3e-6 * (1 + std::abs(number)))
          << "row " << row << ", number " << i;
    }
  }
}

ModelConfig model_of(Normalization normalization, double eps) {
  ModelConfig model = support::tiny_model("llama-2-7b");
  model.normalization = normalization;
  model.norm_eps = eps;
  return model;
}

// The engine's norm has the one of 1 + w added already.
void hold_norm(const ModelConfig& model) {
  const Rows x = numbers(3, 48, 1);
  const PlainRow weight = plain(numbers(1, 48, 2), 0);
  PlainRow bias;
  if (model.normalization == Normalization::kLayerNorm) bias = plain(numbers(1, 48, 3), 0);
  FloatNorm norm{.weight = {weight.begin(), weight.end()}, .bias = {bias.begin(), bias.end()}};
  if (model.normalization == Normalization::kRmsNormPlusOne) {
    for (float& number : norm.weight) number += 1;
  }
  PlainRows expected;
  for (const PlainRow& row : plain(x)) {
    expected.push_back(support::plain_norm(model, weight, bias, row));
  }
  expect_near(normalized(model, norm, x), expected);
}

TEST(Normalized, IsTheRootMeanSquareNorm) { hold_norm(model_of(Normalization::kRmsNorm, 1e-5)); }

TEST(Normalized, IsTheRootMeanSquareNormWithOnePlusTheWeight) {
  hold_norm(model_of(Normalization::kRmsNormPlusOne, 1e-6));
}

TEST(Normalized, IsTheLayerNorm) { hold_norm(model_of(Normalization::kLayerNorm, 1e-5)); }

TEST(Normalized, AddsEpsilonUnderTheRoot) {
  hold_norm(model_of(Normalization::kRmsNorm, 0.5));
  hold_norm(model_of(Normalization::kLayerNorm, 0.5));
}

TEST(Apply, MultipliesWithTheTransposedWeightAndAddsTheBias) {
  FloatLinear linear{.weight = Matrix<float>(3, 2), .bias = {10, 20, 30}};
  as_eigen(linear.weight.view()) << 1, 2, 3, 4, 5, 6;
  Rows x(1, 2);
  x << 1, -1;
  EXPECT_EQ(apply(linear, x), (Rows(1, 3) << 9, 19, 29).finished());
  linear.bias.clear();
  EXPECT_EQ(apply(linear, x), (Rows(1, 3) << -1, -1, -1).finished());
}

void hold_rotation(const ModelConfig& model, std::int64_t first_position) {
  const Rows x = numbers(5, 2 * model.head_dim, 4);
  PlainRows expected = plain(x);
  for (std::size_t row = 0; row < 5; ++row) {
    support::plain_rotate(model, first_position + static_cast<std::int64_t>(row), expected[row]);
  }
  Rows rotated = x;
  rotate(model, first_position, rotated);
  expect_near(rotated, expected);
}

TEST(Rotate, TurnsTheHalvesOfAHeadAgainstEachOther) {
  hold_rotation(support::tiny_model("llama-2-7b"), 0);
  hold_rotation(support::tiny_model("llama-2-7b"), 100);
}

TEST(Rotate, LeavesTheRestOfAHeadWhereOnlyAShareIsTurned) {
  const ModelConfig phi = support::tiny_model("phi-2-2.7b");
  ASSERT_EQ(rotary_size(phi), 4);
  hold_rotation(phi, 3);
  Rows x = numbers(1, phi.head_dim, 5);
  const Rows before = x;
  rotate(phi, 9, x);
  EXPECT_EQ(x.rightCols(6), before.rightCols(6));
  EXPECT_NE(x.leftCols(4), before.leftCols(4));
}

TEST(Rotate, UsesTheModelsBase) {
  ModelConfig model = support::tiny_model("llama-2-7b");
  model.rope_theta = 1e6;
  hold_rotation(model, 40);
}

TEST(Rotate, TurnsAQuarterOfACircleByHand) {
  ModelConfig model = support::tiny_model("llama-2-7b");
  model.head_dim = 2;
  Rows x(1, 2);
  x << 3, 4;
  rotate(model, 1, x);
  EXPECT_FLOAT_EQ(x(0, 0), 3 * std::cos(1.0F) - 4 * std::sin(1.0F));
  EXPECT_FLOAT_EQ(x(0, 1), 4 * std::cos(1.0F) + 3 * std::sin(1.0F));
}

// The last `count` queries of 20 tokens.
void hold_attention(const ModelConfig& model, std::int64_t count) {
  const Rows queries = numbers(20, query_size(model), 6).bottomRows(count);
  const Rows keys = numbers(20, key_value_size(model), 7);
  const Rows values = numbers(20, key_value_size(model), 8);
  PlainRows expected;
  for (std::int64_t row = 0; row < count; ++row) {
    expected.push_back(support::plain_attention(model, plain(queries, row), 20 - count + row,
                                                plain(keys), plain(values)));
  }
  expect_near(attend(model, queries, keys, values), expected);
}

TEST(Attend, SeesEveryTokenUpToItsOwn) { hold_attention(support::tiny_model("llama-2-7b"), 20); }

TEST(Attend, SharesAKeyHeadAmongNeighbouringQueryHeads) {
  const ModelConfig grouped = support::tiny_model("mistral-7b");
  ASSERT_EQ(grouped.num_attention_heads, 4 * grouped.num_key_value_heads);
  hold_attention(grouped, 20);
  hold_attention(support::tiny_model("gemma-2b"), 20);
}

TEST(Attend, LooksBackNoFurtherThanItsWindow) {
  ModelConfig model = support::tiny_model("llama-2-7b");
  for (const std::int64_t window : {1, 2, 19, 20, 21}) {
    model.sliding_window = window;
    hold_attention(model, 20);
  }
}

TEST(Attend, KnowsWhereTheLastTokensStand) {
  hold_attention(support::tiny_model("mistral-7b"), 1);
  hold_attention(support::tiny_model("mistral-7b"), 12);
}

TEST(Attend, IsNotUpsetByLargeScores) {
  ModelConfig model = support::tiny_model("llama-2-7b");
  model.head_dim = 1;
  model.num_attention_heads = model.num_key_value_heads = 1;
  const Rows queries = Rows::Constant(2, 1, 1000);
  const Rows keys = (Rows(2, 1) << 1000, -1000).finished();
  const Rows values = (Rows(2, 1) << 3, 4).finished();
  EXPECT_EQ(attend(model, queries, keys, values), (Rows(2, 1) << 3, 3).finished());
}

// One number through an FFN whose linears are the identity: act(x) · x, or act(x) without a gate.
float fed(Activation activation, bool gated, float x) {
  ModelConfig model = support::tiny_model("llama-2-7b");
  model.hidden_act = activation;
  model.gated_mlp = gated;
  const BlockLinears identity = [](LinearRole, const Rows& rows) { return rows; };
  return feed_forward(model, identity, Rows::Constant(1, 1, x))(0, 0);
}

TEST(FeedForward, KnowsEveryActivation) {
  for (const Activation activation :
       {Activation::kSilu, Activation::kGelu, Activation::kGeluTanh}) {
    for (const float x : {-9.0F, -2.5F, -0.75F, 0.0F, 0.3F, 1.0F, 4.0F, 20.0F}) {
      const double expected = support::plain_activation(activation, static_cast<double>(x));
      EXPECT_NEAR(static_cast<double>(fed(activation, false, x)), expected, 1e-6 * (1 + expected));
    }
  }
}

TEST(FeedForward, TellsTheTwoFormsOfGeluApart) {
  EXPECT_NEAR(fed(Activation::kGelu, false, -2), -0.04550026F, 1e-7F);
  EXPECT_NEAR(fed(Activation::kGeluTanh, false, -2), -0.04540231F, 1e-7F);
}

TEST(FeedForward, ActivatesTheGateAndNotWhatItGates) {
  EXPECT_NEAR(fed(Activation::kSilu, true, -2), 2 * 2 / (1 + std::exp(2.0F)), 1e-6F);
}

}  // namespace
}  // namespace mllm_npu
