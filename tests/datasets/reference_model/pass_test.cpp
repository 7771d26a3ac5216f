// The way forward against the project's reference, the way back against small differences.

#include "datasets/reference_model/train/pass.h"

#include <gtest/gtest.h>

#include "engine/execute/reference_model.h"
#include "tests/support/random.h"
#include "tests/support/tiny_folder.h"

namespace mllm_npu {
namespace {

using Texts = std::vector<std::vector<TokenId>>;

ModelConfig tied_model() {
  ModelConfig model = support::tiny_model();
  model.tie_word_embeddings = true;
  return model;
}

// Large enough numbers that nothing is nearly linear.
Parameters random_parameters() {
  Parameters parameters(tied_model());
  initialize(parameters, 3);
  for (float& number : parameters.all()) number *= 1.5F;
  return parameters;
}

const Texts kTexts = {{1, 2, 3, 4, 5, 6, 7}, {3, 9, 3, 9, 3}};

TEST(Pass, ComputesTheLogitsOfTheReferenceModel) {
  const Parameters parameters = random_parameters();
  Pass pass(parameters.model(), 32);
  const MatrixView<const float> logits = pass.logits(parameters, kTexts);
  const ReferenceModel reference(parameters);
  std::int64_t row = 0;
  for (const std::vector<TokenId>& text : kTexts) {
    ReferenceCache cache;
    const EigenRowMajor<float> expected = reference.logits(reference.forward(text, cache));
    const auto found = as_eigen(logits.row_range(row, expected.rows()));
    EXPECT_LT((found - expected).cwiseAbs().maxCoeff(), 1e-5F);
    row += expected.rows();
  }
}

TEST(Pass, LearnsFromTheLossThatTheLogitsHave) {
  const Parameters parameters = random_parameters();
  Pass pass(parameters.model(), 32);
  const EigenRowMajor<float> logits = as_eigen(pass.logits(parameters, Texts{{1, 2, 3}}));
  double expected = 0;
  for (const auto& [row, target] : {std::pair(0, 2), std::pair(1, 3)}) {
    const Eigen::ArrayXd scores = logits.row(row).cast<double>();
    expected += std::log(scores.exp().sum()) - scores(target);
  }
  Parameters gradient(parameters.model());
  EXPECT_NEAR(pass.learn(parameters, Texts{{1, 2, 3}}, 1, gradient), expected, 1e-5);
}

class PassGradient : public ::testing::TestWithParam<std::size_t> {};

// Along one random direction for each weight, the slope is gradient · direction.
TEST_P(PassGradient, IsTheSlopeOfTheLoss) {
  const Parameters parameters = random_parameters();
  const ModelConfig& model = parameters.model();
  const WeightId weight = weight_layout(model)[GetParam()].id;
  Pass pass(model, 32);
  Parameters gradient(model);
  pass.learn(parameters, kTexts, 1, gradient);

  support::Random random(GetParam());
  Parameters direction(model);
  const auto moves = as_eigen(direction.of(weight.role, weight.layer));
  for (auto& number : direction.of(weight.role, weight.layer).row(0)) number = 0;
  auto along = as_eigen(direction.of(weight.role, weight.layer));
  for (Eigen::Index i = 0; i < moves.rows(); ++i) {
    for (Eigen::Index j = 0; j < moves.cols(); ++j) {
      along(i, j) = static_cast<float>(random.between(-1000, 1000)) / 1000;
    }
  }
  const double expected = as_eigen(gradient.of(weight.role, weight.layer))
                              .cast<double>()
                              .cwiseProduct(along.cast<double>())
                              .sum();
  constexpr double kStep = 5e-4;
  const auto loss_at = [&](double step) {
    Parameters moved(model);
    for (std::size_t i = 0; i < moved.all().size(); ++i) {
      moved.all()[i] = parameters.all()[i] + static_cast<float>(step) * direction.all()[i];
    }
    Parameters ignored(model);
    return pass.learn(moved, kTexts, 1, ignored);
  };
  const double slope = (loss_at(kStep) - loss_at(-kStep)) / (2 * kStep);
  EXPECT_NEAR(slope, expected, 0.01 + 0.005 * std::abs(expected)) << text_of(weight);
}

INSTANTIATE_TEST_SUITE_P(AllWeights, PassGradient,
                         ::testing::Range<std::size_t>(0, weight_layout(tied_model()).size()));

TEST(Pass, AddsItsGradientScaled) {
  const Parameters parameters = random_parameters();
  Pass pass(parameters.model(), 32);
  Parameters once(parameters.model());
  Parameters twice(parameters.model());
  pass.learn(parameters, kTexts, 1, once);
  pass.learn(parameters, kTexts, 0.5F, twice);
  pass.learn(parameters, kTexts, 0.5F, twice);
  for (std::size_t i = 0; i < once.all().size(); ++i) {
    EXPECT_NEAR(once.all()[i], twice.all()[i], 1e-4F) << i;
  }
}

}  // namespace
}  // namespace mllm_npu
