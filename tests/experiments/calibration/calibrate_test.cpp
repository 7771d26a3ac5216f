#include "experiments/calibration/calibrate.h"

#include <cstdio>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "datasets/paper/printed_numbers.h"
#include "experiments/calibration/calibrated_cards.h"
#include "experiments/calibration/predict.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;

// The world with every fitted constant somewhere else.
World perturbed_world() {
  World world = read_world();
  for (const Stage& stage : calibration_stages()) {
    for (const Parameter& parameter : stage.parameters) {
      set_constant(world, parameter, parameter.initial * 1.7);
    }
  }
  return world;
}

// The one test that fits everything, which takes a few seconds.
TEST(Calibrate, GivesTheCardsOfThisRepositoryWhateverTheyHeldBefore) {
  const Calibration calibration = calibrate(perturbed_world(), paper_calibration_rows());
  const std::vector<CardText> cards = calibrated_cards(calibration);
  EXPECT_EQ(cards.size(), 3U);
  for (const CardText& card : cards) EXPECT_EQ(card.text, support::bytes_of(card.path));
}

PrintedNumber product(int n, double value, Role role = Role::kCalibration) {
  PrintedNumber row;
  row.id = "table3";
  row.factors = {
      {"device", "redmi-k70-pro"}, {"m", 64}, {"k", 2048}, {"n", n}, {"processor", "npu-fp16"}};
  row.measure = "matmul_latency";
  row.unit = "ms";
  row.low = row.high = value;
  row.role = role;
  return row;
}

Calibration fitted_to(const std::vector<PrintedNumber>& rows) {
  return calibrate(read_world(), calibration_rows(PrintedNumbers(rows)));
}

double constant(const Calibration& calibration, const std::string& key) {
  for (const FittedConstant& each : calibration.constants) {
    if (each.parameter.key == key) return each.value;
  }
  return 0;
}

TEST(Calibrate, MovesConstantsToWhatTheRowsPrint) {
  const Calibration fast = fitted_to({product(2048, 200)});
  const Calibration slow = fitted_to({product(2048, 400)});
  EXPECT_NEAR(constant(fast, "npu.fp16_throughput"), 2 * constant(slow, "npu.fp16_throughput"),
              0.02);
  ASSERT_EQ(fast.residuals.size(), 1U);
  EXPECT_NEAR(fast.residuals[0].predicted, 200, 0.5);
}

TEST(Calibrate, NeverSeesARowOfAnotherRole) {
  const std::vector<PrintedNumber> rows = {product(2048, 252), product(8192, 1, Role::kMechanism),
                                           product(11008, 1, Role::kValidation)};
  const Calibration calibration = fitted_to(rows);
  EXPECT_EQ(calibration.residuals.size(), 1U);
  EXPECT_EQ(constant(calibration, "npu.fp16_throughput"),
            constant(fitted_to({rows[0]}), "npu.fp16_throughput"));
}

TEST(Calibrate, LeavesOutStagesWithoutRows) {
  const Calibration calibration = fitted_to({product(2048, 252)});
  ASSERT_EQ(calibration.constants.size(), 1U);
  EXPECT_EQ(calibration.constants[0].parameter.key, "npu.fp16_throughput");
}

TEST(Calibrate, SaysWhatAConstantWasFittedTo) {
  const Calibration calibration = fitted_to({product(2048, 252), product(8192, 986)});
  EXPECT_THAT(calibration.constants[0].rows, ElementsAre("table3: 2 rows"));
}

TEST(Calibrate, SaysWhereTheRowsPushAConstantOutOfItsRange) {
  EXPECT_FALSE(fitted_to({product(2048, 252)}).constants[0].at_bound);
  const Calibration absurd = fitted_to({product(2048, 1e-3)});
  EXPECT_TRUE(absurd.constants[0].at_bound);
  EXPECT_LE(absurd.constants[0].value, absurd.constants[0].parameter.high);
}

TEST(Calibrate, ConstantsHaveFourDigitsAndTheWorldHoldsJustThem) {
  const Calibration calibration = fitted_to({product(2048, 252)});
  const double value = constant(calibration, "npu.fp16_throughput");
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  EXPECT_EQ(std::stod(text), value);
  EXPECT_EQ(calibration.world.device("redmi-k70-pro").soc.npu.fp16_throughput, value * 1e9);
}

TEST(Calibrate, ResidualsAreWhatTheFittedWorldPredicts) {
  const std::vector<PrintedNumber> rows = {product(2048, 252), product(8192, 986)};
  const Calibration calibration = fitted_to(rows);
  const CalibrationRows all = calibration_rows(PrintedNumbers(rows));
  for (const RowResidual& residual : calibration.residuals) {
    EXPECT_EQ(predict(residual.row, calibration.world, all), residual.predicted);
  }
}

RowResidual residual(double printed, double predicted) {
  return {.stage = "toy", .row = product(1, printed), .predicted = predicted};
}

TEST(MeanAbsoluteError, IsOfRelativeErrorsWithoutTheirSigns) {
  const auto all = [](const RowResidual&) { return true; };
  EXPECT_DOUBLE_EQ(mean_absolute_error({residual(100, 120), residual(10, 9)}, all), 0.15);
}

TEST(MeanAbsoluteError, IsOfThoseThatAreKeptAndZeroOfNone) {
  const auto large = [](const RowResidual& each) { return each.row.value() > 50; };
  EXPECT_DOUBLE_EQ(mean_absolute_error({residual(100, 120), residual(10, 9)}, large), 0.2);
  EXPECT_EQ(mean_absolute_error({residual(10, 9)}, large), 0);
}

}  // namespace
}  // namespace mllm_npu
