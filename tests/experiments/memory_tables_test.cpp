#include "experiments/memory_tables.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/round_prefill.h"

namespace mllm_npu {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

std::vector<std::string> lines_of(const TextTable& table) {
  std::istringstream text(table.text());
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

// The last number of each line that begins with `start`.
std::vector<double> last_numbers(const TextTable& table, const std::string& start) {
  std::vector<double> numbers;
  for (const std::string& line : lines_of(table)) {
    if (line.starts_with(start)) numbers.push_back(std::stod(line.substr(line.rfind(' '))));
  }
  return numbers;
}

double megabytes_of(Bytes bytes) { return static_cast<double>(bytes.value) * 1e-6; }

double sum_of(const std::vector<double>& numbers) {
  double sum = 0;
  for (const double number : numbers) sum += number;
  return sum;
}

PrefillResult without_subgraphs() {
  PrefillResult result;
  result.metrics.memory = {
      .weights = {5'000'000}, .activations = {2'000'000}, .kv_cache = {1'500'000}};
  return result;
}

TEST(MemoryByOperator, OfASystemWithoutSubgraphsIsByOwner) {
  EXPECT_EQ(memory_by_operator(without_subgraphs()).text(),
            "owner        operator  MB\n"
            "weights                5\n"
            "graphs                 0\n"
            "activations            2\n"
            "KV cache               1.5\n"
            "shadow                 0\n"
            "total                  8.5\n");
}

TEST(MemoryByOperator, OfTheEngineAddsUpToEachOwner) {
  const PrefillResult result = support::prefill_qwen(1024);
  const TextTable table = memory_by_operator(result);
  const MemoryUse& use = result.metrics.memory;
  const double graphs = megabytes_of(use.graphs);
  const double activations = megabytes_of(use.activations);
  EXPECT_NEAR(sum_of(last_numbers(table, "graphs ")), graphs, 1e-2 * graphs);
  EXPECT_NEAR(sum_of(last_numbers(table, "activations ")), activations, 1e-2 * activations);
  EXPECT_NEAR(last_numbers(table, "total ").at(0), megabytes_of(use.total()), 1);
  EXPECT_THAT(table.text(), HasSubstr("\nactivations  attention "));
  EXPECT_THAT(table.text(), Not(HasSubstr("chunks that wait")));
}

TEST(MemoryByOperator, NamesWhatChunksThatWaitTakeBeside) {
  PrefillResult result = support::prefill_qwen(64);
  result.metrics.memory.activations += Bytes{7'000'000};
  EXPECT_THAT(memory_by_operator(result).text(),
              HasSubstr("activations  of chunks that wait  7\n"));
}

TEST(MemoryOverTime, ListsElevenTimesFromTheStartToTheEnd) {
  const PrefillResult result = support::prefill_qwen(1024);
  const std::vector<std::string> lines = lines_of(memory_over_time(result));
  ASSERT_THAT(lines, SizeIs(1 + 11));
  EXPECT_THAT(lines[0], StartsWith("ms "));
  EXPECT_THAT(lines[1], StartsWith("0 "));
  EXPECT_THAT(lines[11],
              StartsWith(rounded(to_milliseconds(result.trace->timeline.makespan()), 4) + " "));
}

TEST(MemoryOverTime, EndsWithAFullCacheAndNoActivations) {
  const PrefillResult result = support::prefill_qwen(1024);
  const MemoryUse& use = result.metrics.memory;
  const std::string last = lines_of(memory_over_time(result)).back();
  const Bytes held = use.weights + use.graphs + use.kv_cache + use.shadow;
  EXPECT_NEAR(std::stod(last.substr(last.rfind(' '))), megabytes_of(held), 1);
  EXPECT_THAT(last, HasSubstr(" 0  "));  // activations
}

}  // namespace
}  // namespace mllm_npu
