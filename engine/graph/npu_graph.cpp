#include "engine/graph/npu_graph.h"

#include <utility>

#include "engine/base/input_error.h"

namespace mllm_npu {
namespace {

bool is_product(OperatorKind kind) {
  return kind == OperatorKind::kLinear || kind == OperatorKind::kGroupLinear;
}

bool is_open(const Operator& op) {
  return op.rows <= 0 || op.columns <= 0 || (is_product(op.kind) && op.inner <= 0);
}

bool runs_on_npu(OperatorKind kind) {
  switch (kind) {
    case OperatorKind::kLinear:
    case OperatorKind::kGroupLinear:
    case OperatorKind::kActivation:
    case OperatorKind::kMultiply:
      return true;
    default:
      return false;
  }
}

[[noreturn]] void refuse(const std::string& graph, const char* rule, const std::string& found) {
  throw InputError("NPU graph " + graph, "", rule, found);
}

void check(const std::string& graph, const Operator& op, std::int64_t rows) {
  const std::string kind(name_of(op.kind));
  if (sharing_of(op.kind) == OperatorSharing::kDynamic) {
    refuse(graph, "static operators", kind);
  }
  if (!runs_on_npu(op.kind)) refuse(graph, "an operator that the NPU runs", kind);
  if (is_open(op)) refuse(graph, "static shapes", kind + " of open shape");
  if (op.rows != rows) {
    refuse(graph, "one chunk length", std::to_string(rows) + " and " + std::to_string(op.rows));
  }
  if (!is_product(op.kind)) return;
  if (op.dtype != Dtype::kInt8 && op.dtype != Dtype::kFp16) {
    refuse(graph, "INT8 or FP16 weights", kind + " of another dtype");
  }
  const bool split = op.kind == OperatorKind::kGroupLinear;
  if (op.groups < 1 || (op.groups > 1 && !split) || op.groups > op.inner) {
    refuse(graph, "per-tensor products, or whole groups of one linear",
           std::to_string(op.groups) + " groups of " + std::to_string(op.inner));
  }
}

}  // namespace

Bytes NpuGraph::weights() const {
  Bytes sum;
  for (const Operator& op : operators) sum += weight_bytes(op);
  return sum;
}

NpuGraph compile_npu_graph(std::string name, std::vector<Operator> operators) {
  if (operators.empty()) refuse(name, "at least one operator", "none");
  const std::int64_t rows = operators.front().rows;
  for (const Operator& op : operators) check(name, op, rows);
  return {.name = std::move(name), .rows = rows, .operators = std::move(operators)};
}

}  // namespace mllm_npu
