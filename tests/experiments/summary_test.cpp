#include <gtest/gtest.h>

#include "tests/support/experiment_records.h"

namespace mllm_npu {
namespace {

using support::record_of;
using support::row_with;

double value_of(const Factors& factors, const std::string& measure) {
  return find_measure(row_with(record_of("summary"), factors), measure)->value;
}

double speed_in_fig14(const char* system, const char* model) {
  const Factors factors = {
      {"device", "redmi-k70-pro"}, {"system", system}, {"model", model}, {"prompt_length", 256}};
  return find_measure(row_with(record_of("fig14"), factors), "prefill_tokens_per_second")->value;
}

double speedup_in_fig14(const char* model) {
  return speed_in_fig14("mllm-npu", model) / speed_in_fig14("powerinfer-v2-npu", model);
}

// PowerInfer-v2 runs two models, so the mean over them can be made again by hand.
TEST(Summary, ReadsTheSpeedsOfFigure14) {
  const Factors reading = {{"pairs", "supported"},
                           {"device", "redmi-k70-pro"},
                           {"lengths", "256"},
                           {"baselines", "powerinfer-v2-npu"},
                           {"mean", "arithmetic"}};
  EXPECT_EQ(value_of(reading, "cells"), 2);
  EXPECT_NEAR(value_of(reading, "mean_prefill_speedup"),
              (speedup_in_fig14("llama-2-7b") + speedup_in_fig14("mistral-7b")) / 2, 1e-9);
}

TEST(Summary, HasEnergiesOfThePhoneThatHasSomeAlone) {
  for (const ResultRow& row : record_of("summary").rows) {
    if (find_measure(row, "mean_energy_saving") == nullptr) continue;
    EXPECT_EQ(factor_text(row, "device"), "redmi-k60-pro");
  }
}

TEST(Summary, HasReadingsOfThePapersOwnBars) {
  const Factors reading = {{"source", "paper"},
                           {"device", "redmi-k70-pro"},
                           {"lengths", "1024"},
                           {"baselines", "mnn-cpu"},
                           {"mean", "arithmetic"}};
  EXPECT_GE(value_of(reading, "cells"), 1);
  EXPECT_GT(value_of(reading, "mean_prefill_speedup"), 1);
}

TEST(Summary, ShadowsOfEveryLinearTakeTimeAndEnergy) {
  const Factors place = {
      {"device", "redmi-k70-pro"}, {"model", "qwen1.5-1.8b"}, {"prompt_length", 256}};
  EXPECT_GT(value_of(place, "unpruned_sync_latency_share"), 0);
  EXPECT_LT(value_of(place, "unpruned_sync_latency_share"), 100);
  EXPECT_GT(value_of(place, "unpruned_sync_energy_share"), 0);
}

}  // namespace
}  // namespace mllm_npu
