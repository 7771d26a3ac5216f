// Fig. 13 as timelines: which subgraph ran where and when, a row per subgraph.

#include "engine/runtime/mllm_npu.h"
#include "experiments/experiment_catalog.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

constexpr const char* kDevice = "redmi-k70-pro";
constexpr const char* kModel = "qwen1.5-1.8b";
constexpr std::int64_t kPromptLength = 1024;

PrefillTrace trace_of(const World& world, const char* policy) {
  PrefillOptions options;
  options.policy = policy;
  return *MllmNpu()
              .prefill({.model = world.model(kModel),
                        .device = world.device(kDevice),
                        .prompt_length = kPromptLength,
                        .options = options})
              .trace;
}

ResultRow row_of(const PrefillTrace& trace, std::size_t index, const char* policy) {
  const Span& span = trace.timeline.spans[index];
  const SubgraphNode& node = trace.dag.node(span.work);
  return make_row(
      {{"policy", policy},
       {"processor", std::string(name_of(static_cast<Processor>(span.lane)))},
       {"chunk", node.chunk},
       {"layer", node.layer},
       {"kind", std::string(name_of(trace.dag.subgraph_of(span.work).kind))},
       {"order", static_cast<std::int64_t>(index)}},
      {{"start", to_milliseconds(span.start), "ms"}, {"end", to_milliseconds(span.end), "ms"}});
}

}  // namespace

std::vector<ResultRow> run_fig13_gantt(const World& world, const ExperimentOptions& /*options*/) {
  std::vector<ResultRow> rows;
  for (const char* policy : {"serial", "in-order", "lockstep", "out-of-order"}) {
    const PrefillTrace trace = trace_of(world, policy);
    for (std::size_t i = 0; i < trace.timeline.spans.size(); ++i) {
      rows.push_back(row_of(trace, i, policy));
    }
  }
  return rows;
}

}  // namespace mllm_npu
