// Public logs: from the paper's speed to a reported one, a panel per report.
// Rows: factors report, step, kind (paper, prediction, cause, report), model, prompt_length;
// measure prefill_tokens_per_second. Rows of a report stand in the order of the walk.

#include "engine/base/input_error.h"
#include "engine/base/number_text.h"
#include "plots/bar_chart.h"
#include "plots/figure_catalog.h"
#include "plots/waterfall.h"

namespace mllm_npu {
namespace {

enum GapLook : std::size_t { kKnown, kOurError, kSlower, kFaster, kUnexplained };

std::vector<Look> gap_looks() {
  return {{"known", "printed, reported", "#999999"},
          {"error", "error of our prediction", "#56B4E9"},
          {"slower", "slower by a cause", "#D55E00"},
          {"faster", "faster by a cause", "#009E73"},
          {"unexplained", "unexplained", "#F0E442"}};
}

double speed_of(const RecordRow& row) {
  const double speed = row.measure("prefill_tokens_per_second").value;
  if (speed >= 1e-12) return speed;
  throw InputError("", "measures.prefill_tokens_per_second", "a positive number",
                   number_text(speed));
}

GapLook look_of(const RecordRow& row, double factor) {
  const std::string kind = row.text("kind");
  if (kind == "prediction") return kOurError;
  if (kind == "report") return kUnexplained;
  return factor < 1 ? kSlower : kFaster;
}

// The first row stands; each after it hangs from the one before; what is reported stands again.
WaterfallPanel gap_panel(const RecordRows& rows, const std::string& report) {
  const RecordRow& last = rows.back();
  WaterfallPanel panel{.title = report + ": " + display_name(last.text("model")) + ", " +
                                last.text("prompt_length") + " tokens",
                       .bars = {}};
  double before = 0;
  for (const RecordRow& row : rows) {
    const double speed = speed_of(row);
    if (panel.bars.empty()) {
      panel.bars.push_back({row.text("step"), kKnown, {}, speed});
    } else {
      panel.bars.push_back({row.text("step"), look_of(row, speed / before), before, speed});
    }
    before = speed;
  }
  if (last.text("kind") == "report") panel.bars.push_back({"reported", kKnown, {}, before});
  return panel;
}

}  // namespace

std::vector<GnuplotPage> draw_explain_gap(const ResultRecord& record) {
  const RecordRows rows = rows_of(record);
  WaterfallChart chart{.name = "explain-gap",
                       .y_label = with_unit("Prefill speed", rows, "prefill_tokens_per_second"),
                       .width = kPageWidth,
                       .looks = gap_looks(),
                       .panels = {}};
  const RowKey report = by_factor("report");
  for (const std::string& name : distinct(rows, report)) {
    chart.panels.push_back(gap_panel(where(rows, report, name), name));
  }
  return {draw_waterfall(chart)};
}

}  // namespace mllm_npu
