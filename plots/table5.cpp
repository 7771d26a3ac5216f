// Table 5 as bars: whole requests, and the decoding in them, by workload and system; a page per
// device, a row of panels per model.
// Rows: factors device, model, system, workload; measures e2e, decode.

#include "plots/figure_catalog.h"
#include "plots/grouped_bars.h"
#include "plots/page_name.h"

namespace mllm_npu {
namespace {

GnuplotPage draw_device(const std::string& name, const RecordRows& rows,
                        const std::vector<Look>& systems) {
  const RowKey workload = by_factor("workload");
  BarChart chart;
  chart.name = name;
  chart.columns = 2;
  chart.axes_height = 1.1;
  chart.series = systems;
  chart.note = display_name(rows.front().text("device"));
  for (const std::string& model : distinct(rows, by_factor("model"))) {
    const RecordRows shown = where(rows, by_factor("model"), model);
    const auto panel = [&](const char* title, const char* label, const char* measure) {
      const BarQuery query{workload, distinct(rows, workload), by_factor("system"), measure};
      return BarPanel{display_name(model) + ", " + title, with_unit(label, shown, measure), true,
                      bar_groups(shown, query, chart.series, true)};
    };
    chart.panels.push_back(panel("prompt to last token", "End to end", "e2e"));
    chart.panels.push_back(panel("decoding alone", "Decoding", "decode"));
  }
  return draw_grouped_bars(chart);
}

}  // namespace

std::vector<GnuplotPage> draw_table5(const ResultRecord& record) {
  const RecordRows rows = supported_rows_of(record);
  const RowKey device = by_factor("device");
  const std::vector<Look> systems = looks("system", distinct(rows, by_factor("system")));
  std::vector<GnuplotPage> pages;
  for (const std::string& name : distinct(rows, device)) {
    pages.push_back(draw_device(page_name("table5", "device", name, pages),
                                where(rows, device, name), systems));
  }
  return pages;
}

}  // namespace mllm_npu
