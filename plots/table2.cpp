// Table 2 as bars: operations a second of the NPUs at hand, by format.
// Rows: factors soc, format; measure throughput.

#include "plots/figure_catalog.h"
#include "plots/grouped_bars.h"

namespace mllm_npu {

std::vector<GnuplotPage> draw_table2(const ResultRecord& record) {
  const RecordRows rows = rows_of(record);
  const RowKey format = by_factor("format");
  BarChart chart;
  chart.name = "table2";
  chart.axes_height = 1.35;
  chart.series = looks("soc", distinct(rows, by_factor("soc")));
  const BarQuery query{format, distinct(rows, format), by_factor("soc"), "throughput"};
  chart.panels = {{"One linear of a chunk, by format", with_unit("Throughput", rows, query.measure),
                   true, bar_groups(rows, query, chart.series, true)}};
  return {draw_grouped_bars(chart)};
}

}  // namespace mllm_npu
