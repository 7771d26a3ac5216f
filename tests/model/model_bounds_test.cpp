#include "engine/model/model_bounds.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/model/model_catalog.h"
#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using ::testing::StartsWith;

// What is said about LLaMA-2 after `change`.
template <class Change>
std::string error_after(Change change) {
  ModelConfig model = find_model("llama-2-7b");
  change(model);
  return support::input_error_of([&] { check_model_bounds(model, "f"); });
}

template <class Field, class Value>
std::string error_with(Field ModelConfig::*field, Value value) {
  return error_after([&](ModelConfig& model) { model.*field = value; });
}

TEST(ModelBounds, AreKeptByEveryCard) {
  for (const std::string& name : model_names()) {
    EXPECT_EQ(support::input_error_of([&] { check_model_bounds(find_model(name), name); }),
              "no error");
  }
}

TEST(ModelBounds, NameTheFieldThatIsTooGreatOrTooSmall) {
  EXPECT_EQ(error_with(&ModelConfig::hidden_size, (1 << 18) + 1),
            "f: hidden_size: expected a whole number from 1 to 262144, found 262145");
  EXPECT_EQ(error_with(&ModelConfig::hidden_size, 1 << 18), "no error");
  EXPECT_THAT(error_with(&ModelConfig::intermediate_size, 0), StartsWith("f: intermediate_size: "));
  EXPECT_THAT(error_with(&ModelConfig::num_hidden_layers, 1025),
              StartsWith("f: num_hidden_layers: "));
  EXPECT_THAT(error_with(&ModelConfig::vocab_size, -1), StartsWith("f: vocab_size: "));
  EXPECT_THAT(error_with(&ModelConfig::max_position_embeddings, 0),
              StartsWith("f: max_position_embeddings: "));
  EXPECT_THAT(error_with(&ModelConfig::sliding_window, 0), StartsWith("f: sliding_window: "));
  EXPECT_THAT(error_with(&ModelConfig::num_attention_heads, 0),
              StartsWith("f: num_attention_heads: "));
  EXPECT_THAT(error_with(&ModelConfig::num_key_value_heads, 0),
              StartsWith("f: num_key_value_heads: "));
}

TEST(ModelBounds, HoldForNumbersThatAreNone) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_THAT(error_with(&ModelConfig::norm_eps, kNan), StartsWith("f: rms_norm_eps: "));
  EXPECT_THAT(error_with(&ModelConfig::rope_theta, kInfinity),
              StartsWith("f: rope_theta: expected a number from 1 to 1e+10, found no finite"));
  EXPECT_THAT(error_with(&ModelConfig::partial_rotary_factor, kNan),
              StartsWith("f: partial_rotary_factor: "));
}

TEST(ModelBounds, NameLayerNormsEpsilonByItsOwnName) {
  EXPECT_THAT(error_after([](ModelConfig& model) {
                model.normalization = Normalization::kLayerNorm;
                model.norm_eps = 0;
              }),
              StartsWith("f: layer_norm_eps: "));
}

TEST(ModelBounds, AskForHeadsThatFit) {
  EXPECT_THAT(error_with(&ModelConfig::num_key_value_heads, 5),
              StartsWith("f: num_key_value_heads: expected a divisor of num_attention_heads = 32"));
  EXPECT_THAT(error_with(&ModelConfig::head_dim, 127), StartsWith("f: head_dim: expected an even"));
  EXPECT_THAT(error_with(&ModelConfig::head_dim, 8192), "no error");
  EXPECT_EQ(error_with(&ModelConfig::head_dim, 8194),
            "f: num_attention_heads: expected at most 262144 with head_dim as a factor, found "
            "262208");
}

TEST(ModelBounds, AskForARotatedPartThatIsEven) {
  EXPECT_EQ(error_with(&ModelConfig::partial_rotary_factor, 0.5), "no error");
  EXPECT_THAT(error_with(&ModelConfig::partial_rotary_factor, 0.3),
              StartsWith("f: partial_rotary_factor: expected a share of head_dim = 128"));
  EXPECT_THAT(error_with(&ModelConfig::partial_rotary_factor, 0.0),
              StartsWith("f: partial_rotary_factor: "));
}

}  // namespace
}  // namespace mllm_npu
