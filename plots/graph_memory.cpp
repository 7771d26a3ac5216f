// Section 3.2: memory of the chunk graphs with and without sharing.
// Rows: factors model, prompt_length, chunk_length, sharing (shared, unshared); measure
// graph_memory. A row may also have graph_memory_saved and shared_subgraphs; of the rows of one
// model, prompt and chunk length the first that has it counts.

#include "plots/figure_catalog.h"
#include "plots/grouped_bars.h"

namespace mllm_npu {
namespace {

std::string lengths_of(const RecordRow& row) {
  return row.text("prompt_length") + " tokens in chunks of " + row.text("chunk_length");
}

std::string case_of(const RecordRow& row) { return row.text("model") + ", " + lengths_of(row); }

RecordRows first_of_each_case(const RecordRows& rows) {
  RecordRows firsts;
  for (const std::string& name : distinct(rows, case_of)) {
    firsts.push_back(where(rows, case_of, name).front());
  }
  return firsts;
}

std::vector<BarGroup> memory_groups(const RecordRows& rows, const std::vector<std::string>& models,
                                    const std::vector<Look>& series) {
  const RowKey model = by_factor("model");
  std::vector<BarGroup> groups =
      bar_groups(rows, {model, models, by_factor("sharing"), "graph_memory"}, series, false);
  const RecordRows saved = first_of_each_case(with_measure(rows, "graph_memory_saved"));
  append_bars(groups, bar_groups(saved, {model, models, always("saved"), "graph_memory_saved"},
                                 series, false));
  return groups;
}

std::vector<BarGroup> subgraph_groups(const RecordRows& rows,
                                      const std::vector<std::string>& models,
                                      const std::vector<Look>& series) {
  const RecordRows counted = first_of_each_case(with_measure(rows, "shared_subgraphs"));
  return bar_groups(counted,
                    {by_factor("model"), models, always("shared_subgraphs"), "shared_subgraphs"},
                    series, false);
}

std::vector<Look> series_of(const RecordRows& rows) {
  std::vector<std::string> ids = distinct(rows, by_factor("sharing"));
  ids.insert(ids.end(), {"saved", "shared_subgraphs"});
  return looks("sharing", ids);
}

}  // namespace

std::vector<GnuplotPage> draw_graph_memory(const ResultRecord& record) {
  const RecordRows rows = rows_of(record);
  const std::vector<std::string> models = distinct(rows, by_factor("model"));
  const std::string y_label = with_unit("Graph memory", rows, "graph_memory");
  require_unit(with_measure(rows, "graph_memory_saved"), "graph_memory_saved",
               unit_of(rows, "graph_memory"));
  const bool counted = !with_measure(rows, "shared_subgraphs").empty();
  BarChart chart;
  chart.name = "graph-memory";
  chart.series = series_of(rows);
  std::vector<std::vector<BarPanel>> stacks;
  for (const std::string& title : distinct(rows, lengths_of)) {
    const RecordRows shown = where(rows, lengths_of, title);
    stacks.push_back({{title, y_label, false, memory_groups(shown, models, chart.series)}});
    if (!counted) continue;
    stacks.back().push_back(
        {"", "Shared subgraphs", false, subgraph_groups(shown, models, chart.series)});
  }
  place_stacks(chart, stacks);
  return {draw_grouped_bars(chart)};
}

}  // namespace mllm_npu
