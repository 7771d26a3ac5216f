#include "plots/line_chart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/plots/page_script.h"
#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using plot_fixtures::lines_with;
using plot_fixtures::table_rows;
using plot_fixtures::texts_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;

LineChart chart_of(LinePoints points, bool log = false) {
  return {.name = "toy",
          .panels = {{.title = "panel",
                      .x_label = "across",
                      .y_label = "up",
                      .log_x = log,
                      .log_y = log,
                      .lines = {{"line", "#112233", false, std::move(points)}}}}};
}

TEST(LineChart, SendsItsPointsInTheOrderOfX) {
  const auto rows = table_rows(draw_lines(chart_of({{3, 1}, {1, 2}, {2, 5}})));
  EXPECT_THAT(rows,
              ElementsAre(ElementsAre("1", "2"), ElementsAre("2", "5"), ElementsAre("3", "1")));
}

TEST(LineChart, NamesPanelAxesAndLines) {
  EXPECT_THAT(texts_of(draw_lines(chart_of({{1, 1}}))),
              IsSupersetOf({"panel", "across", "up", "line"}));
}

TEST(LineChart, NamesALineOfSeveralPanelsOnce) {
  LineChart chart = chart_of({{1, 1}});
  chart.panels.push_back(chart.panels.front());
  const std::vector<std::string> texts = texts_of(draw_lines(chart));
  EXPECT_EQ(std::count(texts.begin(), texts.end(), "line"), 1);
  EXPECT_EQ(std::count(texts.begin(), texts.end(), "panel"), 2);
}

TEST(LineChart, HoldsNegativeValues) {
  EXPECT_THAT(lines_with(draw_lines(chart_of({{0, -2}, {1, 3}})), "set yrange").front(),
              HasSubstr("[-2:"));
}

TEST(LineChart, DrawsPrintedValuesAsMarkers) {
  LineChart chart = chart_of({{1, 1}});
  chart.panels.front().lines.push_back({"", "#445566", true, {{2, 2}}});
  const GnuplotPage page = draw_lines(chart);
  EXPECT_EQ(table_rows(page).size(), 2U);
  EXPECT_THAT(texts_of(page), IsSupersetOf({"line", "paper's value"}));
}

TEST(LineChart, ALogarithmicAxisTakesPositiveValuesOnly) {
  EXPECT_THAT(support::input_error_of([] {
                draw_lines(chart_of({{1, 0}}, true));
              }),
              HasSubstr("positive"));
  EXPECT_THAT(support::input_error_of([] {
                draw_lines(chart_of({{-1, 1}}, true));
              }),
              HasSubstr("positive"));
}

}  // namespace
}  // namespace mllm_npu
