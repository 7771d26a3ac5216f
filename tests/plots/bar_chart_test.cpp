#include "plots/bar_chart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/plots/plot_fixtures.h"
#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using plot_fixtures::empty_record;
using plot_fixtures::measure_of;
using support::input_error_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ResultRow speed_row(const char* model, const char* system, double value,
                    std::optional<double> paper = {}) {
  return {{{"model", model}, {"system", system}},
          {measure_of("speed", value, "token/s", paper), measure_of("other", -1, "J")}};
}

ResultRecord record_of(std::vector<ResultRow> rows) {
  ResultRecord record = empty_record("any");
  record.rows = std::move(rows);
  return record;
}

const std::vector<Look> kSeries = {{"slow", "slow", "#111111"}, {"fast", "fast", "#222222"}};

std::vector<BarGroup> groups_in(const ResultRecord& record, bool log = false) {
  const BarQuery query{by_factor("model"), {"gemma-2b", "x"}, by_factor("system"), "speed"};
  return bar_groups(rows_of(record), query, kSeries, log);
}

// "SERIES:VALUE" per bar.
std::vector<std::string> bars_in(const BarGroup& group) {
  std::vector<std::string> texts;
  for (const Bar& bar : group.bars) {
    texts.push_back(std::to_string(bar.series) + ":" + std::to_string(static_cast<int>(bar.value)));
  }
  return texts;
}

TEST(BarGroups, StandInTheOrderOfTheQueryAndBarsInTheOrderOfTheSeries) {
  const auto groups = groups_in(record_of(
      {speed_row("x", "fast", 1), speed_row("gemma-2b", "fast", 2), speed_row("x", "slow", 3)}));
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_THAT(bars_in(groups[0]), ElementsAre("1:2"));
  EXPECT_THAT(bars_in(groups[1]), ElementsAre("0:3", "1:1"));
}

TEST(BarGroups, AreLabelledAsPrinted) {
  const auto groups = groups_in(record_of({speed_row("x", "fast", 1)}));
  EXPECT_EQ(groups[0].label, "Gemma-2B");
  EXPECT_EQ(groups[1].label, "x");
}

TEST(BarGroups, AGroupWithoutRowsKeepsItsPlace) {
  EXPECT_THAT(groups_in(record_of({speed_row("x", "fast", 1)}))[0].bars, IsEmpty());
}

TEST(BarGroups, TwoRowsOfOneSeriesStandSideBySideInTheRecordsOrder) {
  const auto groups = groups_in(
      record_of({speed_row("x", "fast", 4), speed_row("x", "slow", 5), speed_row("x", "fast", 3)}));
  EXPECT_THAT(bars_in(groups[1]), ElementsAre("0:5", "1:4", "1:3"));
}

TEST(BarGroups, KeepThePapersValue) {
  const auto groups =
      groups_in(record_of({speed_row("x", "slow", 1, 2.5), speed_row("x", "fast", 1)}));
  EXPECT_EQ(groups[1].bars[0].paper, 2.5);
  EXPECT_FALSE(groups[1].bars[1].paper);
}

TEST(BarGroups, ALogAxisNeedsPositiveValues) {
  EXPECT_EQ(groups_in(record_of({speed_row("x", "fast", 0)}))[1].bars.size(), 1u);
  EXPECT_THAT(input_error_of([] { groups_in(record_of({speed_row("x", "fast", 0)}), true); }),
              HasSubstr("measures.speed: expected a positive number, found 0"));
  EXPECT_THAT(input_error_of([] { groups_in(record_of({speed_row("x", "fast", 1, -2)}), true); }),
              HasSubstr("measures.speed: expected a positive number, found -2"));
}

TEST(BarGroups, ARowWithoutTheMeasureIsAnErrorThatNamesIt) {
  ResultRecord record = record_of({speed_row("x", "fast", 1), speed_row("x", "slow", 1)});
  record.rows[1].measures.erase(record.rows[1].measures.begin());
  EXPECT_THAT(input_error_of([&] { groups_in(record); }), HasSubstr("rows[1].measures.speed"));
}

TEST(BarGroupsDeathTest, ARowOfAGroupThatWasNotAskedForIsOurBug) {
  EXPECT_DEATH(groups_in(record_of({speed_row("another", "fast", 1)})), "another");
}

TEST(BarGroupsDeathTest, ARowOfASeriesWithoutALookIsOurBug) {
  EXPECT_DEATH(groups_in(record_of({speed_row("x", "missing", 1)})), "missing");
}

ResultRow energy_row(const char* model, double cpu, double npu) {
  return {{{"model", model}},
          {measure_of("energy", cpu + npu, "J", 7), measure_of("cpu", cpu, "J"),
           measure_of("npu", npu, "J")}};
}

const std::vector<Look> kParts = {{"cpu", "CPU", "#111111"}, {"npu", "NPU", "#222222"}};

std::vector<BarGroup> stacks_in(const ResultRecord& record, bool shares = false) {
  return stack_groups(rows_of(record), {by_factor("model"), {"gemma-2b", "x"}, "energy", shares},
                      kParts);
}

