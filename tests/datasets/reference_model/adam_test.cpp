#include "datasets/reference_model/train/adam.h"

#include <gtest/gtest.h>

#include "tests/support/tiny_folder.h"

namespace mllm_npu {
namespace {

ModelConfig tied_model() {
  ModelConfig model = support::tiny_model();
  model.tie_word_embeddings = true;
  return model;
}

struct Step {
  explicit Step(const AdamOptions& options, float slope = 0)
      : parameters(tied_model()), gradient(tied_model()), adam(tied_model(), options) {
    for (float& number : parameters.all()) number = 1;
    gradient.of(WeightRole::kQ, 0)(0, 0) = slope;
  }
  float moved() {
    adam.step(0.1, gradient, parameters);
    return parameters.of(WeightRole::kQ, 0)(0, 0);
  }
  Parameters parameters;
  Parameters gradient;
  Adam adam;
};

TEST(Adam, FirstStepGoesByTheRateAgainstTheSign) {
  Step step({.weight_decay = 0}, 0.5F);
  EXPECT_NEAR(step.moved(), 0.9F, 1e-6F);
  EXPECT_EQ(step.parameters.of(WeightRole::kQ, 0)(0, 1), 1);
}

// With β1 = 0.5, β2 = 0.75, gradients 1 then 0: m = 0.25 / 0.75, v = (3/16) / (7/16).
TEST(Adam, RemembersGradientsAsTheirDecaysSay) {
  Step step({.first_decay = 0.5, .second_decay = 0.75, .weight_decay = 0}, 1);
  step.moved();
  step.gradient.of(WeightRole::kQ, 0)(0, 0) = 0;
  EXPECT_NEAR(step.moved(), 0.9F - 0.1F * (1 / 3.0F) / std::sqrt(3 / 7.0F), 1e-6F);
}

TEST(Adam, DecaysMatricesButNotNorms) {
  Step step({.weight_decay = 0.5});
  EXPECT_NEAR(step.moved(), 0.95F, 1e-6F);
  EXPECT_EQ(step.parameters.of(WeightRole::kFinalNorm)(0, 0), 1);
}

// Only a shortened gradient, 1 instead of 100, is not much more than ε.
TEST(Adam, ShortensALongGradient) {
  Step step({.epsilon = 1, .weight_decay = 0, .largest_norm = 1}, 100);
  EXPECT_NEAR(step.moved(), 0.95F, 1e-6F);
}

TEST(Adam, LeavesAShortGradientAsItIs) {
  Step step({.epsilon = 1, .weight_decay = 0, .largest_norm = 1}, 0.25F);
  EXPECT_NEAR(step.moved(), 1 - 0.1F * 0.25F / 1.25F, 1e-6F);
}

}  // namespace
}  // namespace mllm_npu
