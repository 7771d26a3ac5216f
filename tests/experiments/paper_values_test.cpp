#include "experiments/paper_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

PrintedNumber number(Factors factors, double value, const std::string& unit = "token/s") {
  PrintedNumber row;
  row.id = "fig14";
  row.factors = std::move(factors);
  row.measure = "speed";
  row.unit = unit;
  row.low = row.high = value;
  row.role = Role::kValidation;
  return row;
}

ResultRow row(Factors factors, const std::string& unit = "token/s") {
  return {std::move(factors), {{"speed", 1.0, unit}}};
}

// Each row's printed value after attaching, in order.
std::vector<std::optional<double>> attached(std::vector<ResultRow> rows,
                                            std::vector<PrintedNumber> numbers) {
  ResultRecord record;
  record.experiment = "fig14";
  record.rows = std::move(rows);
  attach_paper_values(record, PrintedNumbers(std::move(numbers)));
  std::vector<std::optional<double>> values;
  for (const ResultRow& each : record.rows) values.push_back(each.measures[0].paper);
  return values;
}

using Values = std::vector<std::optional<double>>;
constexpr std::nullopt_t kNone = std::nullopt;

TEST(PaperValues, StandBesideTheMeasureWithTheSameFactors) {
  EXPECT_EQ(attached({row({{"model", "a"}}), row({{"model", "b"}})}, {number({{"model", "b"}}, 7)}),
            (Values{kNone, 7}));
}

TEST(PaperValues, BringTheirRole) {
  ResultRecord record;
  record.experiment = "fig14";
  record.rows = {row({{"model", "a"}})};
  attach_paper_values(record, PrintedNumbers({number({{"model", "a"}}, 7)}));
  EXPECT_EQ(record.rows[0].measures[0].role, "validation");
}

TEST(PaperValues, JoinNumbersAsNumbersInAnyOrder) {
  EXPECT_EQ(attached({row({{"model", "a"}, {"length", 64}})},
                     {number({{"length", 64.0}, {"model", "a"}}, 7)}),
            (Values{7}));
}

TEST(PaperValues, LeaveTheMeasureItself) {
  ResultRecord record;
  record.experiment = "fig14";
  record.rows = {row({})};
  attach_paper_values(record, PrintedNumbers({number({}, 7)}));
  EXPECT_EQ(record.rows[0].measures[0].value, 1.0);
}

TEST(PaperValues, OfAnotherExperimentAreLeftOut) {
  ResultRecord record;
  record.experiment = "fig15";
  record.rows = {row({})};
  attach_paper_values(record, PrintedNumbers({number({}, 7)}));
  EXPECT_EQ(record.rows[0].measures[0].paper, kNone);
}

TEST(PaperValues, OfAnotherMeasureAreLeftOut) {
  PrintedNumber energy = number({}, 7);
  energy.measure = "energy";
  EXPECT_EQ(attached({row({})}, {energy}), (Values{kNone}));
}

TEST(PaperValues, AreConvertedToTheUnitOfTheMeasure) {
  EXPECT_EQ(
      attached({row({{"step", "optimize"}}, "ms")}, {number({{"step", "optimize"}}, 3.3, "s")}),
      (Values{3300}));
}

TEST(PaperValues, InAUnitThatDoesNotConvertAreLeftOut) {
  EXPECT_EQ(attached({row({}, "ms")}, {number({}, 3.3, "J")}), (Values{kNone}));
}

TEST(PaperValues, NeedEachOfTheirFactorsInTheRow) {
  EXPECT_EQ(attached({row({{"model", "a"}})}, {number({{"model", "a"}, {"length", 64}}, 7)}),
            (Values{kNone}));
}

TEST(PaperValues, TakeARowWithMoreFactorsWhenItIsTheOnlyOne) {
  EXPECT_EQ(attached({row({{"model", "a"}, {"chunk_length", 256}}),
                      row({{"model", "b"}, {"chunk_length", 256}})},
                     {number({{"model", "a"}}, 7)}),
            (Values{7, kNone}));
}

TEST(PaperValues, AreLeftOutWhenTwoRowsCouldBeMeant) {
  EXPECT_EQ(attached({row({{"model", "a"}, {"chunk_length", 128}}),
                      row({{"model", "a"}, {"chunk_length", 256}})},
                     {number({{"model", "a"}}, 7)}),
            (Values{kNone, kNone}));
}