TEST(StackGroups, PartsStandOnEachOtherBelowTheTotalAndItsPrintedValue) {
  const auto groups = stacks_in(record_of({energy_row("x", 1, 3)}));
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_EQ(groups[0].label, "Gemma-2B");
  EXPECT_THAT(groups[0].bars, IsEmpty());
  EXPECT_THAT(bars_in(groups[1]), ElementsAre("0:1", "1:3"));
  const std::vector<Bar>& bars = groups[1].bars;
  EXPECT_EQ(bars[0].base, 0);
  EXPECT_EQ(bars[1].base, 1);
  EXPECT_EQ(bars[0].label, "");
  EXPECT_EQ(bars[1].label, "4.0");
  EXPECT_FALSE(bars[0].paper);
  EXPECT_EQ(bars[1].paper, 7);
}

TEST(StackGroups, ThePartsOfARowStayTogether) {
  const auto groups = stacks_in(record_of({energy_row("x", 5, 6), energy_row("x", 1, 3)}));
  EXPECT_THAT(bars_in(groups[1]), ElementsAre("0:5", "1:6", "0:1", "1:3"));
}

TEST(StackGroups, APartOfZeroIsLeftOut) {
  const auto groups = stacks_in(record_of({energy_row("x", 0, 3)}));
  EXPECT_THAT(bars_in(groups[1]), ElementsAre("1:3"));
  EXPECT_EQ(groups[1].bars[0].base, 0);
}

TEST(StackGroups, AStackOfNothingIsABarWithoutHeight) {
  for (bool shares : {false, true}) {
    const auto groups = stacks_in(record_of({energy_row("x", 0, 0)}), shares);
    EXPECT_THAT(bars_in(groups[1]), ElementsAre("0:0"));
    EXPECT_EQ(groups[1].bars[0].label, "0");
  }
}

TEST(StackGroups, SharesAddUpToAHundredAndKeepTheTotalAsLabel) {
  const auto groups = stacks_in(record_of({energy_row("x", 1, 3)}), true);
  EXPECT_THAT(bars_in(groups[1]), ElementsAre("0:25", "1:75"));
  EXPECT_EQ(groups[1].bars[1].end(), 100);
  EXPECT_EQ(groups[1].bars[1].label, "4.0");
  EXPECT_FALSE(groups[1].bars[1].paper);
}

TEST(StackGroups, ANegativePartOrAnotherUnitIsAnError) {
  EXPECT_EQ(input_error_of([] { stacks_in(record_of({energy_row("x", -1, 3)})); }),
            "measures.cpu: expected no negative number, found -1");
  ResultRecord record = record_of({energy_row("x", 1, 3)});
  record.rows[0].measures[2].unit = "mJ";
  EXPECT_EQ(input_error_of([&] { stacks_in(record); }), "measures.npu.unit: expected J, found mJ");
}

TEST(AppendBars, AddsToTheGroupInTheSamePlace) {
  std::vector<BarGroup> groups = {{"a", {Bar{0, 1}}}, {"b", {}}};
  append_bars(groups, {{"", {Bar{1, 2}}}, {"", {Bar{1, 3}}}});
  EXPECT_THAT(bars_in(groups[0]), ElementsAre("0:1", "1:2"));
  EXPECT_THAT(bars_in(groups[1]), ElementsAre("1:3"));
}

TEST(AppendBarsDeathTest, NeedsAsManyGroups) {
  std::vector<BarGroup> groups(2);
  EXPECT_DEATH(append_bars(groups, {{}}), "1");
}

TEST(WithUnit, NamesTheRecordsUnit) {
  const ResultRecord record = record_of({speed_row("x", "fast", 1)});
  EXPECT_EQ(with_unit("Prefill speed", rows_of(record), "speed"), "Prefill speed (token/s)");
}

TEST(ShareAxis, NeedsTheSameLabelAndTheSameRange) {
  const BarPanel panel{"t", "Time (ms)", false, {}, "small"};
  EXPECT_TRUE(share_axis(panel, {"another", "Time (ms)", false, {}, "small"}));
  EXPECT_FALSE(share_axis(panel, {"t", "Time (ms)", false, {}, "large"}));
  EXPECT_FALSE(share_axis(panel, {"t", "Time (s)", false, {}, "small"}));
}

BarPanel titled(const std::string& title) { return {title, "y", false, {{"g", {}}}}; }

std::vector<std::string> titles_of(const BarChart& chart) {
  std::vector<std::string> titles;
  for (const BarPanel& panel : chart.panels) titles.push_back(panel.title);
  return titles;
}

TEST(PlaceStacks, OneStackIsOneColumn) {
  BarChart chart;
  place_stacks(chart, {{titled("a"), titled("b")}});
  EXPECT_EQ(chart.columns, 1u);
  EXPECT_THAT(titles_of(chart), ElementsAre("a", "b"));
}

TEST(PlaceStacks, TwoStandSideBySideAndAThirdBelowThem) {
  BarChart chart;
  place_stacks(
      chart, {{titled("a"), titled("A")}, {titled("b"), titled("B")}, {titled("c"), titled("C")}});
  EXPECT_EQ(chart.columns, 2u);
  EXPECT_THAT(titles_of(chart), ElementsAre("a", "b", "A", "B", "c", "", "C", ""));
  EXPECT_THAT(chart.panels[5].groups, IsEmpty());
}

}  // namespace
}  // namespace mllm_npu
