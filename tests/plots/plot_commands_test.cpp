#include "plots/plot_commands.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plots/style.h"
#include "plots/text.h"
#include "tests/plots/page_script.h"

namespace mllm_npu {
namespace {

using plot_fixtures::count_of;
using plot_fixtures::lines_with;
using plot_fixtures::texts_of;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

const Area kAxes{0.5, 0.5, 3.5, 1.5};  // three inches by one

GnuplotPage page_of() { return {"page", 4, 2}; }

GnuplotPage named(const std::vector<std::string>& names) {
  GnuplotPage page = page_of();
  set_names(page, names, kAxes);
  return page;
}

TEST(SetTitle, StandsAboveTheMiddleOfTheAxes) {
  GnuplotPage page = page_of();
  set_title(page, "Xiaomi 14", kAxes);
  EXPECT_EQ(page.script(), "set label \"Xiaomi 14\" at screen 0.5,0.7925 center\n");
}

TEST(SetTitle, ATitleWiderThanTheAxesEndsWithThem) {
  GnuplotPage page = page_of();
  const std::string title(80, 'm');
  set_title(page, title, kAxes);
  const double right = 3.5 - text_width(title) / kPointsPerInch / 2;
  EXPECT_THAT(page.script(), HasSubstr(page.at(right, 1.585)));
}

TEST(SetTitle, NoneIsNotDrawn) {
  GnuplotPage page = page_of();
  set_title(page, "", kAxes);
  EXPECT_EQ(page.script(), "");
}

TEST(SetYAxis, HasRangeNumbersAndName) {
  GnuplotPage page = page_of();
  set_y_axis(page, {false, 0, 12.5, 10, 72}, "Time (ms)", 0.4, kAxes);
  EXPECT_THAT(lines_with(page, "set yrange"), ElementsAre("set yrange [0:12.5]"));
  EXPECT_THAT(lines_with(page, "unset logscale y"), ElementsAre("unset logscale y"));
  EXPECT_THAT(texts_of(page), ElementsAre("0", "5", "10", "Time (ms)"));
  EXPECT_THAT(page.script(), EndsWith("center rotate\n"));
}

TEST(SetYAxis, OneThatRepeatsItsNeighboursHasNeitherNumbersNorName) {
  GnuplotPage page = page_of();
  set_y_axis(page, {false, 0, 12.5, 10, 72}, "Time (ms)", kBareAxis, kAxes);
  EXPECT_THAT(texts_of(page), ElementsAre("", "", ""));
  EXPECT_THAT(lines_with(page, "set yrange"), ElementsAre("set yrange [0:12.5]"));
}

TEST(SetYAxis, ALogAxisIsLogarithmic) {
  GnuplotPage page = page_of();
  set_y_axis(page, {true, 1, 200, 100, 72}, "Time (ms)", 0.4, kAxes);
  EXPECT_THAT(lines_with(page, "set logscale"), ElementsAre("set logscale y 10"));
  EXPECT_THAT(texts_of(page), ElementsAre("1", "10", "100", "Time (ms)"));
}

TEST(SetXLabel, StandsBelowTheMiddleOfTheAxes) {
  GnuplotPage page = page_of();
  set_x_label(page, "Time (ms)", kAxes);
  EXPECT_THAT(page.script(), HasSubstr("\"Time (ms)\" at screen 0.5,"));
}

TEST(SetNames, ThatFitStandBelowTheMiddleOfTheirGroup) {
  const std::vector<std::string> lines = lines_with(named({"a", "b", "c"}), "set label");
  EXPECT_THAT(lines, ElementsAre("set label \"a\" at screen 0.25,0.2075 center",
                                 "set label \"b\" at screen 0.5,0.2075 center",
                                 "set label \"c\" at screen 0.75,0.2075 center"));
}

TEST(SetNames, BreakIntoLinesWhereTheyDoNotFit) {
  const std::vector<std::string> names(6, "out-of-order");
  EXPECT_EQ(count_of(named(names).script(), "\"out-of-\""), 6u);
  EXPECT_EQ(count_of(named(names).script(), "\"order\""), 6u);
}

TEST(SetNames, ThatCannotBreakAreSlantedAndWhole) {
  const GnuplotPage page = named(std::vector<std::string>(6, "mistralmis"));
  EXPECT_THAT(lines_with(page, "set label"), Each(HasSubstr("right rotate by 35")));
  EXPECT_THAT(texts_of(page), Each("mistralmis"));
}

TEST(SetNames, LongOnesAreSteeperSoThatTheyStayOnThePage) {
  const GnuplotPage steep = named(std::vector<std::string>(6, std::string(24, 'n')));
  EXPECT_THAT(lines_with(steep, "set label"), Each(Not(HasSubstr("by 35"))));
  const GnuplotPage upright = named(std::vector<std::string>(6, std::string(90, 'n')));
  EXPECT_THAT(lines_with(upright, "set label"), Each(HasSubstr("rotate by 90")));
}

TEST(NamesHeight, GrowsWithEveryLine) {
  const double one = names_height(std::vector<std::string>(6, "a"), 3);
  const double two = names_height(std::vector<std::string>(6, "out-of-order"), 3);
  EXPECT_NEAR(two - one, 0.125, 1e-12);
}

TEST(NamesHeight, OfUprightNamesIsTheirLength) {
  const std::vector<std::string> names(6, std::string(90, 'n'));
  EXPECT_NEAR(names_height(names, 3), 0.1475 + text_width(names[0]) / kPointsPerInch, 1e-9);
}

TEST(AppendPaperMarkers, AddTwoPartsOfOneSource) {
  std::vector<std::string> parts;
  append_paper_markers(parts, "$data1 using 1:3", "#56B4E9");
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_THAT(parts, Each(HasSubstr("$data1 using 1:3 with points pt 13")));
  EXPECT_THAT(parts[0], HasSubstr("\"#56B4E9\""));
  EXPECT_THAT(parts[1], HasSubstr("'white'"));
}

TEST(Plot, JoinsThePartsIntoOneCommand) {
  GnuplotPage page = page_of();
  plot(page, {"$data1 using 1:2", "$data2 using 1:2"});
  EXPECT_EQ(page.script(), "plot $data1 using 1:2, \\\n     $data2 using 1:2\n");
}

TEST(PlotDeathTest, NeedsAPart) {
  GnuplotPage page = page_of();
  EXPECT_DEATH(plot(page, {}), "page");
}

}  // namespace
}  // namespace mllm_npu
