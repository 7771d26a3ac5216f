#include "experiments/calibration/calibration_report.h"

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

FittedConstant constant(const char* key, const char* stage, bool determined) {
  FittedConstant each;
  each.stage = stage;
  each.parameter = {"soc", key, 1, 0.1, 10};
  each.value = 2.5;
  each.determined = determined;
  each.rows = {"fig8: 2 rows", "fig14: 9 rows"};
  return each;
}

TEST(CalibrationReport, ListsEveryConstantAndWhetherItIsDetermined) {
  Calibration calibration;
  calibration.constants = {constant("npu.launch", "toy", true), constant("npu.free", "toy", false)};
  EXPECT_EQ(constant_table(calibration).text(),
            "card  constant    value  stage  determined\n"
            "soc   npu.launch  2.5    toy    yes\n"
            "soc   npu.free    2.5    toy    no\n");
}

TEST(CalibrationReport, ListsEachStageOnceWithItsRows) {
  Calibration calibration;
  calibration.constants = {constant("a", "toy", true), constant("b", "toy", true),
                           constant("c", "other", true)};
  EXPECT_EQ(stage_table(calibration).text(),
            "stage  fitted to\n"
            "toy    fig8: 2 rows; fig14: 9 rows\n"
            "other  fig8: 2 rows; fig14: 9 rows\n");
}

TEST(CalibrationReport, ListsEveryRow) {
  Calibration calibration;
  calibration.residuals = {residual("a", 100, 110), residual("", 10, 8)};
  EXPECT_EQ(residual_table(calibration).text(),
            "stage  table  paper  ours  unit     error    row\n"
            "toy    fig14  100    110   token/s  +10.0 %  system=a\n"
            "toy    fig14  10     8     token/s  -20.0 %\n");
}

TEST(CalibrationReport, TakesTheMeanOfEachSystem) {
  Calibration calibration;
  calibration.residuals = {residual("a", 100, 110), residual("a", 100, 80), residual("", 10, 10)};
  EXPECT_EQ(mean_error_table(calibration).text(),
            "stage: table   rows  mean absolute error\n"
            "toy: fig14, a  2     15.0 %\n"
            "toy: fig14     1     0.0 %\n");
}

TEST(CalibrationReport, ListsErrorsOnUnseenModels) {
  EXPECT_EQ(unseen_error_table({{"ant", "a", 3, 0.0567}}).text(),
            "model left out  system  fig14 rows  mean absolute error\n"
            "ant             a       3           5.7 %\n");
}

TEST(CalibrationReport, PutsTheThreeTablesUnderHeadings) {
  const std::string text = calibration_report({}, {});
  EXPECT_LT(text.find("### Constants\n"), text.find("### Errors on the rows"));
  EXPECT_LT(text.find("### Errors on the rows"), text.find("### Errors on models left out\n"));
}

}  // namespace
}  // namespace mllm_npu
