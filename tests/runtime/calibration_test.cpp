#include "engine/runtime/calibration.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/model/model_catalog.h"
#include "tests/support/computing_model.h"
#include "tests/support/input_error_of.h"
#include "tests/support/written_weights.h"

namespace mllm_npu {
namespace {

using ::testing::HasSubstr;

float largest_of(MatrixView<const float> input) { return as_eigen(input).cwiseAbs().maxCoeff(); }

class Calibration : public ::testing::TestWithParam<std::string> {
 protected:
  const RandomWeights weights_{support::tiny_model(GetParam()), 1};
  const ReferenceModel reference_{weights_};
  const std::vector<std::vector<TokenId>> corpus_ =
      support::random_corpus(weights_.model(), 3, 12, 9);
};

TEST_P(Calibration, PutsTheLargestInputOfEachLinearOnTheLastStep) {
  const ActivationScales scales = calibrate_activations(reference_, corpus_);
  std::map<std::pair<std::int64_t, LinearRole>, float> largest;
  for (const std::vector<TokenId>& text : corpus_) {
    ReferenceCache cache;
    reference_.forward(text, cache,
                       [&](std::int64_t layer, LinearRole role, MatrixView<const float> input) {
                         float& highest = largest[{layer, role}];
                         highest = std::max(highest, largest_of(input));
                       });
  }
  ASSERT_EQ(scales.layers.size(), 2U);
  for (const auto& [linear, highest] : largest) {
    EXPECT_EQ(scales.of(linear.first, linear.second), highest / 127);
    EXPECT_GT(highest, 0);
  }
}

TEST_P(Calibration, SeesNoMoreInTheSameTextTwiceAndNoLessInMoreTexts) {
  const std::vector<std::vector<TokenId>> twice = {corpus_[0], corpus_[0]};
  const ActivationScales one = calibrate_activations(reference_, {corpus_.data(), 1});
  EXPECT_EQ(calibrate_activations(reference_, twice).layers, one.layers);
  const ActivationScales all = calibrate_activations(reference_, corpus_);
  for (const std::int64_t layer : {0, 1}) {
    for (const LinearShape& linear : block_linears(weights_.model())) {
      EXPECT_GE(all.of(layer, linear.role), one.of(layer, linear.role));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Tiny, Calibration, ::testing::ValuesIn(model_names()),
                         support::architecture_name);

std::string error_with(const WeightId& id, float number) {
  const RandomWeights random(support::tiny_model("qwen1.5-1.8b"), 1);
  support::WrittenWeights weights(random);
  weights.of(id).front() = number;
  const ReferenceModel reference(weights);
  const auto corpus = support::random_corpus(random.model(), 1, 5, 1);
  return support::input_error_of([&] { calibrate_activations(reference, corpus); });
}

TEST(CalibrateActivations, NamesTheLinearWhoseInputIsNotFinite) {
  EXPECT_EQ(error_with({WeightRole::kFfnNorm, 1}, std::numeric_limits<float>::quiet_NaN()),
            "weights: layer 1, up_proj: expected finite inputs while calibrating, "
            "found an infinity or no number");
  EXPECT_THAT(error_with({WeightRole::kV, 0}, std::numeric_limits<float>::infinity()),
              HasSubstr("layer 0, o_proj"));
}

// Finite weights do not save a model whose numbers grow out of fp32.
TEST(CalibrateActivations, RefusesAModelThatOverflows) {
  EXPECT_THAT(error_with({WeightRole::kUp, 1}, std::numeric_limits<float>::max()),
              HasSubstr("layer 1, down_proj"));
}

}  // namespace
}  // namespace mllm_npu
