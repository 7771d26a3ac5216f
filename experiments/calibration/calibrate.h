#pragma once

// Fits the cards' constants to the printed rows of role calibration, and to nothing else.

#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "experiments/calibration/stages.h"

namespace mllm_npu {

struct FittedConstant {
  Parameter parameter;
  double value = 0;                 // in the card's unit, four significant digits
  std::vector<std::string> tables;  // the tables and figures that it was fitted to
};

struct RowResidual {
  std::string stage;
  PrintedNumber row;
  double predicted = 0;  // in the row's unit

  double relative_error() const { return predicted / row.value() - 1; }
};

struct Calibration {
  World world;  // with the fitted constants
  std::vector<FittedConstant> constants;
  std::vector<RowResidual> residuals;  // of every row that was used
};

// Runs all stages on `rows`, starting from `world` and the stages' initial values.
Calibration calibrate(World world, const CalibrationRows& rows);

// For each model that has rows: fits without them, and returns the mean absolute relative error
// that the fit makes on the fig14 rows it has not seen.
std::map<std::string, double> leave_one_model_out(const World& world, const CalibrationRows& rows);

// Writes the fitted constants into the cards below data_root(), with their provenance.
void write_cards(const Calibration& calibration);

// Every used row with its residual, and the mean absolute error by stage and table.
void print_residuals(const Calibration& calibration, std::ostream& out);

// Mean absolute relative error of the residuals for which `keep` holds; 0 when there are none.
double mean_absolute_error(const std::vector<RowResidual>& residuals,
                           const std::function<bool(const RowResidual&)>& keep);

}  // namespace mllm_npu
