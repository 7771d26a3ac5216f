// Figs. 15 and 17: parts add up, and agree with what Fig. 14's prefills took.

#include <gtest/gtest.h>

#include "baselines/system_catalog.h"
#include "tests/support/experiment_records.h"

namespace mllm_npu {
namespace {

using support::record_of;
using support::row_with;
using support::value;

// Fig. 14's row of the same phone, model, system and length.
const ResultRow& prefill_of(const ResultRow& row) {
  return row_with(record_of("fig14"), row.factors);
}

double sum(const ResultRow& row, const std::vector<const char*>& names) {
  double total = 0;
  for (const char* name : names) total += value(row, name);
  return total;
}

TEST(Fig15, HasARowForEveryRowOfFig14) {
  EXPECT_EQ(record_of("fig15").rows.size(), record_of("fig14").rows.size());
  for (const ResultRow& row : record_of("fig15").rows) {
    EXPECT_EQ(value(row, "prefill_energy"), value(prefill_of(row), "prefill_energy"))
        << factors_text(row.factors);
  }
}

TEST(Fig15, EnergyIsTheSumOfItsComponents) {
  for (const ResultRow& row : record_of("fig15").rows) {
    const double energy = value(row, "prefill_energy");
    EXPECT_NEAR(sum(row, {"base_energy", "cpu_energy", "gpu_energy", "npu_energy", "dram_energy"}),
                energy, 1e-9 * energy)
        << factors_text(row.factors);
  }
}

TEST(Fig15, EnergyIsMeanPowerTimesTimeAndEnergyPerTokenTimesTokens) {
  for (const ResultRow& row : record_of("fig15").rows) {
    const double energy = value(row, "prefill_energy");
    const double time = value(prefill_of(row), "time_to_first_token");
    EXPECT_NEAR(value(row, "mean_power") * time, energy, 1e-9 * energy);
    EXPECT_NEAR(value(row, "energy_per_token") * 1e-3 * factor_number(row, "prompt_length"), energy,
                1e-9 * energy);
  }
}

TEST(Fig15, OnlySystemsOnAProcessorSpendEnergyThere) {
  for (const ResultRow& row : record_of("fig15").rows) {
    const std::string system = factor_text(row, "system");
    EXPECT_EQ(value(row, "npu_energy") > 0, system.ends_with("-npu")) << system;
    EXPECT_EQ(value(row, "gpu_energy") > 0, system.ends_with("-gpu")) << system;
    EXPECT_EQ(value(row, "cpu_energy") > 0, !system.ends_with("-gpu")) << system;
  }
}

TEST(Fig17, MemoryIsTheSumOfItsOwners) {
  for (const ResultRow& row : record_of("fig17").rows) {
    const double memory = value(row, "memory");
    EXPECT_NEAR(sum(row, {"weight_memory", "graph_memory", "activation_memory", "kv_cache_memory",
                          "shadow_memory"}),
                memory, 1e-9 * memory)
        << factors_text(row.factors);
  }
}

TEST(Fig17, IsThePeakOfFig14WhereBothHaveTheLength) {
  int compared = 0;
  for (const ResultRow& row : record_of("fig17").rows) {
    if (factor_number(row, "prompt_length") == 512) continue;
    ++compared;
    EXPECT_EQ(value(row, "memory"), value(prefill_of(row), "peak_memory"));
  }
  EXPECT_EQ(compared, 3 * 5 * 2 * static_cast<int>(system_catalog().size()));
}

TEST(Fig17, HasThePapersLengthForEveryPhoneModelAndSystem) {
  std::size_t rows = 0;
  for (const ResultRow& row : record_of("fig17").rows) {
    rows += factor_number(row, "prompt_length") == 512;
  }
  EXPECT_EQ(rows, 3 * 5 * system_catalog().size());
}

TEST(Fig17, OnlyTheEnginesOwnSystemsHoldGraphsAndShadows) {
  for (const ResultRow& row : record_of("fig17").rows) {
    const std::string system = factor_text(row, "system");
    const bool runs_subgraphs = system == "mllm-npu" || system == "naive-npu";
    EXPECT_EQ(value(row, "graph_memory") > 0, runs_subgraphs) << system;
    EXPECT_EQ(value(row, "shadow_memory") > 0, system == "mllm-npu") << system;
  }
}

}  // namespace
}  // namespace mllm_npu
