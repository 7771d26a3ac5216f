#include "experiments/calibration/calibrate.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "engine/base/check.h"
#include "experiments/calibration/least_squares.h"
#include "experiments/calibration/predict.h"

namespace mllm_npu {
namespace {

// Below this change of every residual the rows do not determine a constant.
constexpr double kUndetermined = 0.005;

// What a card holds, so that the figures in the report are those that the cards give.
double four_digits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return std::strtod(text, nullptr);
}

// The values that factor `name` takes in `rows`, "a" or "a or b"; "" when a row lacks it or there
// are more than three.
std::string values_of(const CalibrationRows& rows, const std::string& name) {
  std::vector<std::string> values;
  for (const PrintedNumber& row : rows) {
    const auto* value = find_factor(row.factors, name);
    if (value == nullptr) return "";
    const std::string text = factor_text(*value);
    if (std::find(values.begin(), values.end(), text) == values.end()) values.push_back(text);
  }
  if (values.size() > 3) return "";
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : " or ") + value;
  return text;
}

// "fig14: 9 rows, device=redmi-k70-pro or redmi-k60-pro, system=mllm-npu, ..."
std::string selection(const std::string& table, const CalibrationRows& rows) {
  std::string text = table + ": " + std::to_string(rows.size()) + " rows";
  for (const auto& [name, value] : rows[0].factors) {
    const std::string values = values_of(rows, name);
    if (!values.empty()) text += ", " + name + "=" + values;
  }
  return text;
}

// A selection per table, in the order of the file.
std::vector<std::string> selections(const CalibrationRows& rows) {
  std::vector<std::string> tables;
  for (const PrintedNumber& row : rows) {
    if (tables.empty() || tables.back() != row.id) tables.push_back(row.id);
  }
  std::vector<std::string> texts;
  for (const std::string& table : tables) {
    texts.push_back(
        selection(table, rows.where([&](const PrintedNumber& row) { return row.id == table; })));
  }
  return texts;
}

void set_all(World& world, const Stage& stage, const std::vector<double>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    set_constant(world, stage.parameters[i], values[i]);
  }
}

PrintedNumber asked_of(const PrintedNumber& row, const std::string& system) {
  PrintedNumber asked = row;
  for (auto& [name, value] : asked.factors) {
    if (name == "system" && !system.empty()) value = system;
  }
  return asked;
}

double predicted_value(const Stage& stage, const PrintedNumber& row, const World& world) {
  const std::optional<double> value = predict(asked_of(row, stage.stand_in), world);
  MLLM_NPU_CHECK(value.has_value(), row.id + " " + factors_text(row.factors));
  return *value;
}

// A stage and the rows that it is fitted to.
struct Problem {
  const Stage& stage;
  const CalibrationRows& used;

  std::vector<double> residuals(World& world, const std::vector<double>& values) const {
    set_all(world, stage, values);
    std::vector<double> all;
    for (const PrintedNumber& row : used) {
      all.push_back(stage.weight(row) * std::log(predicted_value(stage, row, world) / row.value()));
    }
    return all;
  }
};

std::vector<double> fit(const Problem& problem, World world) {
  std::vector<Bounded> unknowns;
  for (const Parameter& parameter : problem.stage.parameters) {
    unknowns.push_back({parameter.initial, parameter.low, parameter.high});
  }
  return least_squares(unknowns, [&](const std::vector<double>& values) {
    return problem.residuals(world, values);
  });
}

// Largest change of a residual, a relative error, when constant `index` is doubled or halved.
double sensitivity(const Problem& problem, World world, const std::vector<double>& values,
                   std::size_t index) {
  const std::vector<double> at_values = problem.residuals(world, values);
  double largest = 0;
  for (const double factor : {0.5, 2.0}) {
    std::vector<double> moved = values;
    moved[index] *= factor;
    const std::vector<double> residuals = problem.residuals(world, moved);
    for (std::size_t i = 0; i < residuals.size(); ++i) {
      largest = std::max(largest, std::abs(residuals[i] - at_values[i]));
    }
  }
  return largest;
}

// So that nothing is left of what the cards were fitted to before.
void forget_fitted_constants(World& world) {
  for (const Stage& stage : calibration_stages()) {
    for (const Parameter& parameter : stage.parameters) {
      set_constant(world, parameter, parameter.initial);
    }
  }
}

}  // namespace

Calibration calibrate(World world, const CalibrationRows& rows) {
  forget_fitted_constants(world);
  Calibration result;
  for (const Stage& stage : calibration_stages()) {
    const CalibrationRows used =
        rows.where([&](const PrintedNumber& row) { return stage.weight(row) > 0; });
    if (used.size() == 0) continue;
    const Problem problem{stage, used};
    std::vector<double> values = fit(problem, world);
    for (double& value : values) value = four_digits(value);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const bool determined = sensitivity(problem, world, values, i) > kUndetermined;
      result.constants.push_back({.stage = stage.name,
                                  .parameter = stage.parameters[i],
                                  .value = values[i],
                                  .determined = determined,
                                  .rows = selections(used)});
    }
    set_all(world, stage, values);
    for (const PrintedNumber& row : used) {
      result.residuals.push_back(
          {.stage = stage.name, .row = row, .predicted = predicted_value(stage, row, world)});
    }
  }
  result.world = std::move(world);
  return result;
}

double mean_absolute_error(const std::vector<RowResidual>& residuals,
                           const std::function<bool(const RowResidual&)>& keep) {
  double sum = 0;
  int count = 0;
  for (const RowResidual& residual : residuals) {
    if (!keep(residual)) continue;
    sum += std::abs(residual.relative_error());
    ++count;
  }
  return count == 0 ? 0 : sum / count;
}

}  // namespace mllm_npu
