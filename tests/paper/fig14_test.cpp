// Fig. 14 in full: every phone, model, system and length that the suite has, printed or not.

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "baselines/system_catalog.h"
#include "tests/support/experiment_records.h"

namespace mllm_npu {
namespace {

using support::record_of;
using support::row_with;
using support::value;

using Visit = std::function<void(const Factors& cell, const ResultRow& row)>;

void for_every_cell(const Visit& visit) {
  for (const char* device : {"redmi-k70-pro", "redmi-k60-pro", "xiaomi-14"}) {
    for (const char* model :
         {"qwen1.5-1.8b", "gemma-2b", "phi-2-2.7b", "llama-2-7b", "mistral-7b"}) {
      for (const SystemEntry& system : system_catalog()) {
        for (const int length : {64, 256, 1024}) {
          const Factors cell = {{"device", device},
                                {"model", model},
                                {"system", system.name},
                                {"prompt_length", length}};
          visit(cell, row_with(record_of("fig14"), cell));
        }
      }
    }
  }
}

TEST(Fig14, HasARowForEveryPhoneModelSystemAndLength) {
  std::size_t cells = 0;
  for_every_cell([&](const Factors&, const ResultRow&) { ++cells; });
  EXPECT_EQ(record_of("fig14").rows.size(), cells);
  EXPECT_EQ(cells, 3 * 5 * 3 * system_catalog().size());
}

TEST(Fig14, EveryRowHasWhatAPrefillIsJudgedBy) {
  const std::map<std::string, std::string> units = {{"prefill_tokens_per_second", "token/s"},
                                                    {"time_to_first_token", "s"},
                                                    {"prefill_energy", "J"},
                                                    {"npu_bubble_rate", "%"},
                                                    {"peak_memory", "GB"}};
  for_every_cell([&](const Factors& cell, const ResultRow& row) {
    for (const auto& [name, unit] : units) {
      const Measure* measure = find_measure(row, name);
      ASSERT_NE(measure, nullptr) << factors_text(cell) << ": " << name;
      EXPECT_EQ(measure->unit, unit);
    }
  });
}

TEST(Fig14, SpeedTimesTimeIsThePrompt) {
  for_every_cell([&](const Factors& cell, const ResultRow& row) {
    const double tokens =
        value(row, "prefill_tokens_per_second") * value(row, "time_to_first_token");
    EXPECT_NEAR(tokens, factor_number(row, "prompt_length"), 1e-6) << factors_text(cell);
  });
}

TEST(Fig14, BubblesAreAShareAndOnlyOfSystemsOnTheNpu) {
  for_every_cell([&](const Factors& cell, const ResultRow& row) {
    EXPECT_LT(value(row, "npu_bubble_rate"), 100) << factors_text(cell);
    if (!factor_text(row, "system").ends_with("-npu")) {
      EXPECT_EQ(value(row, "npu_bubble_rate"), 0) << factors_text(cell);
      EXPECT_EQ(value(row, "npu_busy_time"), 0) << factors_text(cell);
    }
  });
}

// But for TFLite's GPU, whose power the rows that the power model is fitted to do not tell.
TEST(Fig14, MllmNpuIsTheFastestAndTakesTheLeastEnergy) {
  for_every_cell([&](const Factors& cell, const ResultRow& row) {
    Factors ours = cell;
    ours[2].second = "mllm-npu";
    const ResultRow& best = row_with(record_of("fig14"), ours);
    EXPECT_LE(value(row, "prefill_tokens_per_second"), value(best, "prefill_tokens_per_second"))
        << factors_text(cell);
    if (factor_text(row, "system") == "tflite-gpu") return;
    EXPECT_GE(value(row, "prefill_energy"), value(best, "prefill_energy")) << factors_text(cell);
  });
}

TEST(Fig14, LongerPromptsTakeMoreOfEverything) {
  for_every_cell([&](const Factors& cell, const ResultRow& row) {
    if (factor_number(row, "prompt_length") == 1024) return;
    Factors longer = cell;
    longer[3].second = factor_number(row, "prompt_length") * 4;
    const ResultRow& more = row_with(record_of("fig14"), longer);
    for (const char* name : {"time_to_first_token", "prefill_energy", "peak_memory"}) {
      EXPECT_LT(value(row, name), value(more, name)) << factors_text(cell) << ": " << name;
    }
  });
}

}  // namespace
}  // namespace mllm_npu
