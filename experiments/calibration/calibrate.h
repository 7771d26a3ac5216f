#pragma once

// Fits the cards' constants to the printed rows of role calibration, and to nothing else.

#include <functional>
#include <string>
#include <vector>

#include "experiments/calibration/stages.h"

namespace mllm_npu {

struct FittedConstant {
  std::string stage;
  Parameter parameter;
  double value = 0;               // in the card's unit, four significant digits
  bool determined = true;         // false: twice or half of it changes no row by 0.5 %
  std::vector<std::string> rows;  // what it was fitted to: table, number of rows, their factors
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

// Runs all stages on `rows`, starting from the stages' initial values; only the constants that are
// not fitted come from `world`.
Calibration calibrate(World world, const CalibrationRows& rows);

// Mean absolute relative error of the residuals for which `keep` holds; 0 when there are none.
double mean_absolute_error(const std::vector<RowResidual>& residuals,
                           const std::function<bool(const RowResidual&)>& keep);

}  // namespace mllm_npu
