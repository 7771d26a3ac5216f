// Table 3 as bars: one matrix product, (m × k) times (k × n), on each processor.
// Rows: factors device, m, k, n, processor; measure matmul_latency.

#include "plots/figure_catalog.h"
#include "plots/grouped_bars.h"

namespace mllm_npu {
namespace {

// A name may break into lines at its blanks.
std::string shape_of(const RecordRow& row) {
  return row.text("m") + " ×" + row.text("k") + " ×" + row.text("n");
}

}  // namespace

std::vector<GnuplotPage> draw_table3(const ResultRecord& record) {
  const RecordRows rows = rows_of(record);
  BarChart chart;
  chart.name = "table3";
  chart.axes_height = 1.45;
  chart.series = looks("processor", distinct(rows, by_factor("processor")));
  const BarQuery query{shape_of, distinct(rows, shape_of), by_factor("processor"),
                       "matmul_latency"};
  const std::string y_label = with_unit("Latency", rows, query.measure);
  for (const std::string& device : distinct(rows, by_factor("device"))) {
    const RecordRows of_device = where(rows, by_factor("device"), device);
    chart.panels.push_back({display_name(device) + ": matrix product, m × k × n", y_label, true,
                            bar_groups(of_device, query, chart.series, true)});
  }
  return {draw_grouped_bars(chart)};
}

}  // namespace mllm_npu
