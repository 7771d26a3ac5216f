#include "experiments/public_logs/gap_walk.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const World& cards() {
  static const World kWorld = read_world();
  return kWorld;
}

PublicLog serial_log() {
  return {.name = "toy",
          .device = "redmi-k70-pro",
          .model = "qwen1.5-1.8b",
          .prompt_length = 1000,
          .low = 90,
          .high = 110,
          .paper_prompt_length = 1024,
          .steps = {{"one by one", "It waits.", "f.cpp", {.policy = "serial"}},
                    {"short", "It cuts.", "f.cpp", {.chunk_lengths = {64}, .policy = "serial"}}}};
}

PrintedNumbers printed_speed(double speed, int length) {
  return PrintedNumbers({{.id = "fig14",
                          .factors = {{"device", "redmi-k70-pro"},
                                      {"model", "qwen1.5-1.8b"},
                                      {"system", "mllm-npu"},
                                      {"prompt_length", length}},
                          .measure = "prefill_tokens_per_second",
                          .unit = "token/s",
                          .low = speed,
                          .high = speed,
                          .source = "Fig. 14 label"}});
}

std::vector<GapRow> toy_walk() { return walk_gap(cards(), serial_log(), printed_speed(500, 1024)); }

double engine_speed(const PrefillOptions& options) {
  return cards()
      .system("mllm-npu")
      ->prefill({.model = cards().model("qwen1.5-1.8b"),
                 .device = cards().device("redmi-k70-pro"),
                 .prompt_length = 1000,
                 .options = options})
      .metrics.tokens_per_second();
}

TEST(GapWalk, GoesFromThePaperOverThePredictionAndTheStepsToTheReport) {
  std::vector<std::string> steps;
  std::vector<std::string> kinds;
  for (const GapRow& row : toy_walk()) {
    steps.push_back(row.step);
    kinds.emplace_back(name_of(row.kind));
  }
  EXPECT_THAT(steps, ElementsAre("paper", "our prediction", "one by one", "short", "unexplained"));
  EXPECT_THAT(kinds, ElementsAre("paper", "prediction", "cause", "cause", "report"));
}

TEST(GapWalk, BeginsAtThePrintedAndEndsAtTheReportedSpeed) {
  const std::vector<GapRow> walk = toy_walk();
  EXPECT_EQ(walk.front().tokens_per_second, 500);
  EXPECT_EQ(walk.back().tokens_per_second, 100);
}

TEST(GapWalk, HasTheEnginesOwnSpeedsBetween) {
  const std::vector<GapRow> walk = toy_walk();
  EXPECT_EQ(walk[1].tokens_per_second, engine_speed({}));
  EXPECT_EQ(walk[2].tokens_per_second, engine_speed({.policy = "serial"}));
  EXPECT_EQ(walk[3].tokens_per_second, engine_speed({.chunk_lengths = {64}, .policy = "serial"}));
}

TEST(GapWalk, MultipliesUpToReportOverPaper) {
  const std::vector<GapRow> walk = toy_walk();
  double product = 1;
  for (std::size_t i = 1; i < walk.size(); ++i) product *= factor_of(walk, i);
  EXPECT_NEAR(product, 100.0 / 500, 1e-12);
}

TEST(GapWalk, TakesTheTimeOfThePromptOfEachRow) {
  const std::vector<GapRow> walk = toy_walk();
  EXPECT_DOUBLE_EQ(walk.front().seconds, 1024.0 / 500);
  EXPECT_DOUBLE_EQ(walk.back().seconds, 1000.0 / 100);
}

TEST(GapWalk, IsTheSameWhateverWasReportedUpToTheReport) {
  PublicLog log = serial_log();
  log.low = log.high = 1;
  const std::vector<GapRow> other = walk_gap(cards(), log, printed_speed(500, 1024));
  const std::vector<GapRow> walk = toy_walk();
  for (std::size_t i = 0; i + 1 < walk.size(); ++i) {
    EXPECT_EQ(other[i].tokens_per_second, walk[i].tokens_per_second) << walk[i].step;
  }
}

TEST(GapWalk, NeedsAPrintedSpeedOfThatLength) {
  EXPECT_THAT(
      input_error_of([] { walk_gap(cards(), serial_log(), printed_speed(500, 256)); }),
      HasSubstr("toy: expected a printed speed of device=redmi-k70-pro, model=qwen1.5-1.8b, "
                "system=mllm-npu, prompt_length=1024, found none"));
}

TEST(GapWalk, NeedsCardsOfPhoneAndModel) {
  PublicLog log = serial_log();
  log.device = "oneplus-12";
  const PrintedNumbers printed = printed_speed(500, 1024);
  EXPECT_THAT(input_error_of([&] { walk_gap(cards(), log, printed); }),
              HasSubstr("toy.device: expected a card, found oneplus-12"));
  log = serial_log();
  log.model = "qwen-9";
  EXPECT_THAT(input_error_of([&] { walk_gap(cards(), log, printed); }),
              HasSubstr("toy.model: expected a card, found qwen-9"));
}

TEST(GapRows, CarryFactorsAndWhatIsLeft) {
  const std::vector<GapRow> walk = toy_walk();
  const std::vector<ResultRow> rows = gap_rows(serial_log(), walk);
  ASSERT_THAT(rows, SizeIs(walk.size()));
  EXPECT_EQ(factors_text(rows[2].factors),
            "report=toy, step=one by one, kind=cause, device=redmi-k70-pro, model=qwen1.5-1.8b, "
            "prompt_length=1000");
  EXPECT_EQ(find_measure(rows[0], "step_factor"), nullptr);
  EXPECT_EQ(find_measure(rows[2], "step_factor")->value, factor_of(walk, 2));
  EXPECT_EQ(find_measure(rows[0], "gap_left")->value, 5);
  EXPECT_EQ(find_measure(rows.back(), "gap_left")->value, 1);
}

TEST(GapRows, OfThePaperNameThePapersLength) {
  const std::vector<ResultRow> rows = gap_rows(serial_log(), toy_walk());
  EXPECT_EQ(factor_text(*find_factor(rows[0].factors, "prompt_length")), "1024");
}

// Of the logs of this project. Were the causes worth more than the gap, one of them would be wrong.
TEST(GapWalk, OfNoLogExplainsMoreThanTheGap) {
  const PrintedNumbers printed = paper_numbers();
  for (const PublicLog& log : public_logs()) {
    const std::vector<GapRow> walk = walk_gap(cards(), log, printed);
    EXPECT_LT(factor_of(walk, walk.size() - 1), 1) << log.name;
  }
}

TEST(GapWalk, OfTheFirstLogIsMostlyBuilding) {
  const PublicLog log = find_public_log(public_logs(), "--report", "mllm-116");
  const std::vector<GapRow> walk = walk_gap(cards(), log, paper_numbers());
  const auto building = walk.size() - 2;
  EXPECT_EQ(walk[building].step, "building timed");
  for (std::size_t i = 1; i < walk.size(); ++i) {
    EXPECT_GE(std::abs(std::log(factor_of(walk, building))), std::abs(std::log(factor_of(walk, i))))
        << walk[i].step;
  }
}

}  // namespace
}  // namespace mllm_npu
