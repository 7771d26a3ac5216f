#include "experiments/calibration/residual_report.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

RowResidual residual(const char* system, double printed, double predicted) {
  RowResidual each;
  each.stage = "toy";
  each.row.id = "fig14";
  if (*system != '\0') each.row.factors = {{"system", system}};
  each.row.unit = "token/s";
  each.row.low = each.row.high = printed;
  each.predicted = predicted;
  return each;
}

TEST(ResidualReport, ListsEveryConstantWithItsRows) {
  FittedConstant constant;
  constant.parameter = {"soc", "npu.launch", 1, 0.1, 10};
  constant.value = 2.5;
  constant.rows = {"fig8: 2 rows", "fig14: 9 rows"};
  constant.at_bound = true;
  Calibration calibration;
  calibration.constants = {constant};
  std::ostringstream out;
  print_constants(calibration, out);
  EXPECT_EQ(out.str(),
            "card  constant    value  fitted to\n"
            "soc   npu.launch  2.5    fig8: 2 rows, fig14: 9 rows; at the end of its range\n");
}

TEST(ResidualReport, ListsEveryRowAndTheMeanOfEachSystem) {
  Calibration calibration;
  calibration.residuals = {residual("a", 100, 110), residual("a", 100, 80), residual("", 10, 10)};
  std::ostringstream out;
  print_residuals(calibration, out);
  EXPECT_EQ(out.str(),
            "stage  table  paper  ours  unit     error    row\n"
            "toy    fig14  100    110   token/s  +10.0 %  system=a\n"
            "toy    fig14  100    80    token/s  -20.0 %  system=a\n"
            "toy    fig14  10     10    token/s  +0.0 %\n"
            "\n"
            "stage and table  rows  mean absolute error\n"
            "toy: fig14, a    2     15.0 %\n"
            "toy: fig14       1     0.0 %\n");
}

TEST(ResidualReport, ListsErrorsOnUnseenModels) {
  std::ostringstream out;
  print_unseen_errors({{"ant", "a", 3, 0.0567}}, out);
  EXPECT_EQ(out.str(),
            "model left out  system  fig14 rows  mean absolute error\n"
            "ant             a       3           5.7 %\n");
}

}  // namespace
}  // namespace mllm_npu
