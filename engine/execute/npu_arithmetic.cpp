#include "engine/execute/npu_arithmetic.h"

#include <algorithm>
#include <string>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/input_error.h"

namespace mllm_npu {
namespace {

std::vector<LinearRole> roles_of(SubgraphKind kind) {
  switch (kind) {
    case SubgraphKind::kQkv:
      return {LinearRole::kQ, LinearRole::kK, LinearRole::kV};
    case SubgraphKind::kOutput:
      return {LinearRole::kO};
    case SubgraphKind::kFfn:
      return {LinearRole::kGate, LinearRole::kUp, LinearRole::kDown};
    case SubgraphKind::kFfnGateUp:
      return {LinearRole::kGate, LinearRole::kUp};
    case SubgraphKind::kDown:
      return {LinearRole::kDown};
    default:
      return {};
  }
}

// The graph's products, in order, are the model's.
bool has_shapes_of(const NpuGraph& graph, const ModelConfig& model,
                   const std::vector<LinearRole>& roles) {
  std::vector<LinearShape> expected;
  for (const LinearShape& linear : block_linears(model)) {
    if (std::find(roles.begin(), roles.end(), linear.role) != roles.end()) {
      expected.push_back(linear);
    }
  }
  std::vector<Operator> products;
  for (const Operator& op : graph.operators) {
    if (macs(op) > 0) products.push_back(op);
  }
  return std::equal(products.begin(), products.end(), expected.begin(), expected.end(),
                    [](const Operator& op, const LinearShape& linear) {
                      return op.kind == OperatorKind::kLinear && op.inner == linear.k &&
                             op.columns == linear.n;
                    });
}

}  // namespace

void NpuArithmetic::build(const NpuGraph& graph, SubgraphKind kind, std::int64_t layer) {
  const std::vector<LinearRole> roles = roles_of(kind);
  MLLM_NPU_CHECK(!roles.empty() && has_shapes_of(graph, model_.model(), roles), graph.name);
  std::unique_ptr<Int8Linears>& linears = linears_[graph.rows];
  if (linears == nullptr) linears = std::make_unique<Int8Linears>(model_, graph.rows);
  built_.insert({kind, layer, graph.rows});
}

void NpuArithmetic::free_all() {
  built_.clear();
  linears_.clear();
}

void NpuArithmetic::execute(SubgraphKind kind, std::int64_t layer,
                            MatrixView<const std::int8_t> input, MatrixView<std::int32_t> result) {
  if (!built_.contains({kind, layer, input.rows})) {
    throw InputError("NPU runtime", std::string(name_of(kind)) + "." + std::to_string(layer),
                     "rows that the graph was built for", std::to_string(input.rows));
  }
  Int8Linears& linears = *linears_.at(input.rows);
  switch (kind) {
    case SubgraphKind::kQkv:
      return linears.qkv(layer, input, result);
    case SubgraphKind::kOutput:
      return linears.output(layer, input, result);
    case SubgraphKind::kFfnGateUp:
      return linears.gate_up(layer, input, result);
    case SubgraphKind::kDown:
      return linears.down(layer, input, result);
    default:
      return linears.ffn(layer, input, result);
  }
}

}  // namespace mllm_npu
