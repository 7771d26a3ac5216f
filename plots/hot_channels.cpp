// Section 3.3: memory of hot channels against reads from flash.
// Rows: factors model, pruning_rate, hot_channel_share; of the engine: measures
// shadow_memory_share, flash_reads_per_product; of the phone (factor device): shadow_memory,
// flash_bytes, time_to_first_token.

#include "plots/bar_chart.h"
#include "plots/figure_catalog.h"
#include "plots/line_chart.h"
#include "plots/style.h"

namespace mllm_npu {
namespace {

std::string rate_of(const RecordRow& row) { return row.text("pruning_rate") + " % pruned"; }

std::string where_of(const RecordRow& row) {
  return row.has("device") ? display_name(row.text("model")) + ", simulated phone"
                           : "reference model, computed";
}

LinePanel panel_of(const RecordRows& rows, const std::string& title, const std::string& name,
                   const std::string& measure) {
  LinePanel panel{.title = title,
                  .x_label = "Hot channels (%)",
                  .y_label = with_unit(name, rows, measure),
                  .log_x = true,
                  .lines = {}};
  std::size_t color = 0;
  for (const std::string& rate : distinct(rows, rate_of)) {
    LinePoints points;
    for (const RecordRow& row : where(rows, rate_of, rate)) {
      points.emplace_back(row.number("hot_channel_share"), row.measure(measure).value);
    }
    panel.lines.push_back({rate, palette_color(color++), false, std::move(points)});
  }
  return panel;
}

}  // namespace

std::vector<GnuplotPage> draw_hot_channels(const ResultRecord& record) {
  const RecordRows rows = rows_of(record);
  LineChart chart{.name = "hot-channels", .columns = 2, .panels = {}};
  for (const std::string& title : distinct(rows, where_of)) {
    const RecordRows shown = where(rows, where_of, title);
    chart.panels.push_back(panel_of(shown, title, "Shadow memory", "shadow_memory"));
    chart.panels.push_back(panel_of(shown, title, "Read from flash", "flash_bytes"));
    if (!shown.front().has("device")) continue;
    chart.panels.push_back(panel_of(shown, title, "First token", "time_to_first_token"));
    chart.panels.push_back(panel_of(shown, title, "Outliers on hot channels", "hot_outlier_share"));
  }
  return {draw_lines(chart)};
}

}  // namespace mllm_npu
