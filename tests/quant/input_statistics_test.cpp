#include "engine/quant/input_statistics.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/model/model_catalog.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;

// Row n is (n, −n).
Matrix<float> counted(std::int64_t first, std::int64_t rows) {
  Matrix<float> matrix(rows, 2);
  for (std::int64_t row = 0; row < rows; ++row) {
    matrix(row, 0) = static_cast<float>(first + row);
    matrix(row, 1) = -matrix(row, 0);
  }
  return matrix;
}

std::vector<float> first_column(const Matrix<float>& matrix) {
  std::vector<float> numbers;
  for (std::int64_t row = 0; row < matrix.rows(); ++row) numbers.push_back(matrix(row, 0));
  return numbers;
}

TEST(RolesOf, AreTheLinearsThatReadOneInput) {
  const ModelConfig llama = find_model("llama-2-7b");
  EXPECT_THAT(roles_of(llama, LinearInput::kQkv),
              ElementsAre(LinearRole::kQ, LinearRole::kK, LinearRole::kV));
  EXPECT_THAT(roles_of(llama, LinearInput::kOutput), ElementsAre(LinearRole::kO));
  EXPECT_THAT(roles_of(llama, LinearInput::kGateUp),
              ElementsAre(LinearRole::kGate, LinearRole::kUp));
  EXPECT_THAT(roles_of(llama, LinearInput::kDown), ElementsAre(LinearRole::kDown));
  EXPECT_THAT(roles_of(find_model("phi-2-2.7b"), LinearInput::kGateUp),
              ElementsAre(LinearRole::kUp));
}

TEST(InputCollector, KeepsTheLargestMagnitudeOfEveryChannel) {
  InputCollector collector(3, {});
  Matrix<float> x(2, 3);
  x(0, 0) = -4;
  x(1, 0) = 3;
  x(1, 2) = 2;
  collector.observe(x.view());
  x(0, 0) = 1;
  x(0, 1) = -0.5F;
  collector.observe(x.view());
  EXPECT_THAT(collector.statistics().channel_max_abs, ElementsAre(4, 0.5, 2));
}

TEST(InputCollector, KeepsAllRowsWhileThereIsRoom) {
  InputCollector collector(2, {.rows = 5});
  EXPECT_EQ(collector.statistics().sample.rows(), 0);
  collector.observe(counted(0, 3).view());
  EXPECT_THAT(first_column(collector.statistics().sample), ElementsAre(0, 1, 2));
  collector.observe(counted(3, 2).view());
  EXPECT_THAT(first_column(collector.statistics().sample), ElementsAre(0, 1, 2, 3, 4));
}

TEST(InputCollector, KeepsWholeRowsOfTheCorpusAndNoneTwice) {
  InputCollector collector(2, {.rows = 20});
  for (int part = 0; part < 10; ++part) collector.observe(counted(100 * part, 100).view());
  const Matrix<float> sample = collector.statistics().sample;
  ASSERT_EQ(sample.rows(), 20);
  std::set<float> kept;
  for (std::int64_t row = 0; row < 20; ++row) {
    EXPECT_EQ(sample(row, 1), -sample(row, 0));
    kept.insert(sample(row, 0));
  }
  EXPECT_EQ(kept.size(), 20U);
}

// Every row has the same chance: of 400 samples of 10 among 100, about 40 hold a row.
TEST(InputCollector, KeepsLateRowsAsOftenAsEarlyOnes) {
  std::vector<int> kept(100);
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    InputCollector collector(2, {.rows = 10, .seed = seed});
    collector.observe(counted(0, 100).view());
    for (const float row : first_column(collector.statistics().sample)) {
      ++kept[static_cast<std::size_t>(row)];
    }
  }
  const auto quarter = [&](std::size_t first) {
    int sum = 0;
    for (std::size_t i = first; i < first + 25; ++i) sum += kept[i];
    return sum;
  };
  for (const std::size_t first : {0U, 25U, 50U, 75U}) EXPECT_NEAR(quarter(first), 1000, 110);
}

TEST(InputCollector, KeepsTheSameRowsHoweverTheyCome) {
  InputCollector at_once(2, {.rows = 8, .seed = 3});
  at_once.observe(counted(0, 100).view());
  InputCollector in_parts(2, {.rows = 8, .seed = 3});
  in_parts.observe(counted(0, 1).view());
  in_parts.observe(counted(1, 99).view());
  InputCollector other(2, {.rows = 8, .seed = 4});
  other.observe(counted(0, 100).view());
  const std::vector<float> kept = first_column(at_once.statistics().sample);
  EXPECT_EQ(first_column(in_parts.statistics().sample), kept);
  EXPECT_NE(first_column(other.statistics().sample), kept);
}

TEST(InputCollector, CanKeepNoRows) {
  InputCollector collector(2, {.rows = 0});
  collector.observe(counted(0, 3).view());
  EXPECT_EQ(collector.statistics().sample.rows(), 0);
  EXPECT_THAT(collector.statistics().channel_max_abs, ElementsAre(2, 2));
}

TEST(ModelInputCollector, CountsAnInputOfSeveralLinearsOnce) {
  ModelConfig model = find_model("llama-2-7b");
  model.num_hidden_layers = 2;
  ModelInputCollector collector(model, {.rows = 4});
  const Matrix<float> hidden(1, model.hidden_size);
  const Matrix<float> inner(1, model.intermediate_size);
  for (const LinearShape& linear : block_linears(model)) {
    collector.observe(1, linear.role, (linear.role == LinearRole::kDown ? inner : hidden).view());
  }
  const ModelInputStatistics statistics = collector.statistics();
  ASSERT_EQ(statistics.layers.size(), 2U);
  for (std::size_t input = 0; input < kLinearInputs; ++input) {
    EXPECT_EQ(statistics.of(0, static_cast<LinearInput>(input)).sample.rows(), 0);
    EXPECT_EQ(statistics.of(1, static_cast<LinearInput>(input)).sample.rows(), 1);
  }
}

}  // namespace
}  // namespace mllm_npu
