#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plots/figure_catalog.h"
#include "tests/plots/page_script.h"
#include "tests/plots/plot_fixtures.h"

namespace mllm_npu {
namespace {

using plot_fixtures::explain_gap_record;
using plot_fixtures::table_rows;
using plot_fixtures::texts_of;
using ::testing::Contains;
using ::testing::IsSupersetOf;
using ::testing::Not;

GnuplotPage gap_page(const ResultRecord& record) { return draw_explain_gap(record).front(); }

TEST(ExplainGapFigure, HasABarForEachStepAndOneForTheReport) {
  EXPECT_EQ(table_rows(gap_page(explain_gap_record())).size(), 2 * (5 + 1));
}

TEST(ExplainGapFigure, HasAPanelForEachReport) {
  EXPECT_THAT(texts_of(gap_page(explain_gap_record())),
              IsSupersetOf({"log-1: Qwen1.5-1.8B, 512 tokens", "log-2: Qwen1.5-1.8B, 1024 tokens",
                            "our prediction", "no overlap", "unexplained", "reported",
                            "Prefill speed (token/s)"}));
}

TEST(ExplainGapFigure, WritesTheFactorOfEachStep) {
  const std::set<std::string> cells = plot_fixtures::cells_of(gap_page(explain_gap_record()));
  EXPECT_THAT(cells, IsSupersetOf({"\"x0.9\"", "\"x1.22\"", "\"x0.36\"", "\"x0.25\"", "\"1100\"",
                                   "\"110\"", "\"550\"", "\"55.0\""}));
}

TEST(ExplainGapFigure, TellsSlowerFromFasterAndFromWhatIsUnexplained) {
  EXPECT_THAT(texts_of(gap_page(explain_gap_record())),
              IsSupersetOf({"printed, reported", "error of our prediction", "slower by a cause",
                            "faster by a cause", "unexplained"}));
  ResultRecord slower = explain_gap_record();
  std::erase_if(slower.rows, [](const ResultRow& row) {
    return factor_text(*find_factor(row.factors, "step")) == "few shadows";
  });
  EXPECT_THAT(texts_of(gap_page(slower)), Not(Contains("faster by a cause")));
}

TEST(ExplainGapFigure, EndsWhereTheRecordEnds) {
  ResultRecord record = explain_gap_record();
  record.rows.resize(4);  // a walk without its report
  EXPECT_THAT(texts_of(gap_page(record)), Not(Contains("reported")));
  EXPECT_EQ(table_rows(gap_page(record)).size(), 4U);
}

}  // namespace
}  // namespace mllm_npu
