#include "plots/figure_catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/plots/plot_fixtures.h"
#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;
using Strings = std::vector<std::string>;

TEST(FigureCatalog, ListsEveryFigureInThePapersOrder) {
  EXPECT_THAT(
      figure_ids(),
      ElementsAre("summary", "fig1", "table1", "table2", "fig2", "fig4", "table3", "fig8",
                  "graph-memory", "fig10", "fig11", "fig12-left", "fig12-right", "hot-channels",
                  "calibration-domain", "shadow-share", "fig13", "fig13-attention", "fig13-gantt",
                  "fig14", "fig15", "table5", "table6", "quantizer-perplexity", "fig16", "fig17",
                  "fig18", "fig19", "explain-gap"));
}

TEST(FigureCatalog, EveryFixtureIsOfAFigureAndTheOtherWayRound) {
  Strings ids;
  for (const ResultRecord& record : plot_fixtures::all_records()) ids.push_back(record.experiment);
  EXPECT_EQ(ids, figure_ids());
}

TEST(FindFigure, AnUnknownIdIsAnErrorThatListsTheKnownOnes) {
  EXPECT_EQ(support::input_error_of([] { find_figure("fig99"); }),
            "command line: figure: expected one of summary, fig1, table1, table2, fig2, fig4, "
            "table3, fig8, "
            "graph-memory, "
            "fig10, fig11, fig12-left, fig12-right, hot-channels, calibration-domain, "
            "shadow-share, fig13, "
            "fig13-attention, fig13-gantt, fig14, fig15, table5, table6, "
            "quantizer-perplexity, fig16, fig17, fig18, fig19, explain-gap, "
            "found fig99");
}

TEST(FindFigure, IsTheFigureOfThatId) {
  for (const std::string& id : figure_ids()) EXPECT_EQ(find_figure(id).id, id);
}

}  // namespace
}  // namespace mllm_npu
