// Fig. 17: memory of every system, by owner, a panel per model; on the paper's phone, since a
// system takes as much on every other.
// Rows: factors device, model, system, prompt_length; measures memory, and of its parts
// weight_memory, graph_memory, activation_memory, kv_cache_memory, shadow_memory.

#include "plots/figure_catalog.h"
#include "plots/grouped_bars.h"
#include "plots/system_panels.h"

namespace mllm_npu {

std::vector<GnuplotPage> draw_fig17(const ResultRecord& record) {
  const RecordRows rows = rows_on(supported_rows_of(record), "redmi-k60-pro");
  const std::vector<Look> owners = looks(
      "owner",
      {"weight_memory", "graph_memory", "activation_memory", "kv_cache_memory", "shadow_memory"});
  BarChart chart = stacks_by_model(rows, {with_unit("Memory", rows, "memory"), "memory", owners});
  chart.name = "fig17";
  return {draw_grouped_bars(chart)};
}

}  // namespace mllm_npu
