#include "tests/support/round_prefill.h"

#include <algorithm>

#include "engine/model/model_catalog.h"
#include "tests/support/round_device.h"

namespace mllm_npu::support {

DeviceSpec roomy_device() {
  DeviceSpec device = round_device();
  device.soc.npu.address_window = 4.0 * (1 << 30);
  return device;
}

const ModelConfig& qwen() {
  static const ModelConfig kQwen = find_model("qwen1.5-1.8b");
  return kQwen;
}

PrefillResult prefill_qwen(std::int64_t prompt_length, const PrefillOptions& options) {
  return MllmNpu().prefill({.model = qwen(),
                            .device = roomy_device(),
                            .prompt_length = prompt_length,
                            .options = options});
}

std::int64_t count_kind(const PrefillResult& result, SubgraphKind kind) {
  const SubgraphDag& dag = result.trace->dag;
  return std::count_if(dag.nodes.begin(), dag.nodes.end(), [&](const SubgraphNode& node) {
    return dag.subgraphs[static_cast<std::size_t>(node.subgraph)].kind == kind;
  });
}

std::int64_t count_on(const PrefillResult& result, Processor processor) {
  const auto& spans = result.trace->timeline.spans;
  return std::count_if(spans.begin(), spans.end(), [&](const Span& span) {
    return span.lane == static_cast<std::int32_t>(processor);
  });
}

bool same_timeline(const PrefillResult& a, const PrefillResult& b) {
  const auto& ours = a.trace->timeline.spans;
  const auto& theirs = b.trace->timeline.spans;
  return std::equal(ours.begin(), ours.end(), theirs.begin(), theirs.end(),
                    [](const Span& one, const Span& other) {
                      return one.lane == other.lane && one.work == other.work &&
                             one.start == other.start && one.end == other.end;
                    });
}

}  // namespace mllm_npu::support
