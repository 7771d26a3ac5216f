// Fig. 1: the prefill's share of a request, by task and system, and below it what prefill and
// decoding take.
// Rows: factors task, system, and model and device, the same in all; measures prefill_share,
// prefill, decode.

#include "plots/figure_catalog.h"
#include "plots/grouped_bars.h"

namespace mllm_npu {
namespace {

// As the paper's figure has it, in words that may be broken into lines.
std::string task_of(const RecordRow& row) {
  std::string task = row.text("task");
  for (char& c : task) c = c == '_' ? ' ' : c;
  return task;
}

}  // namespace

std::vector<GnuplotPage> draw_fig1(const ResultRecord& record) {
  const RecordRows rows = rows_of(record);
  const RowKey system = by_factor("system");
  BarChart chart;
  chart.name = "fig1";
  chart.series = looks("system", distinct(rows, system));
  chart.note =
      display_name(rows.front().text("model")) + " on " + display_name(rows.front().text("device"));
  const auto panel = [&](const char* name, const char* measure, bool log) {
    const BarQuery query{task_of, distinct(rows, task_of), system, measure};
    return BarPanel{"", with_unit(name, rows, measure), log,
                    bar_groups(rows, query, chart.series, log)};
  };
  chart.panels = {panel("Prefill", "prefill_share", false), panel("Prefill", "prefill", true),
                  panel("Decoding", "decode", true)};
  return {draw_grouped_bars(chart)};
}

}  // namespace mllm_npu
