// What stands in datasets/paper/numbers.json.

#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "datasets/paper/printed_numbers.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using ::testing::IsSubsetOf;
using ::testing::Le;
using ::testing::SizeIs;

const std::string kFile = std::string(MLLM_NPU_SOURCE_DIR) + "/datasets/paper/numbers.json";

double value_of(const std::string& id, const Factors& factors, const std::string& measure) {
  const PrintedNumbers numbers = paper_numbers();
  const PrintedNumber* const found = numbers.find(id, factors, measure);
  return found == nullptr ? -1 : found->value();
}

std::set<std::string> factor_values(const std::string& name) {
  std::set<std::string> values;
  const PrintedNumbers numbers = paper_numbers();
  for (const PrintedNumber& row : numbers.rows()) {
    if (const auto* value = find_factor(row.factors, name)) values.insert(factor_text(*value));
  }
  return values;
}

TEST(PaperNumbers, HoldTable3) {
  EXPECT_EQ(value_of("table3",
                     {{"device", "redmi-k70-pro"},
                      {"m", 64},
                      {"k", 2048},
                      {"n", 2048},
                      {"processor", "npu-int8"}},
                     "matmul_latency"),
            0.9);
  EXPECT_THAT(paper_numbers().rows("table3"), SizeIs(24));
}

TEST(PaperNumbers, HoldTheStepsOfFigure2InTheUnitsThatItPrints) {
  EXPECT_EQ(value_of("fig2", {{"step", "setup"}}, "duration"), 100);
  const PrintedNumbers numbers = paper_numbers();
  const auto* optimize =
      numbers.find("fig2", {{"model", "qwen1.5-1.8b"}, {"step", "optimize"}}, "duration");
  ASSERT_NE(optimize, nullptr);
  EXPECT_EQ(optimize->value(), 3.3);
  EXPECT_EQ(optimize->unit, "s");
}

TEST(PaperNumbers, HoldTheBubblesOfTheText) {
  EXPECT_EQ(value_of("claim", {}, "bubble_rate_in_order"), 37);
  EXPECT_EQ(value_of("claim", {}, "bubble_rate_out_of_order"), 0.7);
}

TEST(PaperNumbers, HoldIntervalsOfTheText) {
  const PrintedNumbers numbers = paper_numbers();
  const PrintedNumber* const slowdown = numbers.find("claim", {}, "per_group_slowdown");
  ASSERT_NE(slowdown, nullptr);
  EXPECT_EQ(slowdown->low, 8.1);
  EXPECT_EQ(slowdown->high, 10.7);
}

TEST(PaperNumbers, UseTheNamesOfTheCommandLine) {
  EXPECT_THAT(factor_values("device"), IsSubsetOf({"redmi-k70-pro", "redmi-k60-pro", "xiaomi-14"}));
  EXPECT_THAT(factor_values("model"),
              IsSubsetOf({"qwen1.5-1.8b", "gemma-2b", "phi-2-2.7b", "llama-2-7b", "mistral-7b"}));
  EXPECT_THAT(factor_values("system"),
              IsSubsetOf({"mllm-npu", "naive-npu", "llama.cpp-cpu", "mnn-cpu", "tflite-cpu",
                          "tflite-gpu", "mlc-llm-gpu", "powerinfer-v2-npu"}));
}

TEST(PaperNumbers, TakeAValidationRowWithoutAChangeOfCode) {
  std::string text = support::bytes_of(kFile);
  const std::string row =
      R"({"id": "fig14", "factors": {"device": "a-new-phone", "model": "gemma-2b",
          "system": "mllm-npu", "prompt_length": 64}, "measure": "prefill_tokens_per_second",
          "unit": "token/s", "value": 1, "source": "Fig. 14 label", "role": "validation"}, )";
  text.insert(text.find("{\"id\""), row);
  const support::TemporaryFolder folder;
  const PrintedNumbers before = paper_numbers();
  const PrintedNumbers numbers = read_printed_numbers(folder.write("numbers.json", text));
  EXPECT_THAT(numbers.rows(), SizeIs(before.rows().size() + 1));
  EXPECT_EQ(numbers.rows()[0].role, Role::kValidation);
}

}  // namespace
}  // namespace mllm_npu
