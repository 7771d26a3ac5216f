// Fig. 4: latency of an operator, and accuracy on HellaSwag's stand-in, by way to quantise.
// Rows: factors model, quantizer; measure operator_latency (with device), accuracy (the reference
// model) or hellaswag_accuracy (the paper's models, with source "paper").

#include "plots/figure_catalog.h"
#include "plots/grouped_bars.h"
#include "plots/model_panels.h"

namespace mllm_npu {
namespace {

std::string title_of(const RecordRow& row) {
  const std::string name = display_name(row.text("model"));
  return is_printed(row) ? name + ", printed" : name;
}

BarPanel panel_of(const RecordRows& rows, const char* title, const char* name,
                  const std::string& measure, const std::vector<Look>& series) {
  const RecordRows shown = with_measure(rows, measure);
  const BarQuery query{title_of, distinct(shown, title_of), by_factor("quantizer"), measure};
  return {title, shown.empty() ? name : with_unit(name, shown, measure), false,
          bar_groups(shown, query, series, false)};
}

}  // namespace

std::vector<GnuplotPage> draw_fig4(const ResultRecord& record) {
  const RecordRows rows = rows_of(record);
  BarChart chart;
  chart.name = "fig4";
  chart.axes_height = 1.3;
  chart.series = looks("quantizer", distinct(rows, by_factor("quantizer")));
  chart.panels = {
      panel_of(rows, "one product on the NPU", "Latency", "operator_latency", chart.series),
      panel_of(rows, "reference model with planted outliers", "Accuracy", "accuracy",
               chart.series)};
  const BarPanel printed =
      panel_of(rows, "as printed, HellaSwag", "Accuracy", "hellaswag_accuracy", chart.series);
  if (!printed.groups.empty()) chart.panels.push_back(printed);
  return {draw_grouped_bars(chart)};
}

}  // namespace mllm_npu
