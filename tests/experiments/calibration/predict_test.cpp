#include "experiments/calibration/predict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "datasets/paper/printed_numbers.h"
#include "experiments/microbenchmark.h"

namespace mllm_npu {
namespace {

PrintedNumber printed(const char* id, Factors factors, const char* measure, const char* unit,
                      double value = 1) {
  PrintedNumber row;
  row.id = id;
  row.factors = std::move(factors);
  row.measure = measure;
  row.unit = unit;
  row.low = row.high = value;
  row.role = Role::kCalibration;
  return row;
}

std::optional<double> predicted(const PrintedNumber& row,
                                const std::vector<PrintedNumber>& others = {}) {
  static const World kWorld = read_world();
  return predict(row, kWorld, calibration_rows(PrintedNumbers(others)));
}

PrintedNumber build(const char* unit) {
  return printed("fig2", {{"model", "gemma-2b"}, {"step", "build"}}, "duration", unit);
}

TEST(Predict, IsInTheUnitOfTheRow) {
  EXPECT_NEAR(*predicted(build("s")) * 1000, *predicted(build("ms")), 1e-9);
}

TEST(Predict, OfTable3IsTheProductOnItsProcessor) {
  const PrintedNumber row = printed(
      "table3",
      {{"device", "redmi-k70-pro"}, {"m", 64}, {"k", 2048}, {"n", 8192}, {"processor", "cpu-int8"}},
      "matmul_latency", "ms");
  EXPECT_EQ(predicted(row), to_milliseconds(matmul_latency(read_world().device("redmi-k70-pro"),
                                                           {64, 2048, 8192}, "cpu-int8")));
}

TEST(Predict, OfGroupQuantizersIsSlowerThanPerTensor) {
  const auto fig4 = [](const char* quantizer) {
    return predicted(printed(
        "fig4", {{"device", "xiaomi-14"}, {"model", "llama-2-7b"}, {"quantizer", quantizer}},
        "operator_latency", "ms"));
  };
  EXPECT_EQ(fig4("AWQ"), fig4("K-Quant"));
  EXPECT_GT(*fig4("AWQ"), 2 * *fig4("per-tensor"));
}

TEST(Predict, OfFig16GrowsWithThePruningRate) {
  const auto speed = [](int rate) {
    return *predicted(printed(
        "fig16", {{"device", "redmi-k70-pro"}, {"model", "qwen1.5-1.8b"}, {"pruning_rate", rate}},
        "prefill_tokens_per_second", "token/s"));
  };
  EXPECT_LT(speed(0), speed(50));
  EXPECT_LT(speed(50), speed(100));
}

TEST(Predict, OfAGpuEnginesEnergyIsPowerTimesThePrintedDuration) {
  const Factors cell = {{"device", "redmi-k60-pro"},
                        {"model", "qwen1.5-1.8b"},
                        {"system", "mlc-llm-gpu"},
                        {"prompt_length", 1024}};
  const PrintedNumber energy = printed("fig15", cell, "prefill_energy", "J");
  const auto at_speed = [&](double speed) {
    return predicted(energy,
                     {printed("fig14", cell, "prefill_tokens_per_second", "token/s", speed)});
  };
  EXPECT_DOUBLE_EQ(*at_speed(100), 2 * *at_speed(200));
  EXPECT_EQ(predicted(energy), std::nullopt);
}

TEST(Predict, SaysNothingOfWhatIsNotSimulated) {
  EXPECT_EQ(predicted(printed("table6", {}, "accuracy", "%")), std::nullopt);
  EXPECT_EQ(
      predicted(printed("fig14", {{"system", "mnn-cpu"}}, "prefill_tokens_per_second", "token/s")),
      std::nullopt);
  EXPECT_EQ(predicted(printed("fig2", {{"step", "free"}}, "duration", "ms")), std::nullopt);
  EXPECT_EQ(predicted(printed("fig4", {}, "hellaswag_accuracy", "%")), std::nullopt);
  EXPECT_EQ(predicted(printed("fig16", {}, "accuracy", "%")), std::nullopt);
}

}  // namespace
}  // namespace mllm_npu
