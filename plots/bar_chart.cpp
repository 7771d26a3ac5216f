#include "plots/bar_chart.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/base/input_error.h"
#include "engine/base/number_text.h"
#include "plots/text.h"

namespace mllm_npu {
namespace {

std::size_t series_index(const std::vector<Look>& series, const std::string& id) {
  const auto has_id = [&id](const Look& look) { return look.id == id; };
  const auto found = std::find_if(series.begin(), series.end(), has_id);
  MLLM_NPU_CHECK(found != series.end(), id);
  return static_cast<std::size_t>(found - series.begin());
}

void require_positive(double value, const std::string& measure) {
  if (value >= 1e-12) return;
  throw InputError("", "measures." + measure, "a positive number", number_text(value));
}

Bar bar_of(const RecordRow& row, const BarQuery& query, const std::vector<Look>& series, bool log) {
  const Measure& measure = row.measure(query.measure);
  if (log) require_positive(measure.value, query.measure);
  if (log && measure.paper) require_positive(*measure.paper, query.measure);
  return {series_index(series, query.series(row)), measure.value, measure.paper, {}};
}

BarGroup& group_called(std::vector<BarGroup>& groups, const std::string& label) {
  const auto has_label = [&label](const BarGroup& group) { return group.label == label; };
  const auto found = std::find_if(groups.begin(), groups.end(), has_label);
  MLLM_NPU_CHECK(found != groups.end(), label);
  return *found;
}

// The parts of a row, bottom first.
std::vector<Bar> parts_of(const RecordRow& row, const std::vector<Look>& series) {
  std::vector<Bar> parts;
  double sum = 0;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const double value = row.measure(series[i].id).value;
    if (value < 0) {
      throw InputError("", "measures." + series[i].id, "no negative number", number_text(value));
    }
    if (value <= 0) continue;
    parts.push_back({.series = i, .value = value, .base = sum, .label = ""});
    sum += value;
  }
  return parts;
}

void append_stack(BarGroup& group, const RecordRow& row, const StackQuery& query,
                  const std::vector<Look>& series) {
  std::vector<Bar> parts = parts_of(row, series);
  if (parts.empty()) parts.push_back({});
  const double sum = parts.back().end();
  const Measure& total = row.measure(query.total);
  parts.back().label = value_label(total.value);
  if (!query.shares) parts.back().paper = total.paper;
  for (Bar& part : parts) {
    if (query.shares && sum > 0) {
      part.value = 100 * part.value / sum;
      part.base = 100 * part.base / sum;
    }
    group.bars.push_back(part);
  }
}

bool by_series(const Bar& a, const Bar& b) { return a.series < b.series; }

}  // namespace

bool share_axis(const BarPanel& a, const BarPanel& b) {
  return a.y_label == b.y_label && a.range == b.range;
}

std::vector<BarGroup> bar_groups(const RecordRows& rows, const BarQuery& query,
                                 const std::vector<Look>& series, bool log) {
  std::vector<BarGroup> groups;
  for (const std::string& label : query.groups) groups.push_back({label, {}});
  for (const RecordRow& row : rows) {
    group_called(groups, query.group(row)).bars.push_back(bar_of(row, query, series, log));
  }
  for (BarGroup& group : groups) {
    std::stable_sort(group.bars.begin(), group.bars.end(), by_series);
    group.label = display_name(group.label);
  }
  return groups;
}

std::vector<BarGroup> stack_groups(const RecordRows& rows, const StackQuery& query,
                                   const std::vector<Look>& series) {
  std::vector<BarGroup> groups;
  for (const std::string& label : query.groups) groups.push_back({label, {}});
  const std::string unit = unit_of(rows, query.total);
  for (const Look& look : series) require_unit(rows, look.id, unit);
  for (const RecordRow& row : rows) {
    append_stack(group_called(groups, query.group(row)), row, query, series);
  }
  for (BarGroup& group : groups) group.label = display_name(group.label);
  return groups;
}

void append_bars(std::vector<BarGroup>& groups, const std::vector<BarGroup>& more) {
  MLLM_NPU_CHECK(groups.size() == more.size(), std::to_string(more.size()));
  for (std::size_t i = 0; i < groups.size(); ++i) {
    groups[i].bars.insert(groups[i].bars.end(), more[i].bars.begin(), more[i].bars.end());
  }
}

std::string with_unit(const std::string& name, const RecordRows& rows, const std::string& measure) {
  return name + " (" + unit_of(rows, measure) + ")";
}

void place_stacks(BarChart& chart, const std::vector<std::vector<BarPanel>>& stacks) {
  chart.columns = std::min<std::size_t>(2, stacks.size());
  for (std::size_t first = 0; first < stacks.size(); first += chart.columns) {
    for (std::size_t level = 0; level < stacks[first].size(); ++level) {
      for (std::size_t i = first; i < first + chart.columns; ++i) {
        chart.panels.push_back(i < stacks.size() ? stacks[i].at(level) : BarPanel{});
      }
    }
  }
}

}  // namespace mllm_npu
