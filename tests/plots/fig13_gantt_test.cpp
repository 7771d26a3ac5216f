// One page per policy, each with every span of the window.

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plots/figure_catalog.h"
#include "plots/gantt.h"
#include "tests/plots/page_script.h"
#include "tests/plots/plot_fixtures.h"
#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using plot_fixtures::fig13_gantt_record;
using plot_fixtures::lines_with;
using plot_fixtures::measure_of;
using plot_fixtures::table_rows;
using plot_fixtures::texts_of;
using support::input_error_of;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;
using Strings = std::vector<std::string>;

ResultRow span_row(const char* policy, const char* kind, int chunk, double start, double end) {
  return {
      {{"policy", policy}, {"processor", "NPU"}, {"chunk", chunk}, {"layer", 0}, {"kind", kind}},
      {measure_of("start", start, "ms"), measure_of("end", end, "ms")}};
}

ResultRecord record_of(std::vector<ResultRow> rows) {
  ResultRecord record = plot_fixtures::empty_record("fig13-gantt");
  record.rows = std::move(rows);
  return record;
}

// Rows of tables of spans: start, end, row.
std::size_t spans_on(const GnuplotPage& page) {
  const auto rows = table_rows(page);
  return static_cast<std::size_t>(std::count_if(
      rows.begin(), rows.end(), [](const Strings& row) { return row.at(2).front() != '"'; }));
}

Strings marks_on(const GnuplotPage& page) {
  Strings marks;
  for (const Strings& row : table_rows(page)) {
    if (row.at(2).front() == '"') marks.push_back(row[2]);
  }
  return marks;
}

TEST(Fig13Gantt, HasAPagePerPolicy) {
  Strings names;
  for (const GnuplotPage& page : draw_fig13_gantt(fig13_gantt_record(6))) {
    names.push_back(page.name());
  }
  EXPECT_THAT(names, ::testing::ElementsAre("fig13-gantt-serial", "fig13-gantt-in-order",
                                            "fig13-gantt-out-of-order"));
}

TEST(Fig13Gantt, EverySpanOfTheWindowIsDrawn) {
  const ResultRecord record = fig13_gantt_record(6);
  const RecordRows rows = rows_of(record);
  const double window = window_of(gantt_spans(rows), 4, 6);
  for (const GnuplotPage& page : draw_fig13_gantt(record)) {
    const std::string policy = page.name().substr(std::string("fig13-gantt-").size());
    const auto spans = gantt_spans(where(rows, by_factor("policy"), policy));
    EXPECT_EQ(spans_on(page), spans_within(spans, window).size()) << policy;
    EXPECT_LT(spans_on(page), spans.size()) << policy;
  }
}

TEST(Fig13Gantt, AllPagesShowTheSameWindow) {
  const std::vector<GnuplotPage> pages = draw_fig13_gantt(fig13_gantt_record(6));
  for (const GnuplotPage& page : pages) {
    EXPECT_EQ(lines_with(page, "set xrange"), lines_with(pages.front(), "set xrange"));
    EXPECT_EQ(page.height(), pages.front().height());
  }
}

TEST(Fig13Gantt, NamesProcessorsChunksAndKinds) {
  EXPECT_THAT(texts_of(draw_fig13_gantt(fig13_gantt_record(6)).front()),
              IsSupersetOf({"NPU", "CPU", "chunk 0", "chunk 3", "Q: qkv", "F: ffn", "A: attention",
                            "N: attention_norm", "M: ffn_norm", "O: output", "Time (ms)"}));
}

TEST(Fig13Gantt, TheLegendHasOnlyKindsThatRunInTheWindow) {
  // The window is as long as "fast" takes, 10 ms.
  const ResultRecord record =
      record_of({span_row("fast", "qkv", 0, 0, 10), span_row("slow", "ffn", 0, 0, 9),
                 span_row("slow", "down", 0, 9, 20), span_row("slow", "lm_head", 0, 20, 30)});
  for (const GnuplotPage& page : draw_fig13_gantt(record)) {
    EXPECT_THAT(texts_of(page), IsSupersetOf({"Q: qkv", "F: ffn", "D: down"}));
    EXPECT_THAT(texts_of(page), Not(Contains(HasSubstr("lm_head"))));
  }
}

TEST(Fig13Gantt, ASpanTooShortForItsMarkHasNone) {
  const ResultRecord record =
      record_of({span_row("p", "qkv", 0, 0, 99.9), span_row("p", "ffn", 0, 99.9, 100)});
  const GnuplotPage page = draw_fig13_gantt(record).front();
  EXPECT_EQ(spans_on(page), 2u);
  EXPECT_THAT(marks_on(page), ::testing::ElementsAre("\"Q\""));
}

TEST(Fig13Gantt, MoreChunksThanColorsShareThem) {
  std::vector<ResultRow> rows;
  for (int chunk = 0; chunk < 10; ++chunk)
    rows.push_back(span_row("p", "qkv", chunk, chunk, chunk + 1));
  const GnuplotPage page = draw_fig13_gantt(record_of(rows)).front();
  EXPECT_EQ(spans_on(page), 10u);
  EXPECT_THAT(texts_of(page), IsSupersetOf({"chunk 0, 8, ...", "chunk 1, 9, ...", "chunk 2"}));
}

TEST(Fig13Gantt, TheTitleSaysHowMuchIsShown) {
  const ResultRecord record =
      record_of({span_row("fast", "qkv", 0, 0, 10), span_row("slow", "qkv", 0, 0, 25)});
  EXPECT_THAT(texts_of(draw_fig13_gantt(record).back()),
              Contains("slow: the first 10.0 of 25.0 ms"));
}

TEST(Fig13Gantt, SpansThatTakeNoTimeAreAnError) {
  EXPECT_THAT(input_error_of([] { draw_fig13_gantt(record_of({span_row("p", "qkv", 0, 0, 0)})); }),
              HasSubstr("measures.end: expected spans that take time"));
}

TEST(Fig13Gantt, APolicyWithoutASpanInTheWindowIsAnError) {
  const ResultRecord record =
      record_of({span_row("fast", "qkv", 0, 0, 10), span_row("late", "qkv", 0, 10, 20)});
  EXPECT_THAT(input_error_of([&] { draw_fig13_gantt(record); }),
              HasSubstr("measures.start: expected a span at the start"));
}

TEST(Fig13Gantt, PoliciesWhosePicturesWouldShareAFileAreAnError) {
  const ResultRecord record =
      record_of({span_row("a b", "qkv", 0, 0, 10), span_row("a_b", "qkv", 0, 0, 10)});
  EXPECT_THAT(input_error_of([&] { draw_fig13_gantt(record); }),
              HasSubstr("factors.policy: expected names that differ as file names, found a_b"));
}

}  // namespace
}  // namespace mllm_npu
