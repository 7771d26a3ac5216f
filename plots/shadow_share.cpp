// Section 3.3: time and memory of the shadows, as shares of the NPU's products and of the weights.
// Rows: factors model, pruning_rate; measures shadow_time_share, shadow_memory_share.

#include "plots/figure_catalog.h"
#include "plots/grouped_bars.h"

namespace mllm_npu {
namespace {

std::string pruning_of(const RecordRow& row) { return row.text("pruning_rate") + " % pruned"; }

}  // namespace

std::vector<GnuplotPage> draw_shadow_share(const ResultRecord& record) {
  const RecordRows rows = rows_of(record);
  const std::vector<std::string> models = distinct(rows, by_factor("model"));
  BarChart chart;
  chart.name = "shadow-share";
  chart.series = looks("pruning_rate", distinct(rows, pruning_of));
  const auto panel = [&](const char* title, const char* name, const char* measure) {
    const BarQuery query{by_factor("model"), models, pruning_of, measure};
    return BarPanel{title, with_unit(name, rows, measure), false,
                    bar_groups(rows, query, chart.series, false)};
  };
  chart.panels = {
      panel("CPU's shadow products over the NPU's of these linears", "Time", "shadow_time_share"),
      panel("rows of hot channels over all weights", "Memory", "shadow_memory_share")};
  return {draw_grouped_bars(chart)};
}

}  // namespace mllm_npu
