// Fig. 18: the engine with the CPU and with the GPU as the NPU's partner: prefill speed by prompt
// length, and whole requests.
// Rows: factors device, the same in all, model, float_processor, and either prompt_length with
// measure prefill_tokens_per_second, or workload with measure e2e.

#include "plots/figure_catalog.h"
#include "plots/grouped_bars.h"

namespace mllm_npu {
namespace {

class PartnerPanels {
 public:
  explicit PartnerPanels(const RecordRows& rows)
      : models_(distinct(rows, by_factor("model"))),
        series_(looks("unit", distinct(rows, by_factor("float_processor")))) {
    for (Look& look : series_) look.label = "NPU with " + look.label;
  }

  const std::vector<Look>& series() const { return series_; }

  BarPanel panel(const RecordRows& rows, const std::string& title, const char* name,
                 const char* measure) const {
    const BarQuery query{by_factor("model"), models_, by_factor("float_processor"), measure};
    return {title, with_unit(name, rows, measure), false, bar_groups(rows, query, series_, false)};
  }

 private:
  std::vector<std::string> models_;
  std::vector<Look> series_;
};

RecordRows with_factor(const RecordRows& rows, const std::string& factor, bool wanted) {
  RecordRows found;
  for (const RecordRow& row : rows) {
    if (row.has(factor) == wanted) found.push_back(row);
  }
  return found;
}

}  // namespace

std::vector<GnuplotPage> draw_fig18(const ResultRecord& record) {
  const RecordRows rows = rows_of(record);
  const RecordRows requests = with_factor(rows, "workload", true);
  const RecordRows prefills = with_factor(rows, "workload", false);
  const PartnerPanels panels(rows);
  BarChart chart;
  chart.name = "fig18";
  chart.columns = 2;
  chart.series = panels.series();
  chart.note = display_name(rows.front().text("device"));
  for (const std::string& length : distinct(prefills, by_factor("prompt_length"))) {
    chart.panels.push_back(panels.panel(where(prefills, by_factor("prompt_length"), length),
                                        "prefill of " + length + " tokens", "Speed",
                                        "prefill_tokens_per_second"));
  }
  for (const std::string& workload : distinct(requests, by_factor("workload"))) {
    chart.panels.push_back(
        panels.panel(where(requests, by_factor("workload"), workload), workload, "Request", "e2e"));
    chart.panels.back().range = workload;
  }
  return {draw_grouped_bars(chart)};
}

}  // namespace mllm_npu
