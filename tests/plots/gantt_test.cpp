#include "plots/gantt.h"

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

ResultRow span_row(double start, double end, const boost::json::value& layer = 0) {
  return {
      {{"policy", "serial"}, {"processor", "NPU"}, {"chunk", 1}, {"layer", layer}, {"kind", "qkv"}},
      {measure_of("start", start, "ms"), measure_of("end", end, "ms")}};
}

ResultRecord record_of(std::vector<ResultRow> rows) {
  ResultRecord record = empty_record("fig13-gantt");
  record.rows = std::move(rows);
  return record;
}

GanttSpan span(const std::string& policy, double start, double end) {
  return {policy, "NPU", "0", "qkv", start, end};
}

std::size_t layers_in(const ResultRecord& record) { return layers_of(rows_of(record)); }

std::vector<std::string> times_of(const std::vector<GanttSpan>& spans) {
  std::vector<std::string> texts;
  for (const GanttSpan& one : spans) {
    texts.push_back(std::to_string(static_cast<int>(one.start)) + "-" +
                    std::to_string(static_cast<int>(one.end)));
  }
  return texts;
}

TEST(GanttSpans, HoldWhatTheRowsSay) {
  const ResultRecord record = record_of({span_row(2, 5)});
  const std::vector<GanttSpan> spans = gantt_spans(rows_of(record));
  ASSERT_EQ(spans.size(), 1u);
  EXPECT_EQ(spans[0].policy, "serial");
  EXPECT_EQ(spans[0].processor, "NPU");
  EXPECT_EQ(spans[0].chunk, "1");
  EXPECT_EQ(spans[0].kind, "qkv");
  EXPECT_THAT(times_of(spans), ElementsAre("2-5"));
}

TEST(GanttSpans, OneMayEndWhereItStartsButNotBefore) {
  const ResultRecord at = record_of({span_row(2, 2)});
  EXPECT_THAT(times_of(gantt_spans(rows_of(at))), ElementsAre("2-2"));
  const ResultRecord before = record_of({span_row(2, 1.5)});
  EXPECT_THAT(input_error_of([&] { gantt_spans(rows_of(before)); }),
              HasSubstr("measures.end: expected at least start, 2"));
}

TEST(GanttSpans, ARowWithoutAFactorIsAnErrorThatNamesIt) {
  ResultRecord record = record_of({span_row(0, 1), span_row(1, 2)});
  record.rows[1].factors.pop_back();
  EXPECT_THAT(input_error_of([&] { gantt_spans(rows_of(record)); }),
              HasSubstr("rows[1].factors.kind"));
}

TEST(LayersOf, CountsDifferentLayers) {
  EXPECT_EQ(layers_in(record_of({span_row(0, 1, 0), span_row(1, 2, 3), span_row(2, 3, 0)})), 2u);
}

TEST(LayersOf, EmbeddingAndHeadBelongToNone) {
  ResultRow without = span_row(0, 1);
  std::erase_if(without.factors, [](const auto& factor) { return factor.first == "layer"; });
  EXPECT_EQ(layers_in(record_of({span_row(0, 1, -1), without, span_row(1, 2, 7)})), 1u);
}

TEST(LayersOf, AreAtLeastOne) { EXPECT_EQ(layers_in(record_of({span_row(0, 1, -1)})), 1u); }

TEST(LayersOf, ALayerThatIsNoNumberIsAnError) {
  const ResultRecord record = record_of({span_row(0, 1, "first")});
  EXPECT_THAT(input_error_of([&] { layers_of(rows_of(record)); }),
              HasSubstr("rows[0].factors.layer: expected a number, found first"));
}

TEST(MakespanOf, IsTheLastEndWhateverTheOrder) {
  EXPECT_EQ(makespan_of({span("a", 0, 9), span("a", 9, 9.5), span("b", 1, 3)}), 9.5);
  EXPECT_EQ(makespan_of({}), 0);
}

TEST(WindowOf, IsTheFastestPolicysShareOfTheLayers) {
  const std::vector<GanttSpan> spans = {span("slow", 0, 240), span("fast", 0, 120)};
  EXPECT_DOUBLE_EQ(window_of(spans, 4, 24), 20);
}

TEST(WindowOf, IsNoLongerThanTheFastestPolicy) {
  const std::vector<GanttSpan> spans = {span("slow", 0, 240), span("fast", 0, 120)};
  EXPECT_DOUBLE_EQ(window_of(spans, 4, 4), 120);
  EXPECT_DOUBLE_EQ(window_of(spans, 4, 3), 120);
}

TEST(SpansWithin, AreCutOffAtTheEndOfTheWindow) {
  EXPECT_THAT(times_of(spans_within({span("a", 0, 10), span("a", 5, 11), span("a", 9, 30)}, 10)),
              ElementsAre("0-10", "5-10", "9-10"));
}

TEST(SpansWithin, ASpanThatStartsWithTheEndIsLeftOut) {
  EXPECT_THAT(spans_within({span("a", 10, 12)}, 10), IsEmpty());
  EXPECT_THAT(times_of(spans_within({span("a", 9, 12)}, 10)), ElementsAre("9-10"));
}

TEST(KindsOf, AreEachNamedOnceInOrderOfAppearance) {
  std::vector<GanttSpan> spans = {span("a", 0, 1), span("a", 1, 2), span("a", 2, 3)};
  spans[1].kind = "down";
  EXPECT_THAT(kinds_of(spans), ElementsAre("qkv", "down"));
  EXPECT_THAT(kinds_of({}), IsEmpty());
}

}  // namespace
}  // namespace mllm_npu
