// Fig. 1, Fig. 18 and Table 5: whole requests, and how they agree with one another.

#include <gtest/gtest.h>

#include "baselines/system_catalog.h"
#include "datasets/workloads/workload.h"
#include "tests/support/experiment_records.h"

namespace mllm_npu {
namespace {

using support::record_of;
using support::row_with;
using support::value;

// The row of `id` that has all these factors, and perhaps others.
const ResultRow& row_of(const char* id, const Factors& factors) {
  const ResultRow* found = nullptr;
  for (const ResultRow& row : record_of(id).rows) {
    if (!contains_factors(row.factors, factors)) continue;
    EXPECT_EQ(found, nullptr) << id << " has two rows with " << factors_text(factors);
    found = &row;
  }
  return *found;
}

// The geometric mean of sums is at least the sum of the geometric means.
void expect_sum_of_means(const ResultRow& row) {
  const double parts = value(row, "prefill") + value(row, "decode");
  EXPECT_GE(value(row, "e2e"), parts * (1 - 1e-9)) << factors_text(row.factors);
  EXPECT_LE(value(row, "e2e"), parts * 1.05) << factors_text(row.factors);
}

TEST(Table5, HasARowForEveryPhoneModelWorkloadAndSystem) {
  const std::vector<Workload> workloads = workload_catalog();
  EXPECT_EQ(record_of("table5").rows.size(), 3 * 5 * workloads.size() * system_catalog().size());
}

TEST(Table5, RowsSayTheRangesOfTheirWorkload) {
  for (const Workload& workload : workload_catalog()) {
    const ResultRow& row = row_of("table5", {{"device", "redmi-k70-pro"},
                                             {"model", "qwen1.5-1.8b"},
                                             {"system", "mllm-npu"},
                                             {"workload", workload.name.c_str()}});
    const auto range = [&](const char* name) {
      const auto& ends = find_factor(row.factors, name)->as_array();
      return std::pair(ends.at(0).as_int64(), ends.at(1).as_int64());
    };
    EXPECT_EQ(range("prompt_tokens"), std::pair(workload.prompt.low, workload.prompt.high));
    EXPECT_EQ(range("output_tokens"), std::pair(workload.output.low, workload.output.high));
  }
}

TEST(Table5, ARequestIsItsPrefillAndItsDecoding) {
  for (const ResultRow& row : record_of("table5").rows) expect_sum_of_means(row);
}

TEST(Table5, LongerAnswersTakeLonger) {
  for (const SystemEntry& system : system_catalog()) {
    const auto decode = [&](const char* workload) {
      return value(row_of("table5", {{"device", "redmi-k60-pro"},
                                     {"model", "gemma-2b"},
                                     {"system", system.name},
                                     {"workload", workload}}),
                   "decode");
    };
    EXPECT_LT(decode("longbench-2wikimqa"), decode("longbench-triviaqa")) << system.name;
    EXPECT_LT(decode("longbench-triviaqa"), decode("persona-chat")) << system.name;
  }
}

TEST(Fig18, HasBothPartnersAtEveryLengthAndWorkload) {
  EXPECT_EQ(record_of("fig18").rows.size(), 5 * 2 * (3 + workload_catalog().size()));
}

TEST(Fig18, WithTheCpuIsTheSystemOfFig14AndTable5) {
  for (const ResultRow& row : record_of("fig18").rows) {
    if (factor_text(row, "float_processor") != "cpu") continue;
    Factors same = row.factors;
    std::erase_if(same, [](const auto& factor) { return factor.first == "float_processor"; });
    if (find_factor(same, "workload") == nullptr) {
      EXPECT_EQ(value(row, "prefill_tokens_per_second"),
                value(row_with(record_of("fig14"), same), "prefill_tokens_per_second"));
    } else {
      EXPECT_EQ(value(row, "e2e"), value(row_of("table5", same), "e2e"));
    }
  }
}

TEST(Fig18, APartnerDecodesAtItsOwnBandwidth) {
  const SocSpec soc = read_world().device("redmi-k70-pro").soc;
  for (const ResultRow& row : record_of("fig18").rows) {
    if (find_measure(row, "decode") == nullptr) continue;
    expect_sum_of_means(row);
    Factors on_gpu = row.factors;
    for (auto& [name, factor] : on_gpu) {
      if (name == "float_processor") factor = "gpu";
    }
    if (factor_text(row, "float_processor") == "gpu") continue;
    EXPECT_NEAR(value(row, "decode") / value(row_with(record_of("fig18"), on_gpu), "decode"),
                soc.gpu.matvec_bandwidth / soc.cpu.matvec_bandwidth, 1e-6);
  }
}

TEST(Fig1, ShareOfThePrefillIsItsTimeInTheRequest) {
  for (const ResultRow& row : record_of("fig1").rows) {
    const double prefill = value(row, "prefill");
    const double share = 100 * prefill / (prefill + value(row, "decode"));
    EXPECT_LE(value(row, "prefill_share"), share * (1 + 1e-9)) << factors_text(row.factors);
    EXPECT_NEAR(value(row, "prefill_share"), share, 0.05 * share) << factors_text(row.factors);
  }
}

TEST(Fig1, TakesItsTimesFromTheWorkloadsOfTable5) {
  for (const ResultRow& row : record_of("fig1").rows) {
    Factors same = row.factors;
    std::erase_if(same, [](const auto& factor) { return factor.first == "task"; });
    EXPECT_EQ(value(row, "prefill"), value(row_of("table5", same), "prefill"));
    EXPECT_EQ(value(row, "decode"), value(row_of("table5", same), "decode"));
  }
}

TEST(Fig1, PrefillDominatesMoreTheShorterTheAnswer) {
  for (const char* system : {"llama.cpp-cpu", "tflite-gpu", "mllm-npu"}) {
    const auto share = [&](const char* task) {
      return value(row_of("fig1", {{"system", system}, {"task", task}}), "prefill_share");
    };
    EXPECT_LT(share("chat_summary"), share("context_aware_QA")) << system;
    EXPECT_LT(share("chat_summary"), share("UI_automation")) << system;
  }
}

}  // namespace
}  // namespace mllm_npu
