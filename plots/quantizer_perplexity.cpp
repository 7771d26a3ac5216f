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

}  // namespace

std::vector<GnuplotPage> draw_quantizer_perplexity(const ResultRecord& record) {
  const RecordRows rows = rows_of(record);
  const RowKey quantizer = by_factor("quantizer");
  BarChart chart;
  chart.name = "quantizer-perplexity";
  chart.axes_height = 1.1;
  chart.series = looks("model", {""});
  for (const std::string& corpus : distinct(rows, corpus_of)) {
    const RecordRows shown = where(rows, corpus_of, corpus);
    chart.series.front().label = "perplexity";
    const BarQuery query{quantizer, distinct(shown, quantizer), always(""), "perplexity"};
    chart.panels.push_back(
        {corpus, "Perplexity", false, bar_groups(shown, query, chart.series, false), corpus});
  }
  return {draw_grouped_bars(chart)};
}

}  // namespace mllm_npu
