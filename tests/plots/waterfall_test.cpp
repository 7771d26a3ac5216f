#include "plots/waterfall.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/plots/page_script.h"

namespace mllm_npu {
namespace {

using plot_fixtures::count_of;
using plot_fixtures::lines_with;
using plot_fixtures::table_rows;
using plot_fixtures::texts_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::SizeIs;

WaterfallChart falling_chart() {
  return {.name = "toy",
          .y_label = "Speed (token/s)",
          .looks = {{"known", "known", "#111111"},
                    {"cause", "cause", "#222222"},
                    {"other", "never seen", "#333333"}},
          .panels = {{.title = "panel",
                      .bars = {{"start", 0, {}, 1000},
                               {"slower", 1, 1000, 100},
                               {"faster", 1, 100, 200},
                               {"end", 0, {}, 200}}}}};
}

TEST(Waterfall, HangsABarFromOneValueToTheNext) {
  const auto rows = table_rows(draw_waterfall(falling_chart()));
  ASSERT_THAT(rows, SizeIs(4));  // by look: two that stand, two that hang
  EXPECT_EQ(rows[2][0], "1");
  EXPECT_EQ(rows[2][1], "1000");
  EXPECT_EQ(rows[2][2], "100");
  EXPECT_EQ(rows[3][1], "200");  // the upper end, whichever way it goes
  EXPECT_EQ(rows[3][2], "100");
}

TEST(Waterfall, StandsKnownValuesOnTheAxis) {
  const auto rows = table_rows(draw_waterfall(falling_chart()));
  EXPECT_EQ(rows[0][2], rows[1][2]);
  EXPECT_LT(std::stod(rows[0][2]), 100);
  EXPECT_GT(std::stod(rows[0][2]), 0);
}

TEST(Waterfall, WritesValuesOnWhatStandsAndFactorsOnWhatHangs) {
  const auto rows = table_rows(draw_waterfall(falling_chart()));
  EXPECT_THAT((std::vector{rows[0][3], rows[1][3], rows[2][3], rows[3][3]}),
              ElementsAre("\"1000\"", "\"200\"", "\"x0.1\"", "\"x2\""));
}

TEST(Waterfall, TellsAFactorNearOneFromOne) {
  WaterfallChart chart = falling_chart();
  chart.panels[0].bars = {{"slower", 1, 100, 99}, {"much", 1, 99, 0.99}};
  const auto rows = table_rows(draw_waterfall(chart));
  EXPECT_THAT((std::vector{rows[0][3], rows[1][3]}), ElementsAre("\"x0.99\"", "\"x0.010\""));
}

TEST(Waterfall, WritesLabelsAboveTheirBars) {
  for (const auto& row : table_rows(draw_waterfall(falling_chart()))) {
    EXPECT_GT(std::stod(row[4]), std::stod(row[1])) << row[3];
  }
}

TEST(Waterfall, HasALogarithmicAxis) {
  EXPECT_THAT(lines_with(draw_waterfall(falling_chart()), "set logscale y"), SizeIs(1));
}

TEST(Waterfall, NamesBarsPanelAxisAndTheLooksThatAreThere) {
  const std::vector<std::string> texts = texts_of(draw_waterfall(falling_chart()));
  EXPECT_THAT(texts, IsSupersetOf({"start", "slower", "faster", "end", "panel", "Speed (token/s)",
                                   "known", "cause"}));
  EXPECT_THAT(texts, Not(::testing::Contains("never seen")));
}

TEST(Waterfall, PutsPanelsBelowEachOtherUnderOneLegend) {
  WaterfallChart chart = falling_chart();
  const double one = draw_waterfall(chart).height();
  chart.panels.push_back(chart.panels.front());
  const GnuplotPage page = draw_waterfall(chart);
  EXPECT_GT(page.height(), one + chart.axes_height);
  EXPECT_EQ(table_rows(page).size(), 8U);
  EXPECT_EQ(count_of(page.script(), "\"cause\""), 1U);
}

TEST(Waterfall, FillsBarsInTheirLooksColour) {
  const GnuplotPage page = draw_waterfall(falling_chart());
  EXPECT_THAT(page.script(), HasSubstr("boxxyerror lw hair fc rgb \"#222222\""));
}

}  // namespace
}  // namespace mllm_npu
