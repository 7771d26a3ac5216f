#include "engine/model/weight_layout.h"

#include <set>

#include <gtest/gtest.h>

#include "engine/model/model_catalog.h"

namespace mllm_npu {
namespace {

class EveryCard : public testing::TestWithParam<std::string> {};

TEST_P(EveryCard, ListsAsManyNumbersAsTheModelHas) {
  const ModelConfig model = find_model(GetParam());
  std::int64_t count = 0;
  for (const WeightShape& weight : weight_layout(model)) count += weight.count();
  EXPECT_EQ(count, parameter_count(model));
}

TEST_P(EveryCard, ListsNoWeightTwice) {
  const std::vector<WeightShape> layout = weight_layout(find_model(GetParam()));
  std::set<WeightId> ids;
  for (const WeightShape& weight : layout) ids.insert(weight.id);
  EXPECT_EQ(ids.size(), layout.size());
}

INSTANTIATE_TEST_SUITE_P(WeightLayout, EveryCard, testing::ValuesIn(model_names()),
                         [](const auto& card) {
                           std::string name = card.param;
                           for (char& c : name) c = std::isalnum(c) != 0 ? c : '_';
                           return name;
                         });

TEST(WeightLayout, AParallelBlockHasOneNormWithABias) {
  std::vector<std::string> names;
  for (const WeightShape& weight : weight_layout(find_model("phi-2-2.7b"))) {
    if (weight.id.layer == 3) names.push_back(text_of(weight.id));
  }
  EXPECT_EQ(
      names,
      (std::vector<std::string>{
          "layer 3, attention norm", "layer 3, attention norm, bias", "layer 3, q_proj",
          "layer 3, q_proj, bias", "layer 3, k_proj", "layer 3, k_proj, bias", "layer 3, v_proj",
          "layer 3, v_proj, bias", "layer 3, o_proj", "layer 3, o_proj, bias", "layer 3, up_proj",
          "layer 3, up_proj, bias", "layer 3, down_proj", "layer 3, down_proj, bias"}));
}

TEST(WeightLayout, ALinearIsStoredAsOutputsByInputs) {
  for (const WeightShape& weight : weight_layout(find_model("mistral-7b"))) {
    if (weight.id.role == WeightRole::kK) {
      EXPECT_EQ(weight.shape, (std::vector<std::int64_t>{1024, 4096}));
    }
    if (weight.id.role == WeightRole::kDown) {
      EXPECT_EQ(weight.shape, (std::vector<std::int64_t>{4096, 14336}));
    }
  }
}

TEST(WeightLayout, ATiedHeadIsNotListed) {
  for (const WeightShape& weight : weight_layout(find_model("gemma-2b"))) {
    EXPECT_NE(weight.id.role, WeightRole::kLmHead);
  }
}

}  // namespace
}  // namespace mllm_npu
