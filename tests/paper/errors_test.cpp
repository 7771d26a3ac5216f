// How far our numbers may be from those that the paper prints: what this reproduction promises.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/experiment_records.h"

namespace mllm_npu {
namespace {

using support::mean_absolute_error;
using support::printed_measures;
using support::PrintedMeasure;
using support::record_of;
using ::testing::SizeIs;

// Beside rows of role calibration.
std::vector<PrintedMeasure> of_system(const char* id, const std::string& system,
                                      const std::string& model = "") {
  std::vector<PrintedMeasure> measures = printed_measures(record_of(id), [&](const ResultRow& row) {
    return factor_text(row, "system") == system &&
           (model.empty() || factor_text(row, "model") == model);
  });
  std::erase_if(measures,
                [](const PrintedMeasure& each) { return *each.measure->role != "calibration"; });
  return measures;
}

std::vector<PrintedMeasure> printed_speeds(const std::string& system) {
  return of_system("fig14", system);
}

double fig19_error(const std::string& step) {
  const auto measures = printed_measures(
      record_of("fig19"), [&](const ResultRow& row) { return factor_text(row, "step") == step; });
  EXPECT_THAT(measures, SizeIs(1));
  return mean_absolute_error(measures);
}

TEST(ErrorsOfTheReproduction, OfMllmNpuInFig14AreAtMostTenPercentOnAverage) {
  const auto speeds = printed_speeds("mllm-npu");
  EXPECT_THAT(speeds, SizeIs(9));
  EXPECT_LE(mean_absolute_error(speeds), 0.10);
}

TEST(ErrorsOfTheReproduction, OfLlamaCppInFig14AreAtMostTenPercentOnAverage) {
  const auto speeds = printed_speeds("llama.cpp-cpu");
  EXPECT_THAT(speeds, SizeIs(9));
  EXPECT_LE(mean_absolute_error(speeds), 0.10);
}

TEST(ErrorsOfTheReproduction, OfTheOtherEnginesInFig14AreAtMostFifteenPercentOnAverage) {
  const std::pair<const char*, std::size_t> systems[] = {
      {"mnn-cpu", 7}, {"mlc-llm-gpu", 9}, {"tflite-gpu", 4}};
  for (const auto& [system, rows] : systems) {
    const auto speeds = printed_speeds(system);
    EXPECT_THAT(speeds, SizeIs(rows)) << system;
    EXPECT_LE(mean_absolute_error(speeds), 0.15) << system;
  }
}

// Two constants for two rows: they say nothing of how well it is understood.
TEST(ErrorsOfTheReproduction, OfPowerInferV2InFig14AreNone) {
  const auto speeds = printed_speeds("powerinfer-v2-npu");
  EXPECT_THAT(speeds, SizeIs(2));
  EXPECT_LE(mean_absolute_error(speeds), 0.001);
}

TEST(ErrorsOfTheReproduction, OfQwensEnergyInFig15AreAtMostTenPercentOnAverage) {
  for (const char* system : {"llama.cpp-cpu", "mlc-llm-gpu", "mllm-npu"}) {
    const auto energies = of_system("fig15", system, "qwen1.5-1.8b");
    EXPECT_THAT(energies, SizeIs(3)) << system;
    EXPECT_LE(mean_absolute_error(energies), 0.10) << system;
  }
}

// No constant is fitted to it.
TEST(ErrorsOfTheReproduction, OfEveryBarInFig17AreAtMostTenPercent) {
  for (const char* system : {"llama.cpp-cpu", "tflite-cpu", "tflite-gpu", "mllm-npu"}) {
    const auto memory = of_system("fig17", system);
    EXPECT_THAT(memory, SizeIs(1)) << system;
    EXPECT_LE(mean_absolute_error(memory), 0.10) << system;
  }
}

// The paper gives ranges of output tokens, and equal times for different ones.
TEST(ErrorsOfTheReproduction, OfDecodingInTable5AreAtMostAFifthOnAverage) {
  for (const char* system : {"llama.cpp-cpu", "mnn-cpu", "mlc-llm-gpu", "mllm-npu"}) {
    EXPECT_LE(mean_absolute_error(of_system("table5", system)), 0.20) << system;
  }
}

TEST(ErrorsOfTheReproduction, OfTable3AreAtMostFifteenPercentOnAverage) {
  const auto latencies =
      printed_measures(record_of("table3"), [](const ResultRow&) { return true; });
  EXPECT_THAT(latencies, SizeIs(24));
  EXPECT_LE(mean_absolute_error(latencies), 0.15);
}

TEST(ErrorsOfTheReproduction, OfFig8AreAtMostFifteenPercentOnAverageApartFromGemmasFfn) {
  const auto latencies = printed_measures(record_of("fig8"), [](const ResultRow& row) {
    return factor_text(row, "model") != "gemma-2b" || factor_text(row, "part") != "FFN";
  });
  EXPECT_THAT(latencies, SizeIs(12));
  EXPECT_LE(mean_absolute_error(latencies), 0.15);
}

TEST(ErrorsOfTheReproduction, OfTheFirstNpuStepsInFig19AreAtMostAQuarter) {
  EXPECT_LE(fig19_error("naive"), 0.25);
  EXPECT_LE(fig19_error("+chunk"), 0.25);
}

TEST(Headline, Qwen18BPrefillsMoreThanAThousandTokensPerSecond) {
  const ResultRow& row = support::row_with(record_of("fig14"), {{"device", "redmi-k70-pro"},
                                                                {"model", "qwen1.5-1.8b"},
                                                                {"system", "mllm-npu"},
                                                                {"prompt_length", 1024}});
  EXPECT_GT(find_measure(row, "prefill_tokens_per_second")->value, 1000);
}

// At 1024 tokens: one chunk has nothing to run out of order.
TEST(Headline, EachTechniqueOfFig19IsFasterThanWithoutIt) {
  const auto speed = [](const char* step) {
    const ResultRow& row = support::row_with(record_of("fig19"), {{"device", "redmi-k70-pro"},
                                                                  {"model", "qwen1.5-1.8b"},
                                                                  {"step", step},
                                                                  {"prompt_length", 1024}});
    return find_measure(row, "prefill_tokens_per_second")->value;
  };
  EXPECT_LT(speed("naive"), speed("llama.cpp-cpu"));  // the NPU alone does not help
  EXPECT_LT(speed("naive"), speed("+chunk"));
  EXPECT_LT(speed("+chunk"), speed("+outlier"));
  EXPECT_LT(speed("+outlier"), speed("+out-of-order"));
}

}  // namespace
}  // namespace mllm_npu
