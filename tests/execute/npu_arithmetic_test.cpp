#include "engine/execute/npu_arithmetic.h"

#include <gtest/gtest.h>

#include "engine/graph/transformer_block.h"
#include "tests/support/computing_model.h"
#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::ComputingModel;
using support::input_error_of;

// The graph of one kind as the NPU's runtime would hold it.
NpuGraph graph_of(const ModelConfig& model, SubgraphKind kind, std::int64_t rows) {
  for (const BlockPart& part : transformer_block(model, {.chunk_length = rows}, rows).parts) {
    if (part.subgraph.kind == kind) return compile_npu_graph("a graph", part.subgraph.operators);
  }
  return {};
}

class NpuArithmetics : public ::testing::Test {
 protected:
  NpuArithmetics() {
    npu_.build(graph_of(model_.model(), SubgraphKind::kOutput, 4), SubgraphKind::kOutput, 1);
  }

  std::string error_of(SubgraphKind kind, std::int64_t layer, std::int64_t rows) {
    const Matrix<std::int8_t> input(rows, query_size(model_.model()));
    Matrix<std::int32_t> result(rows, 48);
    return input_error_of([&] { npu_.execute(kind, layer, input.view(), result.view()); });
  }

  const ComputingModel model_{support::tiny_model("mistral-7b")};
  NpuArithmetic npu_{model_.quantized};
};

TEST_F(NpuArithmetics, ComputesAGraphThatWasBuilt) {
  Matrix<std::int8_t> input(4, query_size(model_.model()));
  input(2, 5) = 3;
  Matrix<std::int32_t> result(4, 48);
  npu_.execute(SubgraphKind::kOutput, 1, std::as_const(input).view(), result.view());
  Matrix<std::int32_t> expected(4, 48);
  Int8Linears(model_.quantized, 4).output(1, std::as_const(input).view(), expected.view());
  EXPECT_EQ(as_eigen(result.view()), as_eigen(expected.view()));
  EXPECT_NE(as_eigen(result.view()).cwiseAbs().sum(), 0);
}

TEST_F(NpuArithmetics, RefusesRowsThatNoGraphWasBuiltFor) {
  EXPECT_EQ(error_of(SubgraphKind::kOutput, 1, 4), "no error");
  EXPECT_EQ(error_of(SubgraphKind::kOutput, 1, 3),
            "NPU runtime: output.1: expected rows that the graph was built for, found 3");
  EXPECT_EQ(error_of(SubgraphKind::kOutput, 1, 5),
            "NPU runtime: output.1: expected rows that the graph was built for, found 5");
}

TEST_F(NpuArithmetics, RefusesAGraphOfAnotherLayerOrKind) {
  EXPECT_EQ(error_of(SubgraphKind::kOutput, 0, 4),
            "NPU runtime: output.0: expected rows that the graph was built for, found 4");
  EXPECT_EQ(error_of(SubgraphKind::kFfn, 1, 4),
            "NPU runtime: ffn.1: expected rows that the graph was built for, found 4");
}

TEST_F(NpuArithmetics, ComputesGraphsOfSeveralRows) {
  npu_.build(graph_of(model_.model(), SubgraphKind::kOutput, 7), SubgraphKind::kOutput, 1);
  EXPECT_EQ(error_of(SubgraphKind::kOutput, 1, 4), "no error");
  EXPECT_EQ(error_of(SubgraphKind::kOutput, 1, 7), "no error");
}

using NpuArithmeticsDeathTest = NpuArithmetics;

TEST_F(NpuArithmeticsDeathTest, TakeNoGraphOfAnotherModel) {
  ModelConfig wider_inside = model_.model();
  wider_inside.intermediate_size = 80;
  EXPECT_DEATH(npu_.build(graph_of(wider_inside, SubgraphKind::kFfn, 4), SubgraphKind::kFfn, 0),
               "a graph");
  ModelConfig wider = model_.model();
  wider.hidden_size = 64;  // Q, K and V have the model's outputs, but other inputs
  EXPECT_DEATH(npu_.build(graph_of(wider, SubgraphKind::kQkv, 4), SubgraphKind::kQkv, 0),
               "a graph");
}

TEST_F(NpuArithmeticsDeathTest, TakeNoGraphOfAnotherKind) {
  EXPECT_DEATH(npu_.build(graph_of(model_.model(), SubgraphKind::kQkv, 4), SubgraphKind::kFfn, 0),
               "a graph");
}

TEST_F(NpuArithmeticsDeathTest, TakeNoGraphThatIsSplitIntoGroups) {
  const TransformerBlock block =
      transformer_block(model_.model(), {.chunk_length = 4, .group_size = 16}, 4);
  for (const BlockPart& part : block.parts) {
    if (part.subgraph.kind != SubgraphKind::kOutput) continue;
    EXPECT_DEATH(npu_.build(compile_npu_graph("in groups", part.subgraph.operators),
                            SubgraphKind::kOutput, 0),
                 "in groups");
  }
}

}  // namespace
}  // namespace mllm_npu
