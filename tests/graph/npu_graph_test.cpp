#include "engine/graph/npu_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

Operator linear() {
  return {
      .kind = OperatorKind::kLinear, .dtype = Dtype::kInt8, .rows = 64, .inner = 32, .columns = 16};
}

Operator of_kind(OperatorKind kind) {
  Operator op = linear();
  op.kind = kind;
  return op;
}

std::string error_of(std::vector<Operator> operators) {
  return input_error_of([&] { compile_npu_graph("qkv.3", std::move(operators)); });
}

auto refusal(const std::string& rule) {
  return AllOf(StartsWith("NPU graph qkv.3: expected "), HasSubstr(rule));
}

TEST(NpuGraph, HasTheRowsOfItsOperators) {
  const NpuGraph graph =
      compile_npu_graph("ffn.0", {linear(), of_kind(OperatorKind::kActivation), linear()});
  EXPECT_EQ(graph.name, "ffn.0");
  EXPECT_EQ(graph.rows, 64);
  EXPECT_EQ(graph.operators.size(), 3u);
}

TEST(NpuGraph, WeighsWhatItsLinearsWeigh) {
  EXPECT_EQ(
      compile_npu_graph("ffn.0", {linear(), of_kind(OperatorKind::kMultiply), linear()}).weights(),
      Bytes{2 * 32 * 16});
}

TEST(NpuGraph, RunsFp16Weights) {
  Operator half = linear();
  half.dtype = Dtype::kFp16;
  EXPECT_EQ(compile_npu_graph("half", {half}).weights(), Bytes{2 * 32 * 16});
}

TEST(NpuGraph, RefusesADynamicOperator) {
  EXPECT_EQ(error_of({linear(), of_kind(OperatorKind::kAttention)}),
            "NPU graph qkv.3: expected static operators, found attention");
}

TEST(NpuGraph, RefusesAnOperatorThatTheNpuDoesNotRun) {
  for (const OperatorKind kind :
       {OperatorKind::kNorm, OperatorKind::kQuantize, OperatorKind::kRope,
        OperatorKind::kShadowLinear, OperatorKind::kFlashRead, OperatorKind::kLmHead}) {
    EXPECT_THAT(error_of({of_kind(kind)}), AllOf(refusal("an operator that the NPU runs"),
                                                 HasSubstr(std::string(name_of(kind)))));
  }
}

TEST(NpuGraph, RefusesAnOpenDimension) {
  for (const auto dimension : {&Operator::rows, &Operator::inner, &Operator::columns}) {
    Operator open = linear();
    open.*dimension = 0;
    EXPECT_THAT(error_of({open}), refusal("static shapes"));
  }
}

TEST(NpuGraph, TakesAnElementwiseOperatorWithoutAnInnerDimension) {
  Operator activation = of_kind(OperatorKind::kActivation);
  activation.inner = 0;
  EXPECT_EQ(error_of({activation}), "no error");
}

TEST(NpuGraph, RefusesRowsThatDiffer) {
  Operator other = linear();
  other.rows = 65;
  EXPECT_EQ(error_of({linear(), other}),
            "NPU graph qkv.3: expected one chunk length, found 64 and 65");
}

TEST(NpuGraph, RefusesWeightsOfAnotherDtype) {
  for (const Dtype dtype : {Dtype::kFp32, Dtype::kInt32}) {
    Operator wide = linear();
    wide.dtype = dtype;
    EXPECT_THAT(error_of({wide}), refusal("INT8 or FP16 weights"));
  }
}

TEST(NpuGraph, RefusesGroupsInAPlainLinear) {
  Operator grouped = linear();
  grouped.groups = 2;
  EXPECT_THAT(error_of({grouped}), refusal("per-tensor products"));
}

TEST(NpuGraph, TakesALinearThatIsSplitIntoOneGroupPerChannelAndNoFiner) {
  Operator split = of_kind(OperatorKind::kGroupLinear);
  split.groups = 32;
  EXPECT_EQ(error_of({split}), "no error");
  split.groups = 33;
  EXPECT_THAT(error_of({split}), refusal("33 groups of 32"));
  split.groups = 0;
  EXPECT_THAT(error_of({split}), refusal("0 groups of 32"));
}

TEST(NpuGraph, RefusesToBeEmpty) { EXPECT_THAT(error_of({}), refusal("at least one operator")); }

}  // namespace
}  // namespace mllm_npu
