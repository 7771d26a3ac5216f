#include "experiments/calibration/calibrate.h"

#include <cmath>
#include <cstdlib>
#include <set>

#include "engine/base/check.h"
#include "experiments/calibration/least_squares.h"
#include "experiments/calibration/predict.h"

namespace mllm_npu {
namespace {

// What a card holds, so that the figures in the report are those that the cards give.
double four_digits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return std::strtod(text, nullptr);
}

std::vector<std::string> tables_of(const CalibrationRows& rows) {
  std::set<std::string> tables;
  for (const PrintedNumber& row : rows) tables.insert(row.id);
  return {tables.begin(), tables.end()};
}

void set_all(World& world, const Stage& stage, const std::vector<double>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    set_constant(world, stage.parameters[i], values[i]);
  }
}

double predicted_value(const PrintedNumber& row, const World& world) {
  const std::optional<double> value = predict(row, world);
  MLLM_NPU_CHECK(value.has_value(), row.id + " " + factors_text(row.factors));
  return *value;
}

std::vector<double> fit(const Stage& stage, const CalibrationRows& rows, World world) {
  std::vector<Bounded> unknowns;
  for (const Parameter& parameter : stage.parameters) {
    unknowns.push_back({parameter.initial, parameter.low, parameter.high});
  }
  return least_squares(unknowns, [&](const std::vector<double>& values) {
    set_all(world, stage, values);
    std::vector<double> residuals;
    for (const PrintedNumber& row : rows) {
      residuals.push_back(stage.weight(row) *
                          std::log(predicted_value(row, world) / row.value()));
    }
    return residuals;
  });
}

}  // namespace

Calibration calibrate(World world, const CalibrationRows& rows) {
  Calibration result;
  for (const Stage& stage : calibration_stages()) {
    const CalibrationRows used =
        rows.where([&](const PrintedNumber& row) { return stage.weight(row) > 0; });
    if (used.size() == 0) continue;
    std::vector<double> values = fit(stage, used, world);
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = four_digits(values[i]);
      result.constants.push_back({.parameter = stage.parameters[i],
                                  .value = values[i],
                                  .tables = tables_of(used)});
    }
    set_all(world, stage, values);
    for (const PrintedNumber& row : used) {
      result.residuals.push_back(
          {.stage = stage.name, .row = row, .predicted = predicted_value(row, world)});
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

std::map<std::string, double> leave_one_model_out(const World& world, const CalibrationRows& rows) {
  const auto model_of = [](const PrintedNumber& row) -> std::string {
    const auto* model = find_factor(row.factors, "model");
    return model == nullptr ? "" : factor_text(*model);
  };
  const auto tested = [](const PrintedNumber& row) {
    const auto* system = find_factor(row.factors, "system");
    return row.id == "fig14" && system != nullptr &&
           (factor_text(*system) == "mllm-npu" || factor_text(*system) == "llama.cpp-cpu");
  };
  std::set<std::string> models;
  for (const PrintedNumber& row : rows) {
    if (tested(row)) models.insert(model_of(row));
  }
  std::map<std::string, double> errors;
  for (const std::string& model : models) {
    const Calibration without =
        calibrate(world, rows.where([&](const PrintedNumber& row) {
          return model_of(row) != model;
        }));
    std::vector<RowResidual> unseen;
    for (const PrintedNumber& row : rows) {
      if (!tested(row) || model_of(row) != model) continue;
      unseen.push_back(
          {.stage = "", .row = row, .predicted = predicted_value(row, without.world)});
    }
    errors[model] = mean_absolute_error(unseen, [](const RowResidual&) { return true; });
  }
  return errors;
}

}  // namespace mllm_npu
