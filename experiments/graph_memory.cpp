// Section 3.2: memory of the graphs of a prompt, with a copy of every subgraph per chunk and with
// shared ones.

#include "engine/soc/memory_model.h"
#include "experiments/experiment_catalog.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

constexpr std::int64_t kChunkLength = 256;

struct Use {
  Bytes shared;
  Bytes unshared;
  SharingCount count;
};

Use use_of(const ModelConfig& model, std::int64_t prompt_length) {
  const SubgraphDag dag = chunk_sharing_graph(model, cut_prompt(prompt_length, kChunkLength), {});
  return {.shared = graph_memory(model, dag, true),
          .unshared = graph_memory(model, dag, false),
          .count = count_sharing(dag)};
}

Measure gigabytes(const char* name, Bytes bytes) { return {name, to_gigabytes(bytes), "GB"}; }

std::vector<Measure> shared_measures(const Use& use) {
  const Bytes saved = use.unshared - use.shared;
  return {gigabytes("graph_memory", use.shared),
          gigabytes("graph_memory_saved", saved),
          {"graph_memory_saved_share", 100 * to_gigabytes(saved) / to_gigabytes(use.unshared), "%"},
          {"shared_subgraphs", static_cast<double>(use.count.shared),
           "of " + std::to_string(use.count.subgraphs)}};
}

}  // namespace

std::vector<ResultRow> run_graph_memory(const World& world, const ExperimentOptions& options) {
  const std::vector<std::int64_t> lengths =
      options.quick ? std::vector<std::int64_t>{1024} : std::vector<std::int64_t>{512, 1024, 2048};
  std::vector<ResultRow> rows;
  for (const std::string& name : paper_models(world)) {
    for (const std::int64_t length : lengths) {
      const Use use = use_of(world.model(name), length);
      const auto row = [&](const char* sharing, std::vector<Measure> measures) {
        rows.push_back(make_row({{"model", name},
                                 {"prompt_length", length},
                                 {"chunk_length", kChunkLength},
                                 {"sharing", sharing}},
                                std::move(measures)));
      };
      row("unshared", {gigabytes("graph_memory", use.unshared)});
      row("shared", shared_measures(use));
    }
  }
  return rows;
}

}  // namespace mllm_npu
