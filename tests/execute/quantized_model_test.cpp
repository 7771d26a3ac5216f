#include "engine/execute/quantized_model.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/model/model_catalog.h"
#include "tests/support/computing_model.h"
#include "tests/support/input_error_of.h"
#include "tests/support/plain_model.h"
#include "tests/support/written_weights.h"

namespace mllm_npu {
namespace {

using support::ComputingModel;
using support::input_error_of;
using ::testing::HasSubstr;

// The weights that were packed, [inputs][outputs]: rows of the identity bring them out.
Matrix<std::int32_t> unpacked(const PackedInt8Weights& packed) {
  Matrix<std::int8_t> identity(packed.inputs(), packed.inputs());
  for (std::int64_t i = 0; i < packed.inputs(); ++i) identity(i, i) = 1;
  Matrix<std::int32_t> columns(packed.inputs(), packed.outputs());
  Int8Matmul(packed, packed.inputs()).run(std::as_const(identity).view(), columns.view());
  return columns;
}

class QuantizedModels : public ::testing::TestWithParam<std::string> {
 protected:
  // Holds that `packed` has the linears `roles` below each other.
  void hold(const PackedInt8Weights& packed, const std::vector<LinearRole>& roles) const {
    const Matrix<std::int32_t> columns = unpacked(packed);
    std::int64_t first = 0;
    for (const LinearRole role : roles) {
      const auto linear = support::plain_int8_linear(model_.weights, model_.scales, 1, role);
      const QuantizedBlock& block = model_.quantized.block(1);
      EXPECT_EQ(static_cast<double>(block.weight_scale[static_cast<std::size_t>(role)]),
                linear.weight_scale);
      EXPECT_EQ(block.input_scale_of(role), model_.scales.of(1, role));
      EXPECT_EQ(block.result_scale_of(role),
                block.input_scale_of(role) * static_cast<float>(linear.weight_scale));
      EXPECT_EQ(support::PlainRow(block.bias_of(role).begin(), block.bias_of(role).end()),
                linear.bias);
      for (const auto& row : linear.weight) {
        for (std::size_t i = 0; i < row.size(); ++i) {
          ASSERT_EQ(columns(static_cast<std::int64_t>(i), first), row[i]) << linear_name(role);
        }
        ++first;
      }
    }
    EXPECT_EQ(first, packed.outputs());
  }

  const ComputingModel model_{support::tiny_model(GetParam())};
};

TEST_P(QuantizedModels, PackTheLinearsOfOneInputBelowEachOther) {
  const QuantizedBlock& block = model_.quantized.block(1);
  hold(block.qkv, {LinearRole::kQ, LinearRole::kK, LinearRole::kV});
  hold(block.output, {LinearRole::kO});
  if (model_.model().gated_mlp) {
    hold(block.gate_up, {LinearRole::kGate, LinearRole::kUp});
  } else {
    hold(block.gate_up, {LinearRole::kUp});
  }
  hold(block.down, {LinearRole::kDown});
}

TEST_P(QuantizedModels, KeepNormsAndLmHeadInFloat) {
  const QuantizedModel& quantized = model_.quantized;
  ASSERT_EQ(quantized.blocks.size(), 2U);
  const FloatBlock block = read_block(model_.weights, 1);
  EXPECT_EQ(quantized.block(1).attention_norm.weight, block.attention_norm.weight);
  EXPECT_EQ(quantized.block(1).attention_norm.bias, block.attention_norm.bias);
  EXPECT_EQ(quantized.block(1).ffn_norm.weight, block.ffn_norm.weight);
  const FloatLinear head = read_lm_head(model_.weights);
  EXPECT_EQ(quantized.lm_head.weight.outputs(), head.weight.rows());
  EXPECT_EQ(as_eigen(quantized.lm_head.weight.panel(0)),
            as_eigen(head.weight.view().row_range(0, 32)).transpose());
  EXPECT_EQ(quantized.lm_head.bias, head.bias);
  EXPECT_EQ(quantized.final_norm.weight,
            read_norm(model_.weights, WeightRole::kFinalNorm, kNoWeightLayer).weight);
}

INSTANTIATE_TEST_SUITE_P(Tiny, QuantizedModels, ::testing::ValuesIn(model_names()),
                         support::architecture_name);

std::string error_with(const WeightId& id, float number) {
  const ComputingModel model(support::tiny_model("phi-2-2.7b"));
  support::WrittenWeights weights(model.weights);
  weights.of(id).back() = number;
  return input_error_of([&] { quantize_model(weights, model.scales); });
}

TEST(QuantizeModel, RefusesWeightsThatAreNotFinite) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  EXPECT_THAT(error_with({WeightRole::kV, 1}, kInfinity), HasSubstr("layer 1, v_proj"));
  EXPECT_THAT(error_with({WeightRole::kQ, 0}, -kInfinity), HasSubstr("layer 0, q_proj"));
  EXPECT_THAT(error_with({WeightRole::kDown, 0}, std::nanf("")), HasSubstr("layer 0, down_proj"));
}

TEST(QuantizeModel, RefusesBiasesNormsAndHeadsThatAreNotFinite) {
  for (const WeightShape& weight : weight_layout(support::tiny_model("phi-2-2.7b"))) {
    if (weight.id.role == WeightRole::kEmbedding) continue;  // read row by row, when it is needed
    EXPECT_THAT(error_with(weight.id, std::nanf("")), HasSubstr(text_of(weight.id)));
  }
}

TEST(QuantizeModel, TakesAnyFiniteWeight) {
  EXPECT_EQ(error_with({WeightRole::kV, 1}, std::numeric_limits<float>::max()), "no error");
}

}  // namespace
}  // namespace mllm_npu
