// The figures that compare systems, page by page.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/number_text.h"
#include "plots/figure_catalog.h"
#include "tests/plots/page_script.h"
#include "tests/plots/plot_fixtures.h"

namespace mllm_npu {
namespace {

using plot_fixtures::cells_of;
using plot_fixtures::lines_with;
using plot_fixtures::table_rows;
using plot_fixtures::texts_of;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsSupersetOf;
using ::testing::Not;
using Strings = std::vector<std::string>;

std::vector<GnuplotPage> drawn(const ResultRecord& record) {
  return find_figure(record.experiment).draw(record);
}

Strings names_of_pages(const std::vector<GnuplotPage>& pages) {
  Strings names;
  for (const GnuplotPage& page : pages) names.push_back(page.name());
  return names;
}

// `name` of every row of `device` ("" for all) is on the page, with the paper's value.
void expect_on_page(const GnuplotPage& page, const ResultRecord& record, const std::string& name,
                    const std::string& device = "") {
  const std::set<std::string> cells = cells_of(page);
  for (const ResultRow& row : record.rows) {
    const Measure* measure = find_measure(row, name);
    if (measure == nullptr || (!device.empty() && factor_text(row, "device") != device)) continue;
    EXPECT_THAT(cells, Contains(number_text(measure->value))) << name;
    EXPECT_THAT(cells, Contains(number_text(measure->paper.value_or(measure->value)))) << name;
  }
}

// The system of the first row runs it no more.
ResultRecord without_first(ResultRecord record) {
  std::vector<Measure>& measures = record.rows.front().measures;
  std::erase_if(measures, [](const Measure& measure) { return measure.name == "supported"; });
  measures.push_back(plot_fixtures::measure_of("supported", 0, "1"));
  return record;
}

std::size_t bars_on(const std::vector<GnuplotPage>& pages) {
  std::size_t bars = 0;
  for (const GnuplotPage& page : pages) bars += table_rows(page).size();
  return bars;
}

TEST(Summary, DrawsEveryRatioThatIsOverAllCells) {
  ResultRecord record = plot_fixtures::summary_record();
  const std::size_t rows = record.rows.size();
  EXPECT_EQ(bars_on(drawn(record)), rows);
  ResultRow one_length = record.rows.front();
  one_length.factors[2].second = 64;
  record.rows.push_back(one_length);
  EXPECT_EQ(bars_on(drawn(record)), rows);
}

TEST(Summary, OfAQuickRunDrawsWhatSynchronisingTakes) {
  ResultRecord record = plot_fixtures::summary_record();
  std::erase_if(record.rows, [](const ResultRow& row) {
    return find_measure(row, "unpruned_sync_latency_share") == nullptr;
  });
  const auto pages = drawn(record);
  EXPECT_EQ(bars_on(pages), record.rows.size());
  expect_on_page(pages[0], record, "unpruned_sync_latency_share");
}

TEST(Fig1, DrawsShareAndTimesOfEveryTaskAndSystem) {
  const ResultRecord record = plot_fixtures::fig1_record();
  const auto pages = drawn(record);
  ASSERT_EQ(pages.size(), 1u);
  for (const char* measure : {"prefill_share", "prefill", "decode"}) {
    expect_on_page(pages[0], record, measure);
  }
  EXPECT_THAT(texts_of(pages[0]),
              IsSupersetOf({"chat summary", "UI automation", "Prefill (%)", "Prefill (s)",
                            "Decoding (s)", "TFLite (GPU)", "Gemma-2B on Redmi K70 Pro"}));
  EXPECT_EQ(bars_on(pages), 3 * record.rows.size());
}

TEST(Table1, DrawsEveryModelAndSystem) {
  const ResultRecord record = plot_fixtures::table1_record();
  expect_on_page(drawn(record).front(), record, "time_to_first_token");
  EXPECT_EQ(bars_on(drawn(record)), record.rows.size());
}

TEST(Table2, DrawsEveryFormatOfEverySoc) {
  const ResultRecord record = plot_fixtures::table2_record();
  expect_on_page(drawn(record).front(), record, "throughput");
  EXPECT_THAT(texts_of(drawn(record).front()), Contains("Snapdragon 8 Gen 3"));
  EXPECT_EQ(bars_on(drawn(record)), record.rows.size());
}

TEST(Fig15, DrawsEnergiesAndWhatTookThemOnThePapersPhone) {
  const ResultRecord record = plot_fixtures::fig15_record();
  const auto pages = drawn(record);
  ASSERT_THAT(names_of_pages(pages), ElementsAre("fig15", "fig15-components"));
  expect_on_page(pages[0], record, "prefill_energy");
  EXPECT_THAT(texts_of(pages[0]),
              IsSupersetOf({"Redmi K60 Pro, 1024 tokens", "Prefill energy (J)", "paper's value"}));
  EXPECT_EQ(table_rows(pages[0]).size(), record.rows.size());
  EXPECT_THAT(texts_of(pages[1]),
              IsSupersetOf({"CPU", "DRAM", "rest of the phone", "llama.cpp (CPU)", "Energy (%)",
                            "Redmi K60 Pro, bars from left: 64, 1024 tokens, above them J"}));
  EXPECT_EQ(table_rows(pages[1]).size(), record.rows.size() / 2 * 5);
}

TEST(Fig15, ComponentsAreSharesOfTheirSum) {
  ResultRecord record = plot_fixtures::fig15_record();
  record.rows = {record.rows.back()};
  std::vector<double> shares;
  for (const Strings& row : table_rows(drawn(record).at(1))) shares.push_back(std::stod(row[1]));
  ASSERT_EQ(shares.size(), 5u);
  EXPECT_NEAR(shares[0] + shares[1] + shares[2] + shares[3] + shares[4], 100, 1e-9);
  EXPECT_LT(shares[0], shares[4]);
}

TEST(Fig15, WithoutThePapersPhoneComponentsAreThoseOfTheFirst) {
  ResultRecord record = plot_fixtures::fig15_record();
  std::erase_if(record.rows,
                [](const ResultRow& row) { return factor_text(row, "device") == "redmi-k60-pro"; });
  EXPECT_THAT(texts_of(drawn(record).at(1)),
              Contains("Redmi K70 Pro, bars from left: 64, 1024 tokens, above them J"));
}

TEST(Fig17, DrawsMemoryOfEverySystemByOwner) {
  const ResultRecord record = plot_fixtures::fig17_record();
  const auto pages = drawn(record);
  ASSERT_THAT(names_of_pages(pages), ElementsAre("fig17"));
  for (const char* owner :
       {"weight_memory", "graph_memory", "activation_memory", "kv_cache_memory", "shadow_memory"}) {
    expect_on_page(pages[0], record, owner);
  }
  EXPECT_THAT(texts_of(pages[0]), IsSupersetOf({"weights", "graphs", "KV cache", "Memory (GB)",
                                                "Gemma-2B", "mllm-NPU", "paper's value"}));
  EXPECT_EQ(bars_on(pages), record.rows.size() * 5);
}

TEST(Fig17, StacksOfASystemStandInTheOrderOfTheirLength) {
  ResultRecord record = plot_fixtures::fig17_record();
  const std::string script = drawn(record).front().script();
  for (std::size_t i = 0; i < record.rows.size(); i += 2) {
    std::swap(record.rows[i], record.rows[i + 1]);
  }
  EXPECT_EQ(drawn(record).front().script(), script);
}

TEST(Fig17, EveryModelHasAnAxisOfItsOwn) {
  ResultRecord record = plot_fixtures::fig17_record();
  record.rows.back().measures.back().value = 100;
  const Strings ranges = lines_with(drawn(record).front(), "set yrange");
  ASSERT_EQ(ranges.size(), 2u);
  EXPECT_NE(ranges[0], ranges[1]);
}

TEST(Fig18, DrawsEveryPartnerInPrefillAndRequests) {
  const ResultRecord record = plot_fixtures::fig18_record();
  const auto pages = drawn(record);
  ASSERT_THAT(names_of_pages(pages), ElementsAre("fig18"));
  expect_on_page(pages[0], record, "prefill_tokens_per_second");
  expect_on_page(pages[0], record, "e2e");
  EXPECT_THAT(texts_of(pages[0]),
              IsSupersetOf({"NPU with CPU", "NPU with GPU", "prefill of 1024 tokens",
                            "persona-chat", "Speed (token/s)", "Request (s)", "Redmi K70 Pro"}));
  EXPECT_EQ(bars_on(pages), record.rows.size());
}

TEST(Table5, DrawsAPagePerPhoneWithRequestsAndDecoding) {
  const ResultRecord record = plot_fixtures::table5_record();
  const auto pages = drawn(record);
  ASSERT_THAT(names_of_pages(pages), ElementsAre("table5-redmi-k70-pro", "table5-xiaomi-14"));
  for (const char* measure : {"e2e", "decode"}) {
    expect_on_page(pages[0], record, measure, "redmi-k70-pro");
    expect_on_page(pages[1], record, measure, "xiaomi-14");
  }
  EXPECT_THAT(texts_of(pages[1]),
              IsSupersetOf({"Gemma-2B, prompt to last token", "Gemma-2B, decoding alone",
                            "End to end (s)", "Decoding (s)", "Xiaomi 14", "paper's value"}));
  EXPECT_EQ(bars_on(pages), 2 * record.rows.size());
}

TEST(SystemFigures, LeaveOutWhatThePapersSystemDoesNotRun) {
  const std::vector<std::pair<ResultRecord, std::size_t>> cases = {
      {plot_fixtures::fig14_record(plot_fixtures::three_systems()), 1},
      {plot_fixtures::fig15_record(), 1},
      {plot_fixtures::fig17_record(), 5},
      {plot_fixtures::table5_record(), 2}};
  for (const auto& [record, bars] : cases) {
    EXPECT_EQ(bars_on(drawn(without_first(record))) + bars, bars_on(drawn(record)))
        << record.experiment;
  }
}

TEST(SystemFigures, ASystemThatRunsNoModelHasNoPlaceInTheLegend) {
  ResultRecord record = plot_fixtures::fig17_record();
  for (ResultRow& row : record.rows) {
    if (factor_text(row, "system") == "naive-npu") row.measures.front().value = 0;
  }
  EXPECT_THAT(texts_of(drawn(record).front()), Not(Contains("naive NPU")));
}

}  // namespace
}  // namespace mllm_npu
