#include "plots/bar_layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plots/text.h"

namespace mllm_npu {
namespace {

// One panel, one inch high, of `groups` groups with `bars` bars of 100 each.
BarChart chart_of(std::size_t groups, std::size_t bars) {
  BarChart chart;
  BarPanel panel{"", "Time (ms)", false, {}};
  for (std::size_t i = 0; i < bars; ++i) {
    chart.series.push_back({"s" + std::to_string(i), "s", "#000000", i == 0});
  }
  for (std::size_t g = 0; g < groups; ++g) {
    panel.groups.push_back({"g", {}});
    for (std::size_t i = 0; i < bars; ++i) panel.groups.back().bars.push_back({i, 100});
  }
  chart.panels.push_back(panel);
  return chart;
}

BarLayout layout_at(const BarChart& chart, double pitch) {
  return layout_bars(chart, chart.panels.front(), pitch);
}

TEST(LayoutBars, BarsOfAGroupTakeMostOfItsPlaceTogether) {
  EXPECT_NEAR(layout_at(chart_of(2, 4), 40).bar_width, 0.86 / 4, 1e-12);
}

TEST(LayoutBars, NoBarIsWiderThan22Points) {
  EXPECT_NEAR(layout_at(chart_of(1, 1), 22 / 0.86).bar_width, 0.86, 1e-12);
  EXPECT_NEAR(layout_at(chart_of(1, 1), 220).bar_width, 0.1, 1e-12);
}

TEST(LayoutBars, TheLargestGroupDecidesForAll) {
  BarChart chart = chart_of(1, 2);
  chart.panels.front().groups.push_back({"small", {Bar{0, 1}}});
  EXPECT_NEAR(layout_at(chart, 40).bar_width, 0.43, 1e-12);
}

TEST(LayoutBars, LabelsLieAcrossAsLongAsTheWidestFits) {
  const double fitting = text_width("100") / 0.86;
  EXPECT_EQ(layout_at(chart_of(1, 1), fitting + 0.01).mode, LabelMode::kAcross);
  EXPECT_EQ(layout_at(chart_of(1, 1), fitting - 0.01).mode, LabelMode::kUpright);
}

TEST(LayoutBars, WhereBarsAreNarrowerThanALineOnlyEmphasisIsLabelled) {
  EXPECT_EQ(layout_at(chart_of(1, 1), 6.41 / 0.86).mode, LabelMode::kUpright);
  EXPECT_EQ(layout_at(chart_of(1, 1), 6.39 / 0.86).mode, LabelMode::kEmphasisOnly);
}

TEST(LayoutBars, PanelsThatShareAnAxisShareTheLayout) {
  BarChart chart = chart_of(1, 1);
  chart.panels.push_back({"", "Time (ms)", false, {{"g", {Bar{0, 5000}}}}});
  const BarLayout layout = layout_at(chart, 40);
  EXPECT_EQ(layout.axis.largest, 5000);
  EXPECT_EQ(layout_bars(chart, chart.panels.back(), 40).axis.high, layout.axis.high);
}

TEST(LayoutBars, APanelWithARangeOfItsOwnIsNotStretchedByOthers) {
  BarChart chart = chart_of(1, 1);
  chart.panels.push_back({"", "Time (ms)", false, {{"g", {Bar{0, 5000}}}}, "long prompts"});
  chart.panels.push_back({"", "Bubbles (%)", false, {{"g", {Bar{0, 70000}}}}});
  EXPECT_EQ(layout_at(chart, 40).axis.largest, 100);
  EXPECT_EQ(layout_bars(chart, chart.panels[1], 40).axis.largest, 5000);
}

TEST(LayoutBars, PrintedValuesAndBoundsLieOnTheAxisToo) {
  BarChart chart = chart_of(1, 2);
  chart.panels[0].groups[0].bars[0].paper = 300;
  chart.panels[0].groups[0].bars[1].bound = 400;
  EXPECT_EQ(layout_at(chart, 40).axis.largest, 400);
}

TEST(LayoutBars, UprightLabelsOfTheLargestBarsStayBelowTheTop) {
  const BarChart chart = chart_of(1, 1);
  const BarLayout layout = layout_at(chart, 10);
  ASSERT_EQ(layout.mode, LabelMode::kUpright);
  const double start = layout.axis.place(label_value(chart.panels[0].groups[0].bars[0], layout));
  EXPECT_LE(start + text_width("100"), layout.axis.length);
}

TEST(LayoutBars, WhereOnlyEmphasisIsLabelledOthersNeedNoRoomForALabel) {
  BarChart chart = chart_of(1, 2);
  chart.panels[0].groups[0].bars[1].value = 1000;
  const BarLayout layout = layout_at(chart, 6);
  ASSERT_EQ(layout.mode, LabelMode::kEmphasisOnly);
  EXPECT_GT(layout.axis.place(1000) + text_width("1000"), layout.axis.length);
  EXPECT_LT(layout.axis.place(1000), layout.axis.length - 10);
}

TEST(LayoutBars, WhereOnlyEmphasisIsLabelledItsLabelsStayBelowTheTop) {
  BarChart chart = chart_of(1, 2);
  chart.panels[0].groups[0].bars[0].value = 900;
  chart.panels[0].groups[0].bars[1].value = 1000;
  const BarLayout layout = layout_at(chart, 6);
  const double start = layout.axis.place(label_value(chart.panels[0].groups[0].bars[0], layout));
  EXPECT_LE(start + text_width("900"), layout.axis.length);
}

TEST(LayoutBars, AStackReachesToItsEndAndTakesOnePlace) {
  BarChart chart = chart_of(1, 2);
  chart.panels[0].groups[0].bars[1].base = 100;
  EXPECT_EQ(layout_at(chart, 40).axis.largest, 200);
  EXPECT_NEAR(layout_at(chart, 22 / 0.86).bar_width, 0.86, 1e-12);
}

TEST(LayoutBarsDeathTest, APanelWithoutGroupsHasNoLayout) {
  BarChart chart = chart_of(1, 1);
  EXPECT_DEATH(layout_bars(chart, {"", "another axis", false, {}}, 40), "another axis");
}

TEST(BarPlace, OneBarStandsInTheMiddle) {
  const BarLayout layout = layout_at(chart_of(1, 1), 40);
  EXPECT_DOUBLE_EQ(bar_place({"g", {Bar{}}}, 0, 3, layout), 3);
}

TEST(BarPlace, BarsTouchEachOtherAroundTheMiddle) {
  BarLayout layout;
  layout.bar_width = 0.2;
  const BarGroup group{"g", std::vector<Bar>(4)};
  EXPECT_NEAR(bar_place(group, 0, 1, layout), 0.7, 1e-12);
  EXPECT_NEAR(bar_place(group, 1, 1, layout), 0.9, 1e-12);
  EXPECT_NEAR(bar_place(group, 3, 1, layout), 1.3, 1e-12);
}

TEST(BarPlace, PartsOfAStackHaveOne) {
  BarLayout layout;
  layout.bar_width = 0.2;
  const BarGroup group{"g", {Bar{0, 1}, Bar{.series = 1, .value = 2, .base = 1}, Bar{0, 3}}};
  EXPECT_NEAR(bar_place(group, 0, 1, layout), 0.9, 1e-12);
  EXPECT_NEAR(bar_place(group, 1, 1, layout), 0.9, 1e-12);
  EXPECT_NEAR(bar_place(group, 2, 1, layout), 1.1, 1e-12);
}

// Bars of these heights in points, 0.1 wide, an upright label taking 0.3.
double shift_of_last(const std::vector<double>& heights, LabelMode mode) {
  BarGroup group{"g", {}};
  for (double height : heights) group.bars.push_back({0, height});
  return label_shift(group, heights.size() - 1, {{false, 0, 72, 72, 72}, 0.1, mode, 0.3});
}

TEST(LabelShift, IsAwayFromAHigherBarThatTheLabelWouldTouch) {
  EXPECT_NEAR(shift_of_last({30, 10}, LabelMode::kEmphasisOnly), 0.1 + 0.06, 1e-12);
  EXPECT_EQ(shift_of_last({12.4, 10}, LabelMode::kEmphasisOnly), 0);
  EXPECT_GT(shift_of_last({12.6, 10}, LabelMode::kEmphasisOnly), 0);
}

TEST(LabelShift, IsNoneWhereEveryBarHasALabelOrThereIsNoneBeside) {
  EXPECT_EQ(shift_of_last({30, 10}, LabelMode::kUpright), 0);
  EXPECT_EQ(shift_of_last({10}, LabelMode::kEmphasisOnly), 0);
}

TEST(LabelShift, IsNoneWithinAGroup) {
  const BarGroup group{"g", {Bar{0, 30}, Bar{0, 10}, Bar{0, 10}}};
  const BarLayout layout{{false, 0, 72, 72, 72}, 0.1, LabelMode::kEmphasisOnly, 0.3};
  EXPECT_EQ(label_shift(group, 1, layout), 0);
}

TEST(BarLabel, IsTheEndOfAStackOrWhatTheBarSays) {
  const BarChart chart = chart_of(1, 2);
  const BarLayout layout;
  EXPECT_EQ(bar_label({.series = 1, .value = 2, .base = 40}, chart, layout), "42.0");
  EXPECT_EQ(bar_label({.series = 1, .value = 2, .label = "all"}, chart, layout), "all");
  EXPECT_EQ(bar_label({.series = 1, .value = 2, .label = ""}, chart, layout), "");
}

TEST(BarLabel, IsTheValueUnlessOnlyEmphasisIsLabelled) {
  const BarChart chart = chart_of(1, 2);
  BarLayout layout;
  layout.mode = LabelMode::kUpright;
  EXPECT_EQ(bar_label({1, 4.24}, chart, layout), "4.2");
  layout.mode = LabelMode::kEmphasisOnly;
  EXPECT_EQ(bar_label({1, 4.24}, chart, layout), "");
  EXPECT_EQ(bar_label({0, 4.24}, chart, layout), "4.2");
}

// An axis on which a value is its height in points.
BarLayout layout_in_points(LabelMode mode) { return {{false, 0, 72, 72, 72}, 0.5, mode}; }

double label_of(double value, std::optional<double> paper, LabelMode mode) {
  return label_value({0, value, paper, {}}, layout_in_points(mode));
}

TEST(LabelValue, IsTheMiddleOfATextAcrossAndTheStartOfAnUprightOne) {
  EXPECT_DOUBLE_EQ(label_of(30, {}, LabelMode::kAcross), 30 + 2.5 + 5.2 / 2);
  EXPECT_DOUBLE_EQ(label_of(30, {}, LabelMode::kUpright), 30 + 2.5);
}

TEST(LabelValue, StandsAboveTheEndOfAStack) {
  const Bar bar{.series = 0, .value = 10, .base = 20};
  EXPECT_DOUBLE_EQ(label_value(bar, layout_in_points(LabelMode::kUpright)), 32.5);
}

TEST(LabelValue, AMarkerFarFromTheLabelDoesNotMoveIt) {
  EXPECT_DOUBLE_EQ(label_of(30, 10, LabelMode::kUpright), 32.5);
  EXPECT_DOUBLE_EQ(label_of(30, 60, LabelMode::kUpright), 32.5);
}

TEST(LabelValue, AMarkerInItsWayPushesAnUprightLabelUp) {
  EXPECT_DOUBLE_EQ(label_of(30, 35, LabelMode::kUpright), 35 + 2.6 + 2.5);
}

TEST(LabelValue, AMarkerInItsWayPushesALabelAcrossIntoAHighBar) {
  EXPECT_DOUBLE_EQ(label_of(30, 35, LabelMode::kAcross), 30 - 2.5 - 5.2 / 2);
}

TEST(LabelValue, InABarThatIsTooLowALabelAcrossGoesAboveTheMarker) {
  EXPECT_DOUBLE_EQ(label_of(10.3, 15, LabelMode::kAcross), 10.3 - 2.5 - 5.2 / 2);
  EXPECT_DOUBLE_EQ(label_of(10.1, 15, LabelMode::kAcross), 15 + 2.6 + 2.5 + 5.2 / 2);
}

}  // namespace
}  // namespace mllm_npu
