#pragma once

// The NPU's side of the arithmetic: computes the values of graphs that were built, and refuses
// everything else. What a graph's life costs is engine/soc/npu_runtime's business.

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <tuple>

#include "engine/execute/int8_linears.h"
#include "engine/graph/npu_graph.h"

namespace mllm_npu {

class NpuArithmetic {
 public:
  // `model` must outlive it.
  explicit NpuArithmetic(const QuantizedModel& model) : model_(model) {}

  // Takes over a compiled graph of `kind` and `layer` for its rows; weights are shared by the
  // graphs of all rows. REQUIRES: its linears have the shapes of the model's; per tensor.
  void build(const NpuGraph& graph, SubgraphKind kind, std::int64_t layer);

  // Frees every graph.
  void free_all();

  // Computes the graph of `kind` and `layer` for input.rows rows, padding included.
  // input: int8 [rows, inputs]; result: int32 [rows, outputs]. Errors: InputError when no graph was
  // built for these rows.
  void execute(SubgraphKind kind, std::int64_t layer, MatrixView<const std::int8_t> input,
               MatrixView<std::int32_t> result);

 private:
  using Key = std::tuple<SubgraphKind, std::int64_t, std::int64_t>;  // kind, layer, rows

  const QuantizedModel& model_;
  std::map<std::int64_t, std::unique_ptr<Int8Linears>> linears_;  // by rows
  std::set<Key> built_;
};

}  // namespace mllm_npu
