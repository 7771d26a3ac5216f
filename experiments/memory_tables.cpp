#include "experiments/memory_tables.h"

#include "engine/metrics/memory_timeline.h"
#include "engine/soc/memory_model.h"

namespace mllm_npu {
namespace {

std::string megabytes(Bytes bytes) { return rounded(static_cast<double>(bytes.value) * 1e-6, 4); }

// Adds the buffers of `owner` by kind of operator, and what is left of `all`.
void add_buffers(TextTable& table, const std::string& owner,
                 const std::vector<OperatorBuffers>& buffers, Bytes OperatorBuffers::*part,
                 Bytes all) {
  for (const OperatorBuffers& each : buffers) {
    if (each.*part == Bytes{}) continue;
    table.add({owner, std::string(name_of(each.kind)), megabytes(each.*part)});
    all -= each.*part;
  }
  if (buffers.empty()) {
    table.add({owner, "", megabytes(all)});
  } else if (all > Bytes{}) {
    table.add({owner, "of chunks that wait", megabytes(all)});
  }
}

}  // namespace

TextTable memory_by_operator(const PrefillResult& result) {
  const MemoryUse& use = result.metrics.memory;
  const std::vector<OperatorBuffers> buffers =
      result.trace ? buffers_by_operator(result.trace->dag) : std::vector<OperatorBuffers>{};
  TextTable table({"owner", "operator", "MB"});
  table.add({"weights", "", megabytes(use.weights)});
  add_buffers(table, "graphs", buffers, &OperatorBuffers::graphs, use.graphs);
  add_buffers(table, "activations", buffers, &OperatorBuffers::activations, use.activations);
  table.add({"KV cache", "", megabytes(use.kv_cache)});
  table.add({"shadow", "", megabytes(use.shadow)});
  table.add({"total", "", megabytes(use.total())});
  return table;
}

TextTable memory_over_time(const PrefillResult& result) {
  constexpr int kTimes = 10;
  const Timeline& timeline = result.trace->timeline;
  const auto steps = memory_timeline(result.trace->dag, timeline, result.metrics.memory);
  TextTable table({"ms", "weights", "graphs", "activations", "KV cache", "shadow", "total"});
  std::size_t place = 0;
  for (int tenth = 0; tenth <= kTimes; ++tenth) {
    const SimTime time = timeline.makespan() * tenth / kTimes;
    while (place + 1 < steps.size() && steps[place + 1].start <= time) ++place;
    const MemoryUse& use = steps[place].use;
    table.add({rounded(to_milliseconds(time), 4), megabytes(use.weights), megabytes(use.graphs),
               megabytes(use.activations), megabytes(use.kv_cache), megabytes(use.shadow),
               megabytes(use.total())});
  }
  return table;
}

}  // namespace mllm_npu
