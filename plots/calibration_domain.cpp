// Calibrated on one domain, tested on another.
// Rows: factors calibrated_on, tested_on, quantizer, scale_rule; measures perplexity,
// kl_divergence.

#include "plots/figure_catalog.h"
#include "plots/grouped_bars.h"

namespace mllm_npu {
namespace {

std::string domains_of(const RecordRow& row) {
  return row.text("calibrated_on") + ", tested on " + row.text("tested_on");
}

std::string way_of(const RecordRow& row) {
  const std::string name = row.text("quantizer");
  const bool is_signed = row.text("scale_rule") == "signed-percentile";
  return is_signed ? name + ", signed percentile" : name;
}

}  // namespace

std::vector<GnuplotPage> draw_calibration_domain(const ResultRecord& record) {
  const RecordRows rows = rows_of(record);
  BarChart chart;
  chart.name = "calibration-domain";
  chart.axes_height = 1.3;
  chart.series = looks("quantizer", distinct(rows, way_of));
  const auto panel = [&](const char* title, const char* name, const char* measure) {
    const BarQuery query{domains_of, distinct(rows, domains_of), way_of, measure};
    return BarPanel{title, with_unit(name, rows, measure), false,
                    bar_groups(rows, query, chart.series, false)};
  };
  chart.panels = {panel("reference model, planted outliers, by domain of calibration", "Perplexity",
                        "perplexity"),
                  panel("next-token distributions against FP32", "KL divergence", "kl_divergence")};
  return {draw_grouped_bars(chart)};
}

}  // namespace mllm_npu
