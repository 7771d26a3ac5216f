#include "experiments/calibration/residual_report.h"

#include <algorithm>
#include <ostream>

#include "engine/base/number_text.h"
#include "experiments/text_table.h"

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

void print_constants(const Calibration& calibration, std::ostream& out) {
  TextTable table({"card", "constant", "value", "fitted to"});
  for (const FittedConstant& constant : calibration.constants) {
    std::string rows;
    for (const std::string& each : constant.rows) rows += (rows.empty() ? "" : ", ") + each;
    if (constant.at_bound) rows += "; at the end of its range";
    table.add({constant.parameter.card, constant.parameter.key, number_text(constant.value), rows});
  }
  out << table.text();
}

void print_residuals(const Calibration& calibration, std::ostream& out) {
  TextTable rows({"stage", "table", "paper", "ours", "unit", "error", "row"});
  for (const RowResidual& residual : calibration.residuals) {
    rows.add({residual.stage, residual.row.id, number_text(residual.row.value()),
              rounded(residual.predicted, 4), residual.row.unit,
              percent(residual.relative_error()), factors_text(residual.row.factors)});
  }
  out << rows.text() << '\n';
  TextTable means({"stage and table", "rows", "mean absolute error"});
  for (const std::string& table : tables_of(calibration.residuals)) {
    const auto is_of_table = [&](const RowResidual& residual) {
      return residual.stage + ": " + table_of(residual) == table;
    };
    const auto count = std::count_if(calibration.residuals.begin(), calibration.residuals.end(),
                                     is_of_table);
    means.add({table, std::to_string(count),
               share(mean_absolute_error(calibration.residuals, is_of_table))});
  }
  out << means.text();
}

void print_unseen_errors(const std::vector<UnseenError>& errors, std::ostream& out) {
  TextTable table({"model left out", "system", "fig14 rows", "mean absolute error"});
  for (const UnseenError& error : errors) {
    table.add({error.model, error.system, std::to_string(error.rows),
               share(error.mean_absolute_error)});
  }
  out << table.text();
}

}  // namespace mllm_npu
