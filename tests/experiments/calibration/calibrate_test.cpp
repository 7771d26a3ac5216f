#include "experiments/calibration/calibrate.h"

#include <cstdio>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "datasets/paper/printed_numbers.h"
#include "experiments/calibration/calibrated_cards.h"
#include "experiments/calibration/predict.h"
#include "experiments/text_table.h"
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

// The text with every "value" rounded to two digits: the mathematical functions of another
// processor's library may differ in the last bit, which moves a fit in its fourth digit.
std::string without_last_digits(const std::string& card) {
  std::istringstream lines(card);
  std::string text;
  for (std::string line; std::getline(lines, line); text += line + '\n') {
    const std::size_t colon = line.find("\"value\": ");
    if (colon == std::string::npos) continue;
    line = line.substr(0, colon) + rounded(std::stod(line.substr(colon + 9)), 2);
  }
  return text;
}

// The one test that fits everything, which takes a few seconds.
TEST(Calibrate, GivesTheCardsOfThisRepositoryWhateverTheyHeldBefore) {
  const Calibration calibration = calibrate(perturbed_world(), paper_calibration_rows());
  const std::vector<CardText> cards = calibrated_cards(calibration);
  EXPECT_EQ(cards.size(), 2 + read_world().engines.size());  // SoCs and engines
  for (const CardText& card : cards) {
    EXPECT_EQ(without_last_digits(card.text), without_last_digits(support::bytes_of(card.path)));
  }
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
  EXPECT_THAT(calibration.constants[0].rows,
              ElementsAre("table3: 2 rows, device=redmi-k70-pro, m=64, k=2048, n=2048 or 8192, "
                          "processor=npu-fp16"));
}

TEST(Calibrate, NamesNoFactorWithMoreThanThreeValues) {
  const Calibration calibration =
      fitted_to({product(2048, 252), product(4096, 500), product(8192, 986), product(11008, 1207)});
  EXPECT_THAT(calibration.constants[0].rows,
              ElementsAre("table3: 4 rows, device=redmi-k70-pro, m=64, k=2048, "
                          "processor=npu-fp16"));
}

PrintedNumber llama_cpp_speed(const char* model, double value) {
  PrintedNumber row;
  row.id = "fig14";
  row.factors = {{"device", "redmi-k70-pro"},
                 {"model", model},
                 {"system", "llama.cpp-cpu"},
                 {"prompt_length", 64}};
  row.measure = "prefill_tokens_per_second";
  row.unit = "token/s";
  row.low = row.high = value;
  row.role = Role::kCalibration;
  return row;
}

TEST(Calibrate, SaysWhichConstantsTheRowsDoNotDetermine) {
  // At 64 tokens attention is next to nothing, and so fast a machine leaves it at its bound.
  const Calibration calibration =
      fitted_to({llama_cpp_speed("qwen1.5-1.8b", 680), llama_cpp_speed("llama-2-7b", 140)});
  ASSERT_EQ(calibration.constants[1].parameter.key, "attention_throughput");
  EXPECT_TRUE(calibration.constants[0].determined);
  EXPECT_FALSE(calibration.constants[1].determined);
}

TEST(Calibrate, KeepsAConstantInItsRangeWhateverTheRowsSay) {
  const FittedConstant absurd = fitted_to({product(2048, 1e-3)}).constants[0];
  EXPECT_LE(absurd.value, absurd.parameter.high);
  EXPECT_GT(absurd.value, 0.9 * absurd.parameter.high);
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
  for (const RowResidual& residual : calibration.residuals) {
    EXPECT_EQ(predict(residual.row, calibration.world), residual.predicted);
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
