// Perplexity of the ways to quantise.
// Rows: factors model, dataset, quantizer; measures perplexity, kl_divergence.

#include "plots/figure_catalog.h"
#include "plots/grouped_bars.h"

namespace mllm_npu {
namespace {

std::string corpus_of(const RecordRow& row) {
  const std::string model = row.text("model");
  const std::string name = model == "reference" ? "reference, planted outliers" : model;
  return row.text("dataset") == "world" ? name : name + ", " + row.text("dataset");
}

// Logarithmic: what is exactly zero, FP32 against itself, has no bar.
RecordRows with_divergence(const RecordRows& rows) {
  RecordRows found;
  for (const RecordRow& row : rows) {
    if (row.measure("kl_divergence").value > 0) found.push_back(row);
  }
  return found;
}

}  // namespace

std::vector<GnuplotPage> draw_quantizer_perplexity(const ResultRecord& record) {
  const RecordRows rows = rows_of(record);
  const RowKey quantizer = by_factor("quantizer");
  BarChart chart;
  chart.name = "quantizer-perplexity";
  chart.columns = 2;
  chart.axes_height = 1.1;
  chart.series = {{"perplexity", "perplexity", palette_color(0)},
                  {"divergence", "KL divergence from FP32", palette_color(1)}};
  for (const std::string& corpus : distinct(rows, corpus_of)) {
    const RecordRows shown = where(rows, corpus_of, corpus);
    const std::vector<std::string> names = distinct(shown, quantizer);
    chart.panels.push_back(
        {corpus, with_unit("Perplexity", shown, "perplexity"), false,
         bar_groups(shown, {quantizer, names, always("perplexity"), "perplexity"}, chart.series,
                    false),
         corpus});
    chart.panels.push_back(
        {corpus, with_unit("KL divergence", shown, "kl_divergence"), true,
         bar_groups(with_divergence(shown),
                    {quantizer, names, always("divergence"), "kl_divergence"}, chart.series, true),
         corpus});
  }
  return {draw_grouped_bars(chart)};
}

}  // namespace mllm_npu
