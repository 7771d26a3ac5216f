#include "experiments/calibration/calibrate.h"

#include <cmath>
#include <cstdlib>
#include <utility>

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

// "fig14: 9 rows", in the order of the file.
std::vector<std::string> counted_by_table(const CalibrationRows& rows) {
  std::vector<std::pair<std::string, int>> counts;
  for (const PrintedNumber& row : rows) {
    if (counts.empty() || counts.back().first != row.id) counts.emplace_back(row.id, 0);
    ++counts.back().second;
  }
  std::vector<std::string> texts;
  for (const auto& [id, count] : counts) {
    texts.push_back(id + ": " + std::to_string(count) + " rows");
  }
  return texts;
}

// Within 3 % of the end of the range, as the fit sees it.
bool is_at_bound(const Parameter& parameter, double value) {
  const double place = std::log(value / parameter.low) / std::log(parameter.high / parameter.low);
  return place < 0.03 || place > 0.97;
}

void set_all(World& world, const Stage& stage, const std::vector<double>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    set_constant(world, stage.parameters[i], values[i]);
  }
}

double predicted_value(const PrintedNumber& row, const World& world, const CalibrationRows& rows) {
  const std::optional<double> value = predict(row, world, rows);
  MLLM_NPU_CHECK(value.has_value(), row.id + " " + factors_text(row.factors));
  return *value;
}

std::vector<double> fit(const Stage& stage, const CalibrationRows& used,
                        const CalibrationRows& rows, World world) {
  std::vector<Bounded> unknowns;
  for (const Parameter& parameter : stage.parameters) {
    unknowns.push_back({parameter.initial, parameter.low, parameter.high});
  }
  return least_squares(unknowns, [&](const std::vector<double>& values) {
    set_all(world, stage, values);
    std::vector<double> residuals;
    for (const PrintedNumber& row : used) {
      residuals.push_back(stage.weight(row) *
                          std::log(predicted_value(row, world, rows) / row.value()));
    }
    return residuals;
  });
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
    std::vector<double> values = fit(stage, used, rows, world);
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = four_digits(values[i]);
      result.constants.push_back({.parameter = stage.parameters[i],
                                  .value = values[i],
                                  .at_bound = is_at_bound(stage.parameters[i], values[i]),
                                  .rows = counted_by_table(used)});
    }
    set_all(world, stage, values);
    for (const PrintedNumber& row : used) {
      result.residuals.push_back(
          {.stage = stage.name, .row = row, .predicted = predicted_value(row, world, rows)});
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
