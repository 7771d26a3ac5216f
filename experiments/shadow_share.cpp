// Section 3.3: what shadows take beside what they stand beside: the CPU's time over the NPU's for
// the same linears, and the rows that stay in memory over the weights.
//
// Additions of the shadow's sums are part of the CPU's float subgraphs, not of its shadow products:
// they are not counted. Flash reads run beside both processors and have a measure of their own.

#include <map>
#include <tuple>

#include "engine/base/check.h"
#include "experiments/experiment_catalog.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

constexpr const char* kDevice = "redmi-k70-pro";
constexpr std::int64_t kPromptLength = 1024;

// The NPU's subgraph whose products have `input`. The down projection of an FFN without shadow
// stands in the same subgraph as gate and up, but then nothing of it is shadowed.
SubgraphKind npu_kind_of(LinearInput input) {
  switch (input) {
    case LinearInput::kQkv:
      return SubgraphKind::kQkv;
    case LinearInput::kOutput:
      return SubgraphKind::kOutput;
    case LinearInput::kGateUp:
      return SubgraphKind::kFfnGateUp;
    case LinearInput::kDown:
      return SubgraphKind::kDown;
  }
  MLLM_NPU_CHECK(false, "no such input");
}

struct ShadowTimes {
  SimTime shadow{};   // CPU
  SimTime reads{};    // flash
  SimTime linears{};  // NPU: of the subgraphs that have a shadow
};

ShadowTimes times_of(const PrefillTrace& trace) {
  using Place = std::tuple<SubgraphKind, std::int32_t, std::int32_t>;  // and layer, chunk
  std::map<Place, SimTime> npu;
  for (const Span& span : trace.timeline.spans) {
    const SubgraphNode& node = trace.dag.node(span.work);
    npu[{trace.dag.subgraph_of(span.work).kind, node.layer, node.chunk}] = span.end - span.start;
  }
  ShadowTimes times;
  for (const Span& span : trace.timeline.spans) {
    const Subgraph& subgraph = trace.dag.subgraph_of(span.work);
    if (subgraph.kind == SubgraphKind::kFlashRead) times.reads += span.end - span.start;
    if (subgraph.kind != SubgraphKind::kShadow) continue;
    const SubgraphNode& node = trace.dag.node(span.work);
    times.shadow += span.end - span.start;
    times.linears += npu.at({npu_kind_of(subgraph.shadowed), node.layer, node.chunk});
  }
  return times;
}

Measure share_of(const char* name, double part, double whole) {
  return {name, whole > 0 ? 100 * part / whole : 0, "%"};
}

std::vector<Measure> measures_of(const PrefillResult& result) {
  const ShadowTimes times = times_of(*result.trace);
  const MemoryUse& memory = result.metrics.memory;
  return {
      {"shadow_time", to_milliseconds(times.shadow), "ms"},
      {"shadowed_npu_time", to_milliseconds(times.linears), "ms"},
      share_of("shadow_time_share", to_seconds(times.shadow), to_seconds(times.linears)),
      {"npu_busy_time", to_milliseconds(result.metrics.npu_busy), "ms"},
      share_of("shadow_share_of_npu_busy_time", to_seconds(times.shadow),
               to_seconds(result.metrics.npu_busy)),
      {"flash_time", to_milliseconds(times.reads), "ms"},
      {"shadow_memory", to_gigabytes(memory.shadow), "GB"},
      {"weight_memory", to_gigabytes(memory.weights), "GB"},
      share_of("shadow_memory_share", to_gigabytes(memory.shadow), to_gigabytes(memory.weights))};
}

}  // namespace

std::vector<ResultRow> run_shadow_share(const World& world, const ExperimentOptions& options) {
  const auto system = world.system("mllm-npu");
  std::vector<ResultRow> rows;
  for (const std::string& name : paper_models(world)) {
    for (const int pruning_rate : {85, 0}) {
      if (options.quick && pruning_rate == 0) continue;
      const PrefillResult result =
          system->prefill({.model = world.model(name),
                           .device = world.device(kDevice),
                           .prompt_length = kPromptLength,
                           .options = {.pruning_rate = pruning_rate / 100.0}});
      rows.push_back(make_row({{"device", kDevice},
                               {"model", name},
                               {"prompt_length", kPromptLength},
                               {"pruning_rate", pruning_rate}},
                              measures_of(result)));
    }
  }
  return rows;
}

}  // namespace mllm_npu
