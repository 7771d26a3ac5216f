// Fig. 13: the NPU's bubbles under each scheduling policy, and below them the makespan with its
// lower bound and what NPU and CPU have to do. Times have an axis per workload: a long prompt takes
// many times as long as a short one.
// Rows: factors device, model, prompt_length, chunk_length, policy; measures npu_bubble_rate,
// makespan, lower_bound, npu_busy_time, cpu_busy_time.

#include "plots/figure_catalog.h"
#include "plots/grouped_bars.h"

namespace mllm_npu {
namespace {

std::string workload_of(const RecordRow& row) {
  return display_name(row.text("device")) + ", " + display_name(row.text("model")) + ", " +
         row.text("prompt_length") + " tokens in chunks of " + row.text("chunk_length");
}

// One bar of series `id` per row, a group per policy.
std::vector<BarGroup> groups_of(const RecordRows& rows, const std::vector<std::string>& policies,
                                const std::string& measure, const std::vector<Look>& series,
                                const std::string& id) {
  const BarQuery query{by_factor("policy"), policies, always(id), measure};
  return bar_groups(rows, query, series, false);
}

// The lower bounds as values of their own, in the order of the makespans.
void set_bounds(std::vector<BarGroup>& makespans, const std::vector<BarGroup>& bounds) {
  for (std::size_t g = 0; g < makespans.size(); ++g) {
    for (std::size_t i = 0; i < makespans[g].bars.size(); ++i) {
      makespans[g].bars[i].bound = bounds[g].bars[i].value;
    }
  }
}

std::vector<BarGroup> time_groups(const RecordRows& rows, const std::vector<std::string>& policies,
                                  const std::vector<Look>& series) {
  std::vector<BarGroup> groups = groups_of(rows, policies, "makespan", series, "makespan");
  set_bounds(groups, groups_of(rows, policies, "lower_bound", series, "makespan"));
  for (const char* measure : {"npu_busy_time", "cpu_busy_time"}) {
    append_bars(groups, groups_of(rows, policies, measure, series, measure));
  }
  return groups;
}

// The times of a workload share an axis, so all times share their unit.
std::string time_label(const RecordRows& rows) {
  const std::string unit = unit_of(rows, "makespan");
  for (const char* measure : {"lower_bound", "npu_busy_time", "cpu_busy_time"}) {
    require_unit(rows, measure, unit);
  }
  return "Time (" + unit + ")";
}

}  // namespace

std::vector<GnuplotPage> draw_fig13(const ResultRecord& record) {
  const RecordRows rows = rows_of(record);
  const std::vector<std::string> policies = distinct(rows, by_factor("policy"));
  const std::string rate_label = with_unit("NPU bubbles", rows, "npu_bubble_rate");
  BarChart chart;
  chart.name = "fig13";
  chart.axes_height = 0.95;
  chart.bound_label = "lower bound";
  chart.series = looks("time", {"npu_bubble_rate", "makespan", "npu_busy_time", "cpu_busy_time"});
  std::vector<std::vector<BarPanel>> stacks;
  for (const std::string& workload : distinct(rows, workload_of)) {
    const RecordRows shown = where(rows, workload_of, workload);
    stacks.push_back(
        {{workload, rate_label, false,
          groups_of(shown, policies, "npu_bubble_rate", chart.series, "npu_bubble_rate")},
         {"", time_label(rows), false, time_groups(shown, policies, chart.series), workload}});
  }
  place_stacks(chart, stacks);
  return {draw_grouped_bars(chart)};
}

}  // namespace mllm_npu
