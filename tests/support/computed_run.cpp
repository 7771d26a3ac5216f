#include "tests/support/computed_run.h"

#include <algorithm>

#include "engine/graph/chunk_sharing_graph.h"

namespace mllm_npu::support {
namespace {

// The NPU's results as they come, and then by absolute position.
class Results {
 public:
  NpuObserver observer() {
    return [this](SubgraphId id, MatrixView<const std::int32_t> result) {
      ran_.push_back(id);
      rows_.push_back({});
      columns_.push_back(result.columns);
      for (std::int64_t row = 0; row < result.rows; ++row) {
        rows_.back().insert(rows_.back().end(), result.row(row).begin(), result.row(row).end());
      }
    };
  }

  // REQUIRES: `dag` is what ran.
  void move_into(const SubgraphDag& dag, std::int64_t prompt_length, ComputedRun& run) {
    for (std::size_t i = 0; i < ran_.size(); ++i) {
      const SubgraphNode& node = dag.node(ran_[i]);
      std::vector<std::int32_t>& all = run.results[{dag.subgraph_of(ran_[i]).kind, node.layer}];
      all.resize(static_cast<std::size_t>(prompt_length * columns_[i]), -1);
      const std::size_t first = static_cast<std::size_t>(node.chunk) * rows_[i].size();
      const std::size_t count = std::min(rows_[i].size(), all.size() - first);
      std::copy_n(rows_[i].begin(), count, all.begin() + static_cast<std::ptrdiff_t>(first));
    }
    run.npu_ran = std::move(ran_);
  }

 private:
  std::vector<SubgraphId> ran_;
  std::vector<std::vector<std::int32_t>> rows_;
  std::vector<std::int64_t> columns_;
};

std::vector<float> numbers_of(const Matrix<float>& matrix) {
  const float* first = matrix.view().data;
  return {first, first + matrix.rows() * matrix.columns()};
}

NpuArithmetic built_npu(const QuantizedModel& model, const SubgraphDag& dag) {
  NpuArithmetic npu(model);
  for (const SubgraphNode& node : dag.nodes) {
    const Subgraph& subgraph = dag.subgraphs[static_cast<std::size_t>(node.subgraph)];
    if (subgraph.affinity != Processor::kNpu) continue;
    npu.build(compile_npu_graph("graph", subgraph.operators), subgraph.kind, node.layer);
  }
  return npu;
}

}  // namespace

std::string difference(const ComputedRun& a, const ComputedRun& b) {
  if (a.results.size() != b.results.size()) return "number of graphs";
  for (const auto& [key, values] : a.results) {
    const auto other = b.results.find(key);
    if (other == b.results.end() || other->second != values) {
      return std::string(name_of(key.first)) + "." + std::to_string(key.second);
    }
  }
  if (a.hidden != b.hidden) return "hidden states";
  return a.logits != b.logits ? "logits" : "";
}

ComputedRun run_engine(ComputingEngine& engine, const std::vector<TokenId>& prompt,
                       KvCache& cache) {
  Results results;
  const ComputedPrefill computed =
      engine.prefill(prompt, cache, {.hidden_states = true, .observer = results.observer()});
  ComputedRun run;
  results.move_into(computed.simulated.trace->dag, static_cast<std::int64_t>(prompt.size()), run);
  run.logits = computed.logits;
  run.hidden = numbers_of(computed.hidden);
  return run;
}

DrivenPrompt::DrivenPrompt(const QuantizedModel& model, const RotaryTable& rotary,
                           std::vector<TokenId> tokens, std::int64_t chunk_length)
    : prompt(std::move(tokens)),
      chunks(cut_prompt(static_cast<std::int64_t>(prompt.size()), chunk_length)),
      dag(chunk_sharing_graph(
          model.model(), chunks,
          {.shadow = model.shadow ? model.shadow->plan : std::vector<LayerShadow>()})),
      cache(model.model(), model.model().max_position_embeddings),
      npu(built_npu(model, dag)),
      executor(model, rotary, npu, dag, chunks, prompt, cache) {}

ComputedRun DrivenPrompt::run(const std::vector<SubgraphId>& order) {
  Results results;
  executor.set_observer(results.observer());
  for (const SubgraphId id : order) executor.run(id);
  executor.set_observer({});
  ComputedRun run;
  results.move_into(dag, static_cast<std::int64_t>(prompt.size()), run);
  run.logits.assign(executor.logits().begin(), executor.logits().end());
  run.hidden = numbers_of(executor.hidden_states());
  return run;
}

std::vector<SubgraphId> legal_order(
    const SubgraphDag& dag,
    const std::function<std::size_t(const std::vector<SubgraphId>& ready)>& choose) {
  std::vector<std::int32_t> waits_for = dag.predecessor_count;
  std::vector<SubgraphId> ready;
  for (std::size_t id = 0; id < waits_for.size(); ++id) {
    if (waits_for[id] == 0) ready.push_back(static_cast<SubgraphId>(id));
  }
  std::vector<SubgraphId> order;
  while (!ready.empty()) {
    const std::size_t place = choose(ready);
    order.push_back(ready[place]);
    ready.erase(ready.begin() + static_cast<std::ptrdiff_t>(place));
    for (const SubgraphId after : dag.successors_of(order.back())) {
      if (--waits_for[static_cast<std::size_t>(after)] == 0) ready.push_back(after);
    }
  }
  return order;
}

}  // namespace mllm_npu::support
