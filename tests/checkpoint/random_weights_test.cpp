#include "engine/checkpoint/random_weights.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/model/model_catalog.h"
#include "engine/model/small_model.h"
#include "tests/support/tiny_folder.h"

namespace mllm_npu {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;

constexpr WeightId kQ0{.role = WeightRole::kQ, .layer = 0};

Matrix<float> rows_of(const WeightSource& source, const WeightId& id, std::int64_t first,
                      std::int64_t rows, std::int64_t columns) {
  Matrix<float> out(rows, columns);
  source.read_rows(id, first, out.view());
  return out;
}

// A weight as a whole.
Matrix<float> all_of(const WeightSource& source, WeightRole role, std::int64_t layer,
                     bool bias = false) {
  for (const WeightShape& weight : weight_layout(source.model())) {
    if (weight.id == WeightId{.role = role, .layer = layer, .bias = bias}) {
      return rows_of(source, weight.id, 0, row_count(weight), column_count(weight));
    }
  }
  ADD_FAILURE() << "no such weight";
  return {};
}

double mean_of(const Matrix<float>& numbers) {
  return as_eigen(numbers.view()).cast<double>().mean();
}

double deviation_of(const Matrix<float>& numbers) {
  const double mean = mean_of(numbers);
  return std::sqrt((as_eigen(numbers.view()).cast<double>().array() - mean).square().mean());
}

RandomWeights small(const std::string& name) { return {small_version(find_model(name)), 1}; }

// So that a change of the numbers is a decision: checkpoints that people wrote would differ.
TEST(RandomWeights, AreTheseNumbers) {
  const RandomWeights source(support::tiny_model(), 7);
  const Matrix<float> found = rows_of(source, kQ0, 0, 1, 16);
  EXPECT_THAT(std::vector<float>(found.row(0).begin(), found.row(0).begin() + 3),
              ElementsAre(-0.411351502F, 0.238277599F, -0.0539674461F));
}

TEST(RandomWeights, AreTheSameInWhateverPartsTheyAreRead) {
  const RandomWeights source = small("llama-2-7b");
  const Matrix<float> whole = rows_of(source, kQ0, 0, 256, 256);
  for (const std::int64_t first : {0, 1, 100, 255}) {
    const Matrix<float> row = rows_of(source, kQ0, first, 1, 256);
    EXPECT_TRUE(as_eigen(whole.view().row_range(first, 1)) == as_eigen(row.view())) << first;
  }
}

TEST(RandomWeights, DifferBySeedRoleLayerAndBias) {
  const ModelConfig model = small_version(find_model("phi-2-2.7b"));
  const auto first = [&](std::uint64_t seed, const WeightId& id) {
    return rows_of(RandomWeights(model, seed), id, 0, 1, 320)(0, 0);
  };
  EXPECT_EQ(first(1, kQ0), first(1, kQ0));
  EXPECT_NE(first(1, kQ0), first(2, kQ0));
  EXPECT_NE(first(1, kQ0), first(1, {.role = WeightRole::kK, .layer = 0}));
  EXPECT_NE(first(1, kQ0), first(1, {.role = WeightRole::kQ, .layer = 1}));
  const WeightId norm{.role = WeightRole::kFinalNorm};
  const WeightId bias{.role = WeightRole::kFinalNorm, .bias = true};
  EXPECT_NE(first(1, norm) - 1, first(1, bias));
}

TEST(RandomWeights, FillARowWithDifferentNumbers) {
  const Matrix<float> row = rows_of(small("llama-2-7b"), kQ0, 0, 1, 256);
  std::vector<float> numbers(row.row(0).begin(), row.row(0).end());
  std::sort(numbers.begin(), numbers.end());
  EXPECT_EQ(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

TEST(RandomWeights, SpreadLinearsByTheRootOfTheirInputs) {
  const Matrix<float> down = all_of(small("llama-2-7b"), WeightRole::kDown, 0);
  EXPECT_THAT(mean_of(down), DoubleNear(0, 0.0005));
  EXPECT_THAT(deviation_of(down) * std::sqrt(512.0), DoubleNear(1, 0.01));
}

TEST(RandomWeights, KeepNormsNearOneAndGemmasNearZero) {
  const Matrix<float> norm = all_of(small("llama-2-7b"), WeightRole::kFfnNorm, 1);
  EXPECT_THAT(mean_of(norm), DoubleNear(1, 0.03));
  EXPECT_THAT(deviation_of(norm), DoubleNear(0.1, 0.02));
  EXPECT_THAT(mean_of(all_of(small("gemma-2b"), WeightRole::kFfnNorm, 1)), DoubleNear(0, 0.03));
}

TEST(RandomWeights, KeepBiasesSmall) {
  const Matrix<float> bias = all_of(small("phi-2-2.7b"), WeightRole::kUp, 0, true);
  EXPECT_THAT(mean_of(bias), DoubleNear(0, 0.01));
  EXPECT_THAT(deviation_of(bias), DoubleNear(0.05, 0.01));
}

TEST(RandomWeights, GiveTheFirstBlockHiddenStatesNearOne) {
  EXPECT_THAT(deviation_of(all_of(small("llama-2-7b"), WeightRole::kEmbedding, kNoWeightLayer)),
              DoubleNear(1, 0.01));
  const RandomWeights gemma = small("gemma-2b");
  EXPECT_THAT(deviation_of(all_of(gemma, WeightRole::kEmbedding, kNoWeightLayer)) *
                  gemma.model().embedding_scale,
              DoubleNear(2, 0.02));
}

TEST(RandomWeights, SpreadLogitsByAboutTwo) {
  EXPECT_THAT(deviation_of(all_of(small("llama-2-7b"), WeightRole::kLmHead, kNoWeightLayer)) * 16,
              DoubleNear(2, 0.02));
}

TEST(RowParts, AreAllRowsOnceAndSmall) {
  ModelConfig model = support::tiny_model();
  model.hidden_size = 1000;
  const RandomWeights source(model, 1);
  const WeightShape weight{{.role = WeightRole::kEmbedding}, {2500, 1000}};
  std::int64_t next = 0;
  int parts = 0;
  for_row_parts(source, weight, [&](std::int64_t first, MatrixView<const float> rows) {
    EXPECT_EQ(first, next);
    EXPECT_LE(rows.rows * rows.columns, 1 << 20);
    const Matrix<float> again = rows_of(source, weight.id, first, 1, 1000);
    EXPECT_EQ(rows(0, 999), again(0, 999));
    next += rows.rows;
    ++parts;
  });
  EXPECT_EQ(next, 2500);
  EXPECT_EQ(parts, 3);
}

TEST(RowParts, OfAVectorAreOneRow) {
  const RandomWeights source(support::tiny_model(), 1);
  int parts = 0;
  for_row_parts(source, {{.role = WeightRole::kFinalNorm}, {16}},
                [&](std::int64_t first, MatrixView<const float> rows) {
                  EXPECT_EQ(first, 0);
                  EXPECT_EQ(rows.columns, 16);
                  ++parts;
                });
  EXPECT_EQ(parts, 1);
}

}  // namespace
}  // namespace mllm_npu
