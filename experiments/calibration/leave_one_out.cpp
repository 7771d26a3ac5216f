#include "experiments/calibration/leave_one_out.h"

#include <algorithm>

#include "experiments/calibration/predict.h"

namespace mllm_npu {
namespace {

std::string factor_or_none(const PrintedNumber& row, const char* name) {
  const auto* value = find_factor(row.factors, name);
  return value == nullptr ? "" : factor_text(*value);
}

bool is_tested(const PrintedNumber& row, const std::string& system) {
  return row.id == "fig14" && factor_or_none(row, "system") == system;
}

std::vector<std::string> tested_models(const CalibrationRows& rows) {
  std::vector<std::string> models;
  for (const PrintedNumber& row : rows) {
    const std::string model = factor_or_none(row, "model");
    if (!is_tested(row, "mllm-npu") && !is_tested(row, "llama.cpp-cpu")) continue;
    if (std::find(models.begin(), models.end(), model) == models.end()) models.push_back(model);
  }
  return models;
}

}  // namespace

std::vector<UnseenError> leave_one_model_out(const World& world, const CalibrationRows& rows) {
  std::vector<UnseenError> errors;
  for (const std::string& model : tested_models(rows)) {
    const auto is_of_model = [&](const PrintedNumber& row) {
      return factor_or_none(row, "model") == model;
    };
    const Calibration without =
        calibrate(world, rows.where([&](const PrintedNumber& row) { return !is_of_model(row); }));
    for (const char* system : {"llama.cpp-cpu", "mllm-npu"}) {
      std::vector<RowResidual> unseen;
      for (const PrintedNumber& row : rows) {
        if (!is_tested(row, system) || !is_of_model(row)) continue;
        unseen.push_back({"", row, predict(row, without.world).value()});
      }
      if (unseen.empty()) continue;
      errors.push_back({model, system, unseen.size(),
                        mean_absolute_error(unseen, [](const RowResidual&) { return true; })});
    }
  }
  return errors;
}

}  // namespace mllm_npu
