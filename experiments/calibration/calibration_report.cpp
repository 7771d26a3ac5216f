#include "experiments/calibration/calibration_report.h"

#include <algorithm>

#include "engine/base/number_text.h"

namespace mllm_npu {
namespace {

// "fig14, mllm-npu": what errors are averaged over.
std::string table_of(const RowResidual& residual) {
  const auto* system = find_factor(residual.row.factors, "system");
  return residual.row.id + (system == nullptr ? "" : ", " + factor_text(*system));
}

std::vector<std::string> tables_of(const std::vector<RowResidual>& residuals) {
  std::vector<std::string> tables;
  for (const RowResidual& residual : residuals) {
    const std::string table = residual.stage + ": " + table_of(residual);
    if (std::find(tables.begin(), tables.end(), table) == tables.end()) tables.push_back(table);
  }
  return tables;
}

}  // namespace

TextTable constant_table(const Calibration& calibration) {
  TextTable table({"card", "constant", "value", "stage", "determined"});
  for (const FittedConstant& constant : calibration.constants) {
    table.add({constant.parameter.card, constant.parameter.key, number_text(constant.value),
               constant.stage, constant.determined ? "yes" : "no"});
  }
  return table;
}

TextTable stage_table(const Calibration& calibration) {
  TextTable table({"stage", "fitted to"});
  std::string last;
  for (const FittedConstant& constant : calibration.constants) {
    if (constant.stage == last) continue;
    last = constant.stage;
    std::string rows;
    for (const std::string& each : constant.rows) rows += (rows.empty() ? "" : "; ") + each;
    table.add({constant.stage, rows});
  }
  return table;
}

TextTable residual_table(const Calibration& calibration) {
  TextTable table({"stage", "table", "paper", "ours", "unit", "error", "row"});
  for (const RowResidual& residual : calibration.residuals) {
    table.add({residual.stage, residual.row.id, number_text(residual.row.value()),
               rounded(residual.predicted, 4), residual.row.unit,
               percent(residual.relative_error()), factors_text(residual.row.factors)});
  }
  return table;
}

TextTable mean_error_table(const Calibration& calibration) {
  TextTable table({"stage: table", "rows", "mean absolute error"});
  for (const std::string& name : tables_of(calibration.residuals)) {
    const auto is_of_table = [&](const RowResidual& residual) {
      return residual.stage + ": " + table_of(residual) == name;
    };
    const auto count =
        std::count_if(calibration.residuals.begin(), calibration.residuals.end(), is_of_table);
    table.add({name, std::to_string(count),
               share(mean_absolute_error(calibration.residuals, is_of_table))});
  }
  return table;
}

TextTable unseen_error_table(const std::vector<UnseenError>& errors) {
  TextTable table({"model left out", "system", "fig14 rows", "mean absolute error"});
  for (const UnseenError& error : errors) {
    table.add(
        {error.model, error.system, std::to_string(error.rows), share(error.mean_absolute_error)});
  }
  return table;
}

std::string calibration_report(const Calibration& calibration,
                               const std::vector<UnseenError>& errors) {
  return "\n### Constants\n\n" + constant_table(calibration).markdown() +
         "\n### What they were fitted to\n\n" + stage_table(calibration).markdown() +
         "\n### Errors on the rows that they were fitted to\n\n" +
         mean_error_table(calibration).markdown() + "\n### Errors on models left out\n\n" +
         unseen_error_table(errors).markdown();
}

}  // namespace mllm_npu
