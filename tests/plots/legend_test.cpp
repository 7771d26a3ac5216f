#include "plots/legend.h"

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
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using Mark = LegendEntry::Mark;

constexpr double kLine = 0.145;  // inches

LegendEntry text_entry(const std::string& label) { return {Mark::kNone, label, "black"}; }

// What an entry of a text takes on a line, in inches, with the gap to the next.
double entry_inches(const std::string& label) { return text_width(label) / kPointsPerInch + 0.13; }

GnuplotPage page_with(const std::vector<LegendEntry>& entries) {
  GnuplotPage page("legend", 3, 2);
  draw_legend(page, entries);
  return page;
}

TEST(LegendHeight, IsNothingWithoutEntries) { EXPECT_EQ(legend_height({}, 3), 0); }

TEST(LegendHeight, EntriesShareALineAsLongAsTheyFit) {
  const std::vector<LegendEntry> two = {text_entry("first"), text_entry("second")};
  const double needed = entry_inches("first") + entry_inches("second") - 0.13 + 2 * 0.05;
  EXPECT_NEAR(legend_height(two, needed + 1e-6), kLine, 1e-12);
  EXPECT_NEAR(legend_height(two, needed - 1e-6), 2 * kLine, 1e-12);
}

TEST(LegendHeight, AMarkTakesRoom) {
  const double needed = 2 * entry_inches("first") - 0.13 + 2 * 0.05;
  const std::vector<LegendEntry> marked(2, {Mark::kBox, "first", "#000000"});
  EXPECT_NEAR(legend_height({text_entry("first"), text_entry("first")}, needed + 1e-6), kLine,
              1e-12);
  EXPECT_NEAR(legend_height(marked, needed + 1e-6), 2 * kLine, 1e-12);
  EXPECT_NEAR(legend_height(marked, needed + 2 * 0.17 + 1e-6), kLine, 1e-12);
}

TEST(LegendHeight, AnEntryWiderThanThePageHasALineToItself) {
  const std::string wide(200, 'm');
  EXPECT_NEAR(legend_height({text_entry("a"), text_entry(wide), text_entry("b")}, 3), 3 * kLine,
              1e-12);
}

TEST(DrawLegend, ALabelWiderThanThePageBeginsOnIt) {
  EXPECT_THAT(lines_with(page_with({text_entry(std::string(200, 'm'))}), "set label").front(),
              HasSubstr("at screen 0.0166666"));  // the edge, 0.05 of 3 inches
}

TEST(DrawLegend, WritesEveryLabelInOrder) {
  EXPECT_THAT(texts_of(page_with({text_entry("second"), text_entry("first")})),
              ElementsAre("second", "first"));
}

TEST(DrawLegend, ABoxHasTheColorOfItsBars) {
  const GnuplotPage page = page_with({{Mark::kBox, "mllm-NPU", "#D55E00"}});
  ASSERT_THAT(lines_with(page, "set object rectangle"), SizeIs(1));
  EXPECT_THAT(lines_with(page, "set object").front(), HasSubstr("fillcolor rgb \"#D55E00\""));
}

TEST(DrawLegend, LinesAndBoundsAreStrokes) {
  const GnuplotPage page =
      page_with({{Mark::kLine, "Gemma", "#56B4E9"}, {Mark::kBound, "lower bound", "#ABCDEF"}});
  const std::vector<std::string> strokes = lines_with(page, "set arrow");
  ASSERT_THAT(strokes, SizeIs(2));
  EXPECT_THAT(strokes[0], HasSubstr("lc rgb \"#56B4E9\""));
  EXPECT_THAT(strokes[1], HasSubstr("lc rgb \"black\""));
}

TEST(DrawLegend, ThePapersValueIsADiamond) {
  EXPECT_EQ(count_of(page_with({{Mark::kPaper, "paper's value", "black"}}).script(), "point pt 13"),
            2u);
}

TEST(DrawLegend, TheFirstLineLiesWithinThePagesUpperEdge) {
  EXPECT_THAT(lines_with(page_with({text_entry("a")}), "set label").front(),
              HasSubstr("," + std::string("0.93875 left")));  // (2 − 0.05 − 0.145 / 2) of 2 inches
}

TEST(EndLegend, RemovesEverythingThatWasDrawn) {
  GnuplotPage page = page_with({text_entry("a")});
  end_legend(page);
  EXPECT_TRUE(page.script().ends_with("unset object\nunset arrow\nunset label\n"));
}

}  // namespace
}  // namespace mllm_npu
