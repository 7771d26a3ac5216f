#pragma once

// What an NPU accepts: a compiled graph of fixed shapes (§2.3, §3.2). The description is checked
// when it is made; engine/soc/npu_runtime prices its life, the arithmetic wing computes its values.

#include <string>
#include <vector>

#include "engine/graph/subgraph.h"

namespace mllm_npu {

struct NpuGraph {
  std::string name;                 // for messages, e.g. "qkv.3"
  std::int64_t rows = 0;            // the one chunk length that it runs
  std::vector<Operator> operators;  // every shape fixed

  Bytes weights() const;
};

// Checks the NPU's rules and makes the description. Errors (InputError, naming the graph and the
// rule): a dynamic operator or an open dimension (static shapes only); rows that differ between
// operators; a per-group linear that is not split into whole groups (the NPU multiplies per tensor
// only); a weight dtype other than INT8 and FP16; an operator that the NPU does not run.
NpuGraph compile_npu_graph(std::string name, std::vector<Operator> operators);

}  // namespace mllm_npu
