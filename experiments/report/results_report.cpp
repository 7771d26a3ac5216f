#include "experiments/report/results_report.h"

#include <array>
#include <cmath>
#include <map>

#include "experiments/report/accuracy_readings.h"
#include "experiments/report/verdict.h"
#include "experiments/text_table.h"

namespace mllm_npu {
namespace {

constexpr int kDigits = 4;

// How far a measure is from the printed value: shares in %, in points; everything else relatively.
bool is_share(const Measure& measure) { return measure.unit == "%"; }

std::string error_text(const Measure& measure) {
  if (is_share(measure)) {
    const double points = measure.value - *measure.paper;
    return (points >= 0 ? "+" : "") + rounded(points, 3) + " points";
  }
  const std::optional<double> error = relative_error(measure);
  return error ? percent(*error) : "";
}

struct Tally {
  std::array<int, 4> verdicts{};                      // by Verdict
  std::map<std::string, std::vector<double>> errors;  // by role, shares apart
};

Tally tally_of(const ResultRecord& record) {
  Tally tally;
  for (std::size_t i = 0; i < record.rows.size(); ++i) {
    for (const Measure& measure : record.rows[i].measures) {
      ++tally.verdicts[static_cast<std::size_t>(verdict_on(record, i, measure.name))];
      if (!measure.paper) continue;
      if (is_share(measure)) {
        tally.errors[*measure.role + " shares"].push_back(measure.value - *measure.paper);
      } else if (const auto error = relative_error(measure)) {
        tally.errors[*measure.role].push_back(*error);
      }
    }
  }
  return tally;
}

std::string verdicts_text(const Tally& tally) {
  std::string text;
  for (const Verdict verdict : {Verdict::kMatch, Verdict::kTrend, Verdict::kMiss}) {
    const int count = tally.verdicts[static_cast<std::size_t>(verdict)];
    if (count == 0) continue;
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + name_of(verdict);
  }
  return text.empty() ? name_of(Verdict::kNoValue) : text;
}

std::string errors_text(const Tally& tally) {
  std::string text;
  for (const auto& [role, errors] : tally.errors) {
    double sum = 0;
    for (const double error : errors) sum += std::abs(error);
    const double mean = sum / static_cast<double>(errors.size());
    text += (text.empty() ? "" : "; ") +
            (role.ends_with("shares") ? rounded(mean, 3) + " points" : share(mean)) + " (" +
            std::to_string(errors.size()) + " " + role + ")";
  }
  return text;
}

std::string overview(const std::vector<ReportedExperiment>& reported) {
  TextTable table(
      {"in the paper", "what", "command", "result", "mean absolute error (values)", "verdicts"});
  for (const auto& [experiment, record] : reported) {
    const std::string id = experiment.id;
    const Tally tally = tally_of(record);
    table.add({experiment.place, experiment.title, "`mllm-npu reproduce " + id + "`",
               "`results/" + id + ".json`", errors_text(tally), verdicts_text(tally)});
  }
  return table.markdown();
}

void add_compared_rows(const ResultRecord& record, TextTable& table) {
  for (std::size_t i = 0; i < record.rows.size(); ++i) {
    for (const Measure& measure : record.rows[i].measures) {
      if (!measure.paper) continue;
      table.add({factors_text(record.rows[i].factors), measure.name, measure.unit,
                 rounded(*measure.paper, kDigits), rounded(measure.value, kDigits),
                 error_text(measure), *measure.role, name_of(verdict_on(record, i, measure.name))});
    }
  }
}

bool has_printed_value(const ResultRecord& record) {
  for (const ResultRow& row : record.rows) {
    for (const Measure& measure : row.measures) {
      if (measure.paper) return true;
    }
  }
  return false;
}

std::string comparison(const ReportedExperiment& each) {
  if (!has_printed_value(each.record)) return "";
  TextTable table({"row", "measure", "unit", "paper", "ours", "error", "role", "verdict"});
  add_compared_rows(each.record, table);
  return "\n### " + std::string(each.experiment.place) + ": " + each.experiment.title + "\n\n" +
         table.markdown();
}

// All rows of a record with the measures `names` as columns, each value with its unit.
std::string readings(const ResultRecord& record, const std::vector<std::string>& names) {
  std::vector<std::string> header = {"row"};
  header.insert(header.end(), names.begin(), names.end());
  TextTable table(header);
  for (const ResultRow& row : record.rows) {
    std::vector<std::string> cells = {factors_text(row.factors)};
    for (const std::string& name : names) {
      const Measure* measure = find_measure(row, name);
      cells.push_back(measure == nullptr ? ""
                                         : rounded(measure->value, kDigits) + " " + measure->unit);
    }
    table.add(std::move(cells));
  }
  return table.markdown();
}

std::string all_readings(const std::vector<ReportedExperiment>& reported) {
  std::string text;
  for (const auto& [experiment, record] : reported) {
    const std::string id = experiment.id;
    if (id == "fig13") {
      text += "\n### Fig. 13: every policy, every reading of Eq. 5\n\n" +
              readings(record, {"npu_bubble_rate", "inner_npu_bubble_rate", "makespan",
                                "lower_bound", "npu_busy_time", "cpu_busy_time", "critical_path"});
    }
    if (id == "shadow-share") {
      text += "\n### Section 3.3: shadows beside the NPU's products and the weights\n\n" +
              readings(record, {"shadow_time", "shadowed_npu_time", "shadow_time_share",
                                "shadow_share_of_npu_busy_time", "flash_time", "shadow_memory",
                                "shadow_memory_share"});
    }
    if (id == "fig19") {
      text += "\n### Fig. 19: every length, with and without pruning\n\n" +
              readings(record, {"prefill_tokens_per_second", "npu_bubble_rate"});
    }
    text += accuracy_readings(record);
  }
  return text;
}

}  // namespace

std::string results_report(const std::vector<ReportedExperiment>& reported) {
  std::string text = overview(reported);
  for (const ReportedExperiment& each : reported) text += comparison(each);
  return text + all_readings(reported);
}

}  // namespace mllm_npu
