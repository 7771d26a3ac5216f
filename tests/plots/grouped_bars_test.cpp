#include "plots/grouped_bars.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plots/style.h"
#include "tests/plots/page_script.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using plot_fixtures::count_of;
using plot_fixtures::lines_with;
using plot_fixtures::table_rows;
using plot_fixtures::texts_of;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsSupersetOf;
using ::testing::Not;

// Two groups, "left" with a bar of each series and "right" with one of the first.
BarPanel panel_of(const std::string& title) {
  return {title, "Time (ms)", false, {{"left", {Bar{0, 10}, Bar{1, 20}}}, {"right", {Bar{0, 30}}}}};
}

BarChart chart_of(const std::vector<BarPanel>& panels, std::size_t columns = 1) {
  BarChart chart;
  chart.name = "chart";
  chart.columns = columns;
  chart.bound_label = "lower bound";
  chart.series = {{"a", "first", "#111111"}, {"b", "second", "#222222"}, {"c", "third", "#333333"}};
  chart.panels = panels;
  return chart;
}

std::ptrdiff_t times_written(const GnuplotPage& page, const std::string& text) {
  const auto texts = texts_of(page);
  return std::count(texts.begin(), texts.end(), text);
}

TEST(GroupedBars, OneColumnIsAsWideAsAPapersColumnAndTwoAsItsPage) {
  EXPECT_EQ(draw_grouped_bars(chart_of({panel_of("a")})).width(), kColumnWidth);
  EXPECT_EQ(draw_grouped_bars(chart_of({panel_of("a"), panel_of("b")}, 2)).width(), kPageWidth);
}

TEST(GroupedBars, ATablePerSeriesHoldsPlaceValuesAndLabelOfEachBar) {
  BarPanel panel = panel_of("a");
  panel.groups[1].bars[0].paper = 33;
  panel.groups[1].bars[0].bound = 25;
  const auto rows = table_rows(draw_grouped_bars(chart_of({panel})));
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[1][0], "1");  // the only bar of its group stands in the middle
  EXPECT_THAT(std::vector<std::string>(rows[1].begin() + 1, rows[1].begin() + 5),
              ElementsAre("30", "33", "25", "\"30.0\""));
  EXPECT_THAT(std::vector<std::string>(rows[2].begin() + 1, rows[2].begin() + 5),
              ElementsAre("20", "?", "?", "\"20.0\""));
}

TEST(GroupedBars, OneColumnMayBeAsWideAsThePage) {
  BarChart chart = chart_of({panel_of("a")});
  chart.page_wide = true;
  EXPECT_EQ(draw_grouped_bars(chart).width(), kPageWidth);
}

TEST(GroupedBars, LowerPartsOfAStackAreDrawnOverHigherOnes) {
  BarPanel panel = panel_of("a");
  panel.groups[0].bars[1].base = 10;
  const GnuplotPage page = draw_grouped_bars(chart_of({panel}));
  const auto rows = table_rows(page);
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0][0], rows[2][0]);
  EXPECT_EQ(rows[2][1], "20");
  EXPECT_EQ(rows[2][6], "10");
  const std::string script = page.script();
  ASSERT_NE(script.find("rgb \"#111111\" fs"), std::string::npos);
  EXPECT_LT(script.find("rgb \"#222222\" fs"), script.find("rgb \"#111111\" fs"));
}

TEST(GroupedBars, APanelWhoseGroupsHaveNoBarsHasItsAxes) {
  BarPanel panel = panel_of("a");
  for (BarGroup& group : panel.groups) group.bars.clear();
  const support::TemporaryFolder folder;
  EXPECT_EQ(draw_grouped_bars(chart_of({panel_of("b"), panel})).write(folder.path()).size(), 3u);
  const GnuplotPage page = draw_grouped_bars(chart_of({panel}));
  EXPECT_EQ(times_written(page, "Time (ms)"), 1);
  EXPECT_EQ(lines_with(page, "plot ").size(), 1u);
}

TEST(GroupedBars, TheNoteIsLastInTheLegend) {
  BarChart chart = chart_of({panel_of("a")});
  chart.note = "on a phone";
  EXPECT_EQ(times_written(draw_grouped_bars(chart), "on a phone"), 1);
}

TEST(GroupedBars, TheLegendHasOnlySeriesThatHaveABar) {
  const auto texts = texts_of(draw_grouped_bars(chart_of({panel_of("a")})));
  EXPECT_THAT(texts, IsSupersetOf({"first", "second"}));
  EXPECT_THAT(texts, Not(Contains("third")));
}

TEST(GroupedBars, PrintedValuesAndBoundsAreInTheLegendWhereTheyOccur) {
  BarPanel panel = panel_of("a");
  EXPECT_THAT(texts_of(draw_grouped_bars(chart_of({panel}))),
              Not(Contains(::testing::AnyOf("paper's value", "lower bound"))));
  panel.groups[0].bars[0].paper = 11;
  panel.groups[0].bars[1].bound = 5;
  EXPECT_THAT(texts_of(draw_grouped_bars(chart_of({panel}))),
              IsSupersetOf({"paper's value", "lower bound"}));
}

TEST(GroupedBars, BoundsAndMarkersAreDrawnOverAllBars) {
  BarPanel panel = panel_of("a");
  panel.groups[0].bars[0].paper = 11;
  panel.groups[0].bars[0].bound = 5;
  const std::string script = draw_grouped_bars(chart_of({panel})).script();
  EXPECT_EQ(count_of(script, "with vectors"), 1u);
  EXPECT_LT(script.rfind("with boxes"), script.find("with vectors"));
  EXPECT_LT(script.rfind("with boxes"), script.find("with points"));
}

TEST(GroupedBars, PanelsBelowEachOtherNameTheirGroupsOnce) {
  const GnuplotPage page = draw_grouped_bars(chart_of({panel_of("a"), panel_of("b")}));
  EXPECT_EQ(times_written(page, "left"), 1);
  BarPanel other = panel_of("b");
  other.groups[0].label = "elsewhere";
  const GnuplotPage named = draw_grouped_bars(chart_of({panel_of("a"), other}));
  EXPECT_EQ(times_written(named, "right"), 2);
}

TEST(GroupedBars, PanelsBesideEachOtherNameTheirAxisOnce) {
  EXPECT_EQ(
      times_written(draw_grouped_bars(chart_of({panel_of("a"), panel_of("b")}, 2)), "Time (ms)"),
      1);
  BarPanel own = panel_of("b");
  own.range = "its own";
  EXPECT_EQ(times_written(draw_grouped_bars(chart_of({panel_of("a"), own}, 2)), "Time (ms)"), 2);
}

TEST(GroupedBars, APanelWithoutGroupsLeavesItsPlaceEmpty) {
  const BarChart chart = chart_of({panel_of("a"), panel_of("b"), panel_of("c"), {}}, 2);
  const GnuplotPage page = draw_grouped_bars(chart);
  EXPECT_EQ(lines_with(page, "plot ").size(), 3u);
  const auto edges = lines_with(page, "set lmargin");
  EXPECT_EQ(edges[2], edges[0]);
  EXPECT_NE(edges[1], edges[0]);
}

TEST(GroupedBars, TheLegendIsDrawnOnce) {
  EXPECT_EQ(times_written(draw_grouped_bars(chart_of({panel_of("a"), panel_of("b")})), "first"), 1);
}

}  // namespace
}  // namespace mllm_npu
