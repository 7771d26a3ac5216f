#include "plots/system_panels.h"

#include <algorithm>

namespace mllm_npu {
namespace {

constexpr std::size_t kMostColumns = 4;  // more would leave no room for bars

std::vector<std::string> ids_of(const std::vector<Look>& looks) {
  std::vector<std::string> ids;
  for (const Look& look : looks) ids.push_back(look.id);
  return ids;
}

RecordRows shortest_first(RecordRows rows) {
  std::ranges::stable_sort(rows, {},
                           [](const RecordRow& row) { return row.number("prompt_length"); });
  return rows;
}

// "bars from left: 64, 512, 1024 tokens"
std::string note_of(const std::vector<std::string>& lengths) {
  std::string note;
  for (const std::string& length : lengths) note += (note.empty() ? "" : ", ") + length;
  return (lengths.size() > 1 ? "bars from left: " : "") + note + " tokens";
}

}  // namespace

BarChart by_device_and_length(const RecordRows& rows, const std::string& label,
                              const std::string& measure) {
  const RowKey device = by_factor("device");
  const RowKey length = by_factor("prompt_length");
  const std::vector<std::string> devices = distinct(rows, device);
  BarChart chart;
  chart.columns = std::min<std::size_t>(kMostColumns, devices.size());
  chart.axes_height = 1.2;
  chart.series = looks("system", distinct(rows, by_factor("system")));
  const BarQuery query{by_factor("model"), distinct(rows, by_factor("model")), by_factor("system"),
                       measure};
  const std::string y_label = with_unit(label, rows, measure);
  for (const std::string& prompt_length : distinct(rows, length)) {
    for (const std::string& name : devices) {
      const RecordRows shown = where(where(rows, length, prompt_length), device, name);
      chart.panels.push_back({display_name(name) + ", " + prompt_length + " tokens", y_label, true,
                              bar_groups(shown, query, chart.series, true)});
    }
  }
  return chart;
}

BarChart stacks_by_model(const RecordRows& rows, const StackedMeasures& measures) {
  const RowKey model = by_factor("model");
  const RowKey system = by_factor("system");
  const RecordRows sorted = shortest_first(rows);
  const std::vector<std::string> models = distinct(rows, model);
  BarChart chart;
  chart.page_wide = true;
  chart.axes_height = 0.9;
  chart.series = measures.series;
  chart.note = display_name(rows.front().text("device")) + ", " +
               note_of(distinct(sorted, by_factor("prompt_length")));
  for (const std::string& name : models) {
    const RecordRows shown = where(sorted, model, name);
    const std::vector<Look> systems = looks("system", distinct(shown, system));
    const StackQuery query{system, ids_of(systems), measures.total, measures.shares};
    chart.panels.push_back(
        {display_name(name), measures.y_label, false, stack_groups(shown, query, chart.series)});
    if (!measures.shares) chart.panels.back().range = name;
  }
  return chart;
}

RecordRows rows_on(const RecordRows& rows, const std::string& device) {
  const RowKey key = by_factor("device");
  const RecordRows found = where(rows, key, device);
  return found.empty() ? where(rows, key, key(rows.front())) : found;
}

}  // namespace mllm_npu
