#pragma once

// Graphs as words, to hold against a drawing.

#include <string>
#include <vector>

#include "engine/graph/dependency.h"
#include "engine/graph/transformer_block.h"

namespace mllm_npu::support {

using Words = std::vector<std::string>;

// One line per part: "qkv NPU <- attention_norm"; "<- before" waits for the block before.
Words part_lines(const TransformerBlock& block);

// The kinds of the parts that the next block waits for.
Words output_names(const TransformerBlock& block);

// The kinds of a subgraph's operators, in order.
Words operator_names(const Subgraph& subgraph);

// The only part of that kind. REQUIRES: there is exactly one.
const Subgraph& part(const TransformerBlock& block, SubgraphKind kind);

// What each node waits for, in order of their ids: [nodes].
std::vector<std::vector<SubgraphId>> inputs_of(const SubgraphDag& dag);

// One line per node with its inputs: "attention.0 of 1 <- qkv.0 of 0, qkv.0 of 1", where .0 is the
// layer and "of 1" the chunk.
Words node_lines(const SubgraphDag& dag);

}  // namespace mllm_npu::support
