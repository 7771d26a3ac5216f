#pragma once

// Fits the cards' constants to the printed rows of role calibration, and to nothing else.

#include <functional>
#include <string>
#include <vector>

#include "experiments/calibration/stages.h"

namespace mllm_npu {

struct FittedConstant {
  Parameter parameter;
  double value = 0;               // in the card's unit, four significant digits
  bool at_bound = false;          // the rows push it out of its range: they do not ask for it
  std::vector<std::string> rows;  // what it was fitted to: "fig14: 9 rows", ...
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
