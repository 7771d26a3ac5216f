// The abstract's ratios under each reading of "average", a panel each, for every baseline; and what
// synchronising for shadows takes.
// Rows: measures mean_prefill_speedup, mean_energy_saving with factors mean, baselines, lengths,
// pairs and device; max_end_to_end_speedup with baselines, pairs, device and model; and
// unpruned_sync_latency_share with factors device, model, prompt_length. Drawn are those over all
// lengths, phones and models, of the models that a baseline runs. A quick run has the last alone.

#include "plots/figure_catalog.h"
#include "plots/grouped_bars.h"

namespace mllm_npu {
namespace {

constexpr const char* kShare = "unpruned_sync_latency_share";
constexpr const char* kLength = "256";

struct Ratio {
  const char* measure;
  const char* title;
};
constexpr Ratio kRatios[] = {{"mean_prefill_speedup", "Prefill, mllm-NPU over others"},
                             {"mean_energy_saving", "Energy, others over mllm-NPU"},
                             {"max_end_to_end_speedup", "Request, largest ratio"}};

std::string mean_of(const RecordRow& row) { return row.text_or("mean", "maximum"); }

bool is_whole(const RecordRow& row) {
  for (const char* factor : {"lengths", "device", "model"}) {
    if (row.text_or(factor, "all") != "all") return false;
  }
  return !row.has("source") && row.text_or("pairs", "supported") == "supported";
}

RecordRows whole_rows(const RecordRows& rows, const std::string& measure) {
  RecordRows found;
  for (const RecordRow& row : with_measure(rows, measure)) {
    // Energy is of one phone alone, so its rows name it.
    const bool one_phone = measure == "mean_energy_saving" && !row.has("source") &&
                           row.text_or("lengths", "all") == "all" &&
                           row.text_or("pairs", "supported") == "supported";
    if (one_phone || is_whole(row)) found.push_back(row);
  }
  return found;
}

}  // namespace

std::vector<GnuplotPage> draw_summary(const ResultRecord& record) {
  const RecordRows rows = rows_of(record);
  const RecordRows shares = where(with_measure(rows, kShare), by_factor("prompt_length"), kLength);
  RecordRows ratios;
  for (const Ratio& ratio : kRatios) {
    for (const RecordRow& row : whole_rows(rows, ratio.measure)) ratios.push_back(row);
  }
  BarChart chart;
  chart.name = "summary";
  chart.page_wide = true;
  chart.axes_height = 1.2;
  chart.series = looks("mean", distinct(ratios, mean_of));
  for (const Look& look : looks("device", distinct(shares, by_factor("device")))) {
    chart.series.push_back(look);
  }
  for (std::size_t i = 0; i < chart.series.size(); ++i) {
    chart.series[i].color = palette_color(i);
  }
  for (const Ratio& ratio : kRatios) {
    const RecordRows shown = whole_rows(rows, ratio.measure);
    if (shown.empty()) continue;
    const BarQuery query{by_factor("baselines"), distinct(shown, by_factor("baselines")), mean_of,
                         ratio.measure};
    chart.panels.push_back({ratio.title, with_unit("Ratio", shown, query.measure), true,
                            bar_groups(shown, query, chart.series, true), ratio.measure});
  }
  const BarQuery query{by_factor("model"), distinct(shares, by_factor("model")),
                       by_factor("device"), kShare};
  chart.panels.push_back({"Shadows and their synchronisation, nothing pruned, 256 tokens",
                          with_unit("Share of the prefill", shares, kShare), false,
                          bar_groups(shares, query, chart.series, false)});
  return {draw_grouped_bars(chart)};
}

}  // namespace mllm_npu
