// Every figure draws every series of its record.

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/number_text.h"
#include "plots/figure_catalog.h"
#include "tests/plots/page_script.h"
#include "tests/plots/plot_fixtures.h"

namespace mllm_npu {
namespace {

using plot_fixtures::cells_of;
using plot_fixtures::fig13_record;
using plot_fixtures::lines_with;
using plot_fixtures::table_rows;
using plot_fixtures::texts_of;
using ::testing::Contains;
using ::testing::IsSupersetOf;
using ::testing::Not;
using Strings = std::vector<std::string>;

GnuplotPage only_page(const ResultRecord& record) {
  std::vector<GnuplotPage> pages = find_figure(record.experiment).draw(record);
  EXPECT_EQ(pages.size(), 1u);
  return pages.front();
}

// Every one of `measures` in every row that has it is drawn, with the paper's value.
void expect_values_drawn(const ResultRecord& record, const Strings& measures) {
  const std::set<std::string> cells = cells_of(only_page(record));
  for (const ResultRow& row : record.rows) {
    for (const std::string& name : measures) {
      const Measure* measure = find_measure(row, name);
      if (measure == nullptr) continue;
      EXPECT_THAT(cells, Contains(number_text(measure->value))) << name;
      EXPECT_THAT(cells, Contains(number_text(measure->paper.value_or(measure->value)))) << name;
    }
  }
}

void expect_texts(const ResultRecord& record, const Strings& texts) {
  EXPECT_THAT(texts_of(only_page(record)), IsSupersetOf(texts));
}

// Bars, or points, on the page.
std::size_t shapes_of(const ResultRecord& record) { return table_rows(only_page(record)).size(); }

TEST(Fig2, DrawsEveryStepOfEveryModel) {
  const ResultRecord record = plot_fixtures::fig2_record();
  expect_values_drawn(record, {"duration"});
  expect_texts(record, {"set up", "build", "optimize", "execute", "free", "any model",
                        "Qwen1.5-1.8B", "Gemma-2B", "Duration (ms)", "paper's value"});
  EXPECT_EQ(shapes_of(record), record.rows.size());
}

TEST(Table3, DrawsEveryProductOnEveryProcessor) {
  const ResultRecord record = plot_fixtures::table3_record();
  expect_values_drawn(record, {"matmul_latency"});
  expect_texts(record, {"NPU INT8", "CPU INT8", "GPU FP16", "NPU FP16", "Latency (ms)",
                        "Redmi K70 Pro: matrix product, m × k × n"});
  EXPECT_EQ(shapes_of(record), 24u);
}

TEST(Fig8, DrawsALinePerModelInAPanelPerPart) {
  const ResultRecord record = plot_fixtures::fig8_record();
  expect_values_drawn(record, {"latency_per_token"});
  expect_texts(record, {"Xiaomi 14, QKV linear", "Xiaomi 14, FFN", "Qwen1.5-1.8B", "Gemma-2B",
                        "Time per token (ms)", "Chunk length (tokens)"});
  EXPECT_EQ(shapes_of(record), record.rows.size());
}

TEST(Fig8, PointsOfALineStandInTheOrderOfTheirLength) {
  ResultRecord record = plot_fixtures::fig8_record();
  const std::string script = only_page(record).script();
  std::reverse(record.rows.begin(), record.rows.begin() + 7);
  EXPECT_EQ(only_page(record).script(), script);
}

TEST(GraphMemory, DrawsMemoryWhatIsSavedAndSharedSubgraphs) {
  const ResultRecord record = plot_fixtures::graph_memory_record();
  expect_values_drawn(record, {"graph_memory", "graph_memory_saved", "shared_subgraphs"});
  expect_texts(record, {"own graph per chunk", "chunk-sharing graph", "saved by sharing",
                        "shared subgraphs", "Graph memory (GB)", "Gemma-"});
  EXPECT_EQ(shapes_of(record), 5u * 4);
}

TEST(Fig13, DrawsEveryPolicyOfEveryWorkload) {
  const ResultRecord record =
      fig13_record({"serial", "in-order", "out-of-order"}, {"qwen1.5-1.8b", "llama-2-7b"});
  expect_values_drawn(
      record, {"npu_bubble_rate", "makespan", "lower_bound", "npu_busy_time", "cpu_busy_time"});
  expect_texts(record, {"Redmi K70 Pro, LLaMA-2-7B, 1024 tokens in chunks of 256", "NPU bubbles",
                        "makespan", "NPU busy", "CPU busy", "lower bound", "NPU bubbles (%)"});
  EXPECT_EQ(shapes_of(record), 6u * 4);  // the lower bound is a stroke across the makespan
}

TEST(Fig13, TimesHaveAnAxisPerWorkloadAndBubblesShareOne) {
  ResultRecord record = fig13_record({"serial", "in-order"}, {"qwen1.5-1.8b", "llama-2-7b"});
  for (std::size_t i : {2u, 3u}) {
    for (Measure& measure : record.rows[i].measures) {
      if (measure.unit == "ms") measure.value *= 10;
    }
  }
  const Strings ranges = lines_with(only_page(record), "set yrange");
  ASSERT_EQ(ranges.size(), 4u);
  EXPECT_EQ(ranges[0], ranges[1]);
  EXPECT_NE(ranges[2], ranges[3]);
  EXPECT_EQ(std::count_if(ranges.begin(), ranges.end(),
                          [&](const std::string& range) { return range == ranges[2]; }),
            1);
}

TEST(Fig13, EveryTimeAxisOfItsOwnHasNumbersAndAName) {
  const ResultRecord record = fig13_record({"serial"}, {"qwen1.5-1.8b", "llama-2-7b"});
  const Strings texts = texts_of(only_page(record));
  EXPECT_EQ(std::count(texts.begin(), texts.end(), "Time (ms)"), 2);
  EXPECT_EQ(std::count(texts.begin(), texts.end(), "NPU bubbles (%)"), 1);
}

TEST(Fig13Attention, DrawsEveryPolicyAtEverySpeedup) {
  const ResultRecord record = plot_fixtures::fig13_attention_record();
  expect_values_drawn(record, {"npu_bubble_rate"});
  expect_texts(record, {"in-order", "out-of-order", "Redmi K70 Pro, Qwen1.5-1.8B, 1024 tokens"});
  EXPECT_EQ(shapes_of(record), record.rows.size());
}

TEST(Fig13Attention, ARateOfZeroIsABarToo) {
  ResultRecord record = plot_fixtures::fig13_attention_record();
  record.rows.back().measures.front().value = 0;
  EXPECT_EQ(shapes_of(record), record.rows.size());
}

TEST(Fig4, DrawsLatencyAndAccuracyAndWhatIsPrinted) {
  const ResultRecord record = plot_fixtures::fig4_record();
  expect_values_drawn(record, {"operator_latency", "accuracy", "hellaswag_accuracy"});
  expect_texts(record, {"Latency (ms)", "Accuracy (%)", "LLaMA-2-7B, printed", "mllm-NPU",
                        "reference model with planted outliers"});
  EXPECT_EQ(shapes_of(record), record.rows.size());
}

TEST(Fig10, DrawsLinearsThatReadAnInputOfTheirOwn) {
  const ResultRecord record = plot_fixtures::fig10_record();
  expect_texts(record, {"reference model, planted outliers", "Qwen1.5-1.8B, printed", "q_proj",
                        "down_proj", "Outlier channels", "Layer"});
  EXPECT_THAT(texts_of(only_page(record)), Not(Contains("k_proj")));
  EXPECT_EQ(shapes_of(record), 2U * 3 * 4);
}

TEST(Fig11, DrawsSharesOfChannelsAndTokens) {
  const ResultRecord record = plot_fixtures::fig11_record();
  expect_values_drawn(record, {"outlier_token_share"});
  expect_texts(record, {"reference model, planted outliers", "LLaMA-2-7B, printed", "q_proj",
                        "Channels, sorted (%)", "Tokens (%)"});
  EXPECT_EQ(shapes_of(record), 2U * 2 * 3);
  EXPECT_THAT(table_rows(only_page(record)), Contains(Strings{"50", "50"}));  // 2000 of 4000
}

TEST(Fig12Left, DrawsImportanceByDepth) {
  const ResultRecord record = plot_fixtures::fig12_left_record();
  expect_values_drawn(record, {"importance", "depth"});
  expect_texts(
      record, {"reference model, planted outliers", "Qwen1.5-1.8B, printed", "Importance (ratio)"});
  EXPECT_EQ(shapes_of(record), record.rows.size());
}

TEST(Fig12Right, DrawsLossAndDivergenceByThePrunedShare) {
  const ResultRecord record = plot_fixtures::fig12_right_record();
  expect_values_drawn(record, {"accuracy_loss", "kl_divergence"});
  expect_texts(record, {"reference model, planted outliers", "Qwen1.5-1.8B, printed", "lambada",
                        "mean", "hellaswag", "Accuracy loss (%)", "KL divergence (nats)"});
  EXPECT_EQ(shapes_of(record), 2U * 6 + 3);
}

TEST(HotChannels, DrawsMemoryReadsAndTime) {
  const ResultRecord record = plot_fixtures::hot_channels_record();
  expect_values_drawn(record, {"shadow_memory", "flash_bytes", "time_to_first_token"});
  expect_texts(record, {"reference model, computed", "Qwen1.5-1.8B, simulated phone", "0 % pruned",
                        "85 % pruned", "Read from flash (MB)"});
  EXPECT_EQ(shapes_of(record), 2U * 6 + 4 * 6);
}

TEST(CalibrationDomain, DrawsEveryPairOfDomains) {
  const ResultRecord record = plot_fixtures::calibration_domain_record();
  expect_values_drawn(record, {"perplexity", "kl_divergence"});
  expect_texts(record, {"Perplexity (per token)", "mllm-NPU"});
  EXPECT_EQ(shapes_of(record), 2 * record.rows.size());
}

TEST(QuantizerPerplexity, DrawsEveryQuantizerOfEveryModel) {
  const ResultRecord record = plot_fixtures::quantizer_perplexity_record();
  expect_values_drawn(record, {"perplexity", "kl_divergence"});
  expect_texts(record, {"reference, as trained", "reference, planted outliers", "AWQ"});
  EXPECT_EQ(shapes_of(record), 2 * record.rows.size());
}

TEST(QuantizerPerplexity, ADivergenceOfZeroHasNoBar) {
  ResultRecord record = plot_fixtures::quantizer_perplexity_record();
  record.rows.front().measures.back().value = 0;
  EXPECT_EQ(shapes_of(record), 2 * record.rows.size() - 1);
}

TEST(ShadowShare, DrawsTimeAndMemoryOfEveryModel) {
  const ResultRecord record = plot_fixtures::shadow_share_record();
  expect_values_drawn(record, {"shadow_time_share", "shadow_memory_share"});
  expect_texts(record,
               {"Qwen1.5-1.8B", "Gemma-2B", "85 % pruned", "0 % pruned", "Time (%)", "Memory (%)"});
  EXPECT_EQ(shapes_of(record), 2 * record.rows.size());
}

TEST(Table6, DrawsAccuracyAndDivergenceOfEveryWay) {
  const ResultRecord record = plot_fixtures::table6_record();
  expect_values_drawn(record, {"accuracy", "kl_divergence"});
  expect_texts(record, {"far-word", "subjects", "FP16", "SmoothQuant", "mllm-NPU", "Accuracy (%)",
                        "KL divergence (nats)"});
  EXPECT_EQ(shapes_of(record), 2 * record.rows.size());
}

TEST(Fig16, DrawsSpeedAndAccuracyByPruningRate) {
  const ResultRecord record = plot_fixtures::fig16_record();
  expect_values_drawn(record, {"prefill_tokens_per_second", "accuracy"});
  expect_texts(record, {"0 %", "50 %", "85 %", "lambada", "mmlu", "Prefill (token/s)",
                        "Accuracy (%)", "paper's value"});
  EXPECT_EQ(shapes_of(record), record.rows.size());
}

TEST(Fig14, DrawsEverySystemOnEveryPhoneWithEveryModel) {
  const ResultRecord record = plot_fixtures::fig14_record(plot_fixtures::all_systems());
  expect_values_drawn(record, {"prefill_tokens_per_second"});
  expect_texts(record, {"Redmi K70 Pro, 64 tokens", "Redmi K60 Pro, 256 tokens",
                        "Xiaomi 14, 1024 tokens", "PowerInfer-V2 (NPU)", "TFLite (GPU)",
                        "llama.cpp (CPU)", "mllm-NPU", "Prefill speed (token/s)"});
  EXPECT_EQ(shapes_of(record), 3u * 3 * 5 * 8);
}

TEST(Fig14, ASystemThatDoesNotSupportAModelIsLeftOutThere) {
  ResultRecord record = plot_fixtures::fig14_record(plot_fixtures::three_systems());
  record.rows.erase(record.rows.begin());
  EXPECT_EQ(shapes_of(record), record.rows.size());
}

TEST(Fig14, MorePhonesThanColumnsGoOnInTheNextRow) {
  ResultRecord record = plot_fixtures::empty_record("fig14");
  for (int i = 0; i < 9; ++i) {
    record.rows.push_back(plot_fixtures::fig14_record({"mllm-npu"}).rows.front());
    record.rows.back().factors.front().second = "phone " + std::to_string(i);
  }
  EXPECT_EQ(shapes_of(record), 9u);
  const Strings bottoms = lines_with(only_page(record), "set bmargin");
  ASSERT_EQ(bottoms.size(), 9u);
  EXPECT_EQ(bottoms[3], bottoms[0]);
  EXPECT_NE(bottoms[4], bottoms[0]);
  expect_texts(record, {"phone 0, 64 tokens", "phone 8, 64 tokens"});
}

TEST(Fig14, WithEightSystemsOnlyThePapersIsLabelled) {
  const GnuplotPage page = only_page(plot_fixtures::fig14_record(plot_fixtures::all_systems()));
  const auto rows = table_rows(page);
  EXPECT_EQ(std::count_if(rows.begin(), rows.end(),
                          [](const Strings& row) { return row.at(4) != "\"\""; }),
            3 * 3 * 5);
}

TEST(Fig14, WithThreeSystemsEveryBarIsLabelled) {
  for (const Strings& row :
       table_rows(only_page(plot_fixtures::fig14_record(plot_fixtures::three_systems())))) {
    EXPECT_NE(row.at(4), "\"\"");
  }
}

TEST(Fig19, DrawsEveryStepAtEveryPromptLength) {
  const ResultRecord record = plot_fixtures::fig19_record();
  expect_values_drawn(record, {"prefill_tokens_per_second"});
  expect_texts(record, {"256 tokens", "512 tokens", "+chunk", "+outlier",
                        "Redmi K70 Pro, Qwen1.5-1.8B", "Prefill speed (token/s)"});
  EXPECT_EQ(shapes_of(record), record.rows.size());
}

}  // namespace
}  // namespace mllm_npu
