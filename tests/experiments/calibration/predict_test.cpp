#include "experiments/calibration/predict.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

const World& world() {
  static const World kWorld = read_world();
  return kWorld;
}

std::optional<double> predicted(const PrintedNumber& row) { return predict(row, world()); }

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

Factors cell(const char* system, int prompt_length) {
  return {{"device", "redmi-k60-pro"},
          {"model", "qwen1.5-1.8b"},
          {"system", system},
          {"prompt_length", prompt_length}};
}

TEST(Predict, OfFig15IsTheEnergyOfThatSystemsPrefill) {
  for (const char* system : {"mlc-llm-gpu", "llama.cpp-cpu", "mllm-npu"}) {
    const PrefillResult result =
        world().system(system)->prefill({.model = world().model("qwen1.5-1.8b"),
                                         .device = world().device("redmi-k60-pro"),
                                         .prompt_length = 256});
    EXPECT_EQ(predicted(printed("fig15", cell(system, 256), "prefill_energy", "J")),
              result.metrics.energy.total().value)
        << system;
  }
}

TEST(Predict, OfFig17IsThePeakMemoryOfThatSystem) {
  const PrefillResult result = world()
                                   .system("tflite-gpu")
                                   ->prefill({.model = world().model("qwen1.5-1.8b"),
                                              .device = world().device("redmi-k60-pro"),
                                              .prompt_length = 512});
  EXPECT_EQ(predicted(printed("fig17", cell("tflite-gpu", 512), "memory", "GB")),
            to_gigabytes(result.metrics.memory.total()));
}

PrintedNumber table5(const char* measure, boost::json::array prompt, boost::json::array output) {
  return printed("table5",
                 {{"device", "redmi-k60-pro"},
                  {"model", "qwen1.5-1.8b"},
                  {"system", "mnn-cpu"},
                  {"prompt_tokens", std::move(prompt)},
                  {"output_tokens", std::move(output)}},
                 measure, "s");
}

// Seconds of one token after `context`.
double token(std::int64_t context) {
  return to_seconds(world().system("mnn-cpu")->decode({.model = world().model("qwen1.5-1.8b"),
                                                       .device = world().device("redmi-k60-pro"),
                                                       .context = context}));
}

TEST(Predict, OfTable5DecodesTheGeometricMeanOfTheOutputsInTheMiddleOfTheAnswer) {
  EXPECT_DOUBLE_EQ(*predicted(table5("decode", {100, 200}, {4, 4})), 4 * token(152));
  EXPECT_NEAR(*predicted(table5("decode", {100, 100}, {1, 4})), std::pow(24, 0.25) * token(101),
              1e-6);
}

TEST(Predict, OfTable5IsOfNothingButDecoding) {
  EXPECT_EQ(predicted(table5("prefill", {100, 200}, {4, 4})), std::nullopt);
}

TEST(Predict, SaysNothingOfWhatIsNotSimulated) {
  EXPECT_EQ(predicted(printed("table6", {}, "accuracy", "%")), std::nullopt);
  EXPECT_EQ(predicted(printed("fig2", {{"step", "free"}}, "duration", "ms")), std::nullopt);
  EXPECT_EQ(predicted(printed("fig4", {}, "hellaswag_accuracy", "%")), std::nullopt);
  EXPECT_EQ(predicted(printed("fig16", {}, "accuracy", "%")), std::nullopt);
}

}  // namespace
}  // namespace mllm_npu
