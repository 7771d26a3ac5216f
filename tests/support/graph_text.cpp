#include "tests/support/graph_text.h"

#include "engine/base/check.h"

namespace mllm_npu::support {
namespace {

std::string name(SubgraphKind kind) { return std::string(name_of(kind)); }

std::string node_name(const SubgraphDag& dag, SubgraphId id) {
  const SubgraphNode& node = dag.node(id);
  const std::string layer = node.layer == kNoLayer ? "" : "." + std::to_string(node.layer);
  return name(dag.subgraph_of(id).kind) + layer + " of " + std::to_string(node.chunk);
}

std::string joined(const Words& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

}  // namespace

Words part_lines(const TransformerBlock& block) {
  Words lines;
  for (const BlockPart& each : block.parts) {
    Words inputs;
    if (each.after_block_before) inputs.push_back("before");
    for (const std::size_t input : each.after) {
      inputs.push_back(name(block.parts[input].subgraph.kind));
    }
    lines.push_back(name(each.subgraph.kind) + " " + std::string(name_of(each.subgraph.affinity)) +
                    " <- " + joined(inputs));
  }
  return lines;
}

Words output_names(const TransformerBlock& block) {
  Words names;
  for (const std::size_t output : block.outputs) {
    names.push_back(name(block.parts[output].subgraph.kind));
  }
  return names;
}

Words operator_names(const Subgraph& subgraph) {
  Words names;
  for (const Operator& op : subgraph.operators) names.emplace_back(name_of(op.kind));
  return names;
}

const Subgraph& part(const TransformerBlock& block, SubgraphKind kind) {
  const Subgraph* found = nullptr;
  for (const BlockPart& each : block.parts) {
    if (each.subgraph.kind != kind) continue;
    MLLM_NPU_CHECK(found == nullptr, name(kind) + " twice");
    found = &each.subgraph;
  }
  MLLM_NPU_CHECK(found != nullptr, "no " + name(kind));
  return *found;
}

std::vector<std::vector<SubgraphId>> inputs_of(const SubgraphDag& dag) {
  std::vector<std::vector<SubgraphId>> inputs(dag.nodes.size());
  for (std::size_t i = 0; i < dag.nodes.size(); ++i) {
    const auto id = static_cast<SubgraphId>(i);
    for (const SubgraphId successor : dag.successors_of(id)) {
      inputs[static_cast<std::size_t>(successor)].push_back(id);
    }
  }
  return inputs;
}

Words node_lines(const SubgraphDag& dag) {
  Words lines;
  const auto inputs = inputs_of(dag);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    Words names;
    for (const SubgraphId input : inputs[i]) names.push_back(node_name(dag, input));
    const std::string arrow = names.empty() ? "" : " <- " + joined(names);
    lines.push_back(node_name(dag, static_cast<SubgraphId>(i)) + arrow);
  }
  return lines;
}

}  // namespace mllm_npu::support
