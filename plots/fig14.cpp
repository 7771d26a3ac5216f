// Fig. 14: prefill speed of every system, a panel per device and prompt length.
// Rows: factors device, model, system, prompt_length; measure prefill_tokens_per_second. A system
// that does not support a model has no row.

#include <algorithm>

#include "plots/figure_catalog.h"
#include "plots/grouped_bars.h"

namespace mllm_npu {
namespace {

constexpr std::size_t kMostColumns = 4;  // more would leave no room for bars

}  // namespace

std::vector<GnuplotPage> draw_fig14(const ResultRecord& record) {
  const RecordRows rows = rows_of(record);
  const RowKey device = by_factor("device");
  const RowKey length = by_factor("prompt_length");
  const std::vector<std::string> devices = distinct(rows, device);
  BarChart chart;
  chart.name = "fig14";
  chart.columns = std::min<std::size_t>(kMostColumns, devices.size());
  chart.axes_height = 1.2;
  chart.series = looks("system", distinct(rows, by_factor("system")));
  const BarQuery query{by_factor("model"), distinct(rows, by_factor("model")), by_factor("system"),
                       "prefill_tokens_per_second"};
  const std::string y_label = with_unit("Prefill speed", rows, query.measure);
  for (const std::string& prompt_length : distinct(rows, length)) {
    for (const std::string& name : devices) {
      const RecordRows shown = where(where(rows, length, prompt_length), device, name);
      chart.panels.push_back({display_name(name) + ", " + prompt_length + " tokens", y_label, true,
                              bar_groups(shown, query, chart.series, true)});
    }
  }
  return {draw_grouped_bars(chart)};
}

}  // namespace mllm_npu
