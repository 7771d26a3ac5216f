#include "engine/execute/int8_linears.h"

#include <cmath>

#include <gtest/gtest.h>

#include "engine/model/model_catalog.h"
#include "tests/support/computing_model.h"
#include "tests/support/plain_model.h"
#include "tests/support/random.h"

namespace mllm_npu {
namespace {

using support::ComputingModel;

Matrix<std::int8_t> random_int8(std::int64_t rows, std::int64_t columns, std::uint64_t seed) {
  support::Random random(seed);
  Matrix<std::int8_t> matrix(rows, columns);
  for (std::int64_t row = 0; row < rows; ++row) {
    for (std::int8_t& number : matrix.row(row)) {
      number = static_cast<std::int8_t>(random.between(-127, 127));
    }
  }
  return matrix;
}

template <class T>
std::vector<std::int64_t> integers(std::span<const T> row) {
  return {row.begin(), row.end()};
}

class TinyInt8Linears : public ::testing::TestWithParam<std::string> {
 protected:
  // Sums of `role` in `layer`.
  std::vector<std::int64_t> sums(std::int64_t layer, LinearRole role,
                                 std::span<const std::int8_t> input) const {
    return support::plain_int8_linear(model_.weights, model_.scales, layer, role)
        .sums(integers(input));
  }

  const ComputingModel model_{support::tiny_model(GetParam())};
};

TEST_P(TinyInt8Linears, OfAttentionAreExactAndStandSideBySide) {
  const Int8Linears linears(model_.quantized, 3);
  EXPECT_EQ(linears.rows(), 3);
  const Matrix<std::int8_t> input = random_int8(3, 48, 1);
  const std::int64_t width = query_size(model_.model()) + 2 * key_value_size(model_.model());
  Matrix<std::int32_t> result(3, width);
  linears.qkv(1, input.view(), result.view());
  for (std::int64_t row = 0; row < 3; ++row) {
    std::vector<std::int64_t> expected;
    for (const LinearRole role : {LinearRole::kQ, LinearRole::kK, LinearRole::kV}) {
      const std::vector<std::int64_t> part = sums(1, role, input.row(row));
      expected.insert(expected.end(), part.begin(), part.end());
    }
    EXPECT_EQ(integers(std::as_const(result).row(row)), expected);
  }
  const Matrix<std::int8_t> attended = random_int8(3, query_size(model_.model()), 2);
  Matrix<std::int32_t> output(3, 48);
  linears.output(0, attended.view(), output.view());
  EXPECT_EQ(integers(std::as_const(output).row(2)), sums(0, LinearRole::kO, attended.row(2)));
}

// A row's result depends on nothing but the row.
TEST_P(TinyInt8Linears, OfTheFfnGiveARowTheSameSumsInAnyCompany) {
  const Matrix<std::int8_t> input = random_int8(5, 48, 3);
  Int8Linears five(model_.quantized, 5);
  Int8Linears one(model_.quantized, 1);
  Matrix<std::int32_t> together(5, 48);
  Matrix<std::int32_t> alone(1, 48);
  five.ffn(1, input.view(), together.view());
  for (std::int64_t row = 0; row < 5; ++row) {
    one.ffn(1, input.view().row_range(row, 1), alone.view());
    EXPECT_EQ(integers(std::as_const(together).row(row)), integers(std::as_const(alone).row(0)));
  }
}

// Calibration saw other inputs: values are clipped here, at -128 and 127.
TEST_P(TinyInt8Linears, OfTheFfnActivateInFloatBetweenTheirProducts) {
  const ModelConfig& model = model_.model();
  const Matrix<std::int8_t> input = random_int8(1, 48, 4);
  Int8Linears linears(model_.quantized, 1);
  Matrix<std::int32_t> result(1, 48);
  linears.ffn(0, input.view(), result.view());
  const auto linear = [&](LinearRole role) {
    return support::plain_int8_linear(model_.weights, model_.scales, 0, role);
  };
  const support::PlainRow up =
      linear(LinearRole::kUp).numbers(sums(0, LinearRole::kUp, input.row(0)));
  support::PlainRow gate(up.size());
  if (model.gated_mlp) {
    gate = linear(LinearRole::kGate).numbers(sums(0, LinearRole::kGate, input.row(0)));
  }
  const support::PlainInt8Linear down = linear(LinearRole::kDown);
  std::vector<std::int64_t> activated;
  for (std::size_t i = 0; i < up.size(); ++i) {
    const double value = model.gated_mlp
                             ? support::plain_activation(model.hidden_act, gate[i]) * up[i]
                             : support::plain_activation(model.hidden_act, up[i]);
    activated.push_back(static_cast<std::int64_t>(
        std::clamp(std::nearbyint(value / down.input_scale), -128.0, 127.0)));
  }
  EXPECT_EQ(integers(std::as_const(result).row(0)), down.sums(activated));
}

INSTANTIATE_TEST_SUITE_P(Tiny, TinyInt8Linears, ::testing::ValuesIn(model_names()),
                         support::architecture_name);

}  // namespace
}  // namespace mllm_npu
