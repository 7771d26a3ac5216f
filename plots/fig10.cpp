// Figs. 10 to 12: outliers layer by layer.
// Rows: factors model, linear, layer; measures outlier_channels, importance.

#include "plots/figure_catalog.h"
#include "plots/grouped_bars.h"

namespace mllm_npu {
namespace {

std::string layer_of(const RecordRow& row) { return "layer " + row.text("layer"); }

}  // namespace

std::vector<GnuplotPage> draw_fig10(const ResultRecord& record) {
  // k and v read what q reads, gate what up reads.
  RecordRows rows;
  for (const RecordRow& row : rows_of(record)) {
    const std::string linear = row.text("linear");
    if (linear != "k_proj" && linear != "v_proj" && linear != "gate_proj") rows.push_back(row);
  }
  const RowKey linear = by_factor("linear");
  BarChart chart;
  chart.name = "fig10";
  chart.axes_height = 1.3;
  chart.series = looks("linear", distinct(rows, linear));
  const auto panel = [&](const char* title, const char* name, const char* measure, bool log) {
    const BarQuery query{layer_of, distinct(rows, layer_of), linear, measure};
    return BarPanel{title, with_unit(name, rows, measure), log,
                    bar_groups(rows, query, chart.series, log)};
  };
  chart.panels = {panel("outlier channels of a chunk", "Channels", "outlier_channels", false),
                  panel("largest outlier over the clip", "Importance", "importance", true)};
  return {draw_grouped_bars(chart)};
}

}  // namespace mllm_npu
