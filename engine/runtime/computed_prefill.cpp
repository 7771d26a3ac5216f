#include "engine/runtime/computed_prefill.h"

#include <utility>

#include "engine/base/input_error.h"

namespace mllm_npu {
namespace {

// The timed prefill has shadows where the weights have.
PrefillOptions as_prepared(PrefillOptions options, const QuantizedModel& model) {
  check_computable(options);
  options.shadow = model.shadow != nullptr;
  return options;
}

std::vector<Chunk> chunks_of(const PrefillOptions& options, std::int64_t prompt_length) {
  return cut_prompt(prompt_length,
                    choose_chunk_length(prompt_length, graph_lengths(options, prompt_length)));
}

}  // namespace

void check_computable(const PrefillOptions& options) {
  check_options(options);
  if (options.group_size == 0) return;
  throw InputError("options", "group size", "0: with weights the NPU computes per tensor",
                   std::to_string(options.group_size));
}

ComputingEngine::ComputingEngine(const QuantizedModel& model, const RotaryTable& rotary,
                                 const DeviceSpec& device, PrefillOptions options)
    : model_(model),
      rotary_(rotary),
      device_(device),
      options_(as_prepared(std::move(options), model)),
      prepared_{.runtime = NpuRuntime(device.soc.npu), .graphs = {}, .shadow = {}},
      npu_(model) {
  if (options_.chunk_sharing) build(options_.chunk_lengths);
}

// What the NPU's runtime built, the arithmetic takes over, graph by graph.
void ComputingEngine::build(const std::vector<std::int64_t>& lengths) {
  prepared_ = prepare(model_.model(), device_, options_, lengths,
                      model_.shadow == nullptr ? std::vector<LayerShadow>() : model_.shadow->plan);
  for (const std::int64_t length : lengths) {
    const SubgraphDag dag = prompt_graph(model_.model(), device_, options_, prepared_.shadow,
                                         cut_prompt(length, length));
    for (const SubgraphNode& node : dag.nodes) {
      const Subgraph& subgraph = dag.subgraphs[static_cast<std::size_t>(node.subgraph)];
      if (subgraph.affinity != Processor::kNpu) continue;
      const NpuRuntime::GraphId id = prepared_.graphs.at(length).at(graph_name(dag, node));
      npu_.build(prepared_.runtime.graph(id), subgraph.kind, node.layer);
    }
  }
}

ComputedPrefill ComputingEngine::prefill(std::span<const TokenId> prompt, KvCache& cache,
                                         const PrefillExtras& extras) {
  const auto length = static_cast<std::int64_t>(prompt.size());
  if (!options_.chunk_sharing) {
    npu_.free_all();
    build(graph_lengths(options_, length));
  }
  ComputedPrefill computed{.simulated = run_prepared(prepared_, {.model = model_.model(),
                                                                 .device = device_,
                                                                 .prompt_length = length,
                                                                 .options = options_}),
                           .shadow = {},
                           .logits = {},
                           .hidden = {}};
  const PrefillTrace& trace = *computed.simulated.trace;
  Executor executor(model_, rotary_, npu_, trace.dag, chunks_of(options_, length), prompt, cache);
  executor.set_observer(extras.observer);
  for (const Span& span : trace.timeline.spans) executor.run(span.work);
  computed.shadow = executor.shadow_counts();
  computed.logits.assign(executor.logits().begin(), executor.logits().end());
  if (extras.hidden_states) computed.hidden = executor.hidden_states();
  return computed;
}

}  // namespace mllm_npu