TEST(PaperValues, PreferTheRowWithExactlyTheirFactors) {
  EXPECT_EQ(attached({row({{"model", "a"}, {"chunk_length", 128}}), row({{"model", "a"}})},
                     {number({{"model", "a"}}, 7)}),
            (Values{kNone, 7}));
}

TEST(PaperValues, AreLeftOutWhenTwoRowsAreTheSame) {
  EXPECT_EQ(attached({row({{"model", "a"}}), row({{"model", "a"}})}, {number({{"model", "a"}}, 7)}),
            (Values{kNone, kNone}));
}

TEST(PaperValues, WithMoreFactorsGoFirst) {
  const ResultRow target = row({{"model", "a"}, {"length", 64}});
  const PrintedNumber close = number({{"model", "a"}, {"length", 64}}, 7);
  const PrintedNumber loose = number({{"model", "a"}}, 8);
  EXPECT_EQ(attached({target}, {close, loose}), (Values{7}));
  EXPECT_EQ(attached({target}, {loose, close}), (Values{7}));
}

TEST(PaperValues, WithEquallyManyFactorsAreLeftOut) {
  const PrintedNumber one = number({{"model", "a"}}, 7);
  const PrintedNumber other = number({{"length", 64}}, 8);
  const PrintedNumber loose = number({}, 9);
  EXPECT_EQ(attached({row({{"model", "a"}, {"length", 64}})}, {one, other, loose}),
            (Values{kNone}));
}

TEST(PaperValues, ThatAreIntervalsAreLeftOut) {
  PrintedNumber interval = number({}, 7);
  interval.high = 8;
  EXPECT_EQ(attached({row({})}, {interval}), (Values{kNone}));
}

TEST(PaperValues, AttachedTwiceAreTheSame) {
  ResultRecord record;
  record.experiment = "fig14";
  record.rows = {row({{"model", "a"}})};
  const PrintedNumbers numbers({number({{"model", "a"}}, 7)});
  attach_paper_values(record, numbers);
  const std::string once = boost::json::serialize(to_json(record));
  attach_paper_values(record, numbers);
  EXPECT_EQ(boost::json::serialize(to_json(record)), once);
}

// The join for which it is there: fig14's rows name more than the figure does.
TEST(PaperValues, JoinTheRowsOfFigure14WithThePaper) {
  ResultRecord record;
  record.experiment = "fig14";
  for (const std::int64_t length : {64, 256, 1024}) {
    record.rows.push_back({{{"device", "redmi-k70-pro"},
                            {"model", "qwen1.5-1.8b"},
                            {"system", "mllm-npu"},
                            {"prompt_length", length},
                            {"chunk_length", 256},
                            {"policy", "out-of-order"}},
                           {{"prefill_tokens_per_second", 1000, "token/s"}}});
  }
  attach_paper_values(record, paper_numbers());
  EXPECT_EQ(record.rows[2].measures[0].paper, 1106);
}

TEST(PrintedRows, OfModelsWithoutARowAreAppended) {
  ResultRecord record;
  record.experiment = "fig14";
  record.rows = {row({{"model", "a"}, {"policy", "x"}})};
  PrintedNumber range = number({{"model", "c"}}, 3);
  range.high = 5;
  append_printed_rows(
      record, PrintedNumbers({number({{"model", "a"}}, 7), number({{"model", "b"}}, 8), range}));
  ASSERT_EQ(record.rows.size(), 3U);
  EXPECT_EQ(factors_text(record.rows[1].factors), "model=b, source=paper");
  EXPECT_EQ(record.rows[1].measures[0].value, 8);
  EXPECT_FALSE(record.rows[1].measures[0].paper);
  EXPECT_EQ(record.rows[2].measures[0].value, 4);
}

TEST(PrintedRows, OfAMeasureThatTheRowLacksAreAppended) {
  ResultRecord record;
  record.experiment = "fig14";
  record.rows = {{{{"model", "a"}}, {{"energy", 1.0, "J"}}}};
  append_printed_rows(record, PrintedNumbers({number({{"model", "a"}}, 7)}));
  EXPECT_EQ(record.rows.size(), 2U);
}

}  // namespace
}  // namespace mllm_npu
