#include "experiments/calibration/stages.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/soc/soc_catalog.h"
#include "experiments/calibration/predict.h"

namespace mllm_npu {
namespace {

PrintedNumber printed(const char* id, Factors factors) {
  PrintedNumber row;
  row.id = id;
  row.factors = std::move(factors);
  row.measure = "any";
  row.low = row.high = 1;
  row.role = Role::kCalibration;
  return row;
}

// Names of the stages that are fitted to `row`.
std::vector<std::string> stages_of(const PrintedNumber& row) {
  std::vector<std::string> names;
  for (const Stage& stage : calibration_stages()) {
    if (stage.weight(row) > 0) names.push_back(stage.name);
  }
  return names;
}

TEST(CalibrationStages, FitEveryConstantOnce) {
  std::set<std::string> seen;
  for (const Stage& stage : calibration_stages()) {
    for (const Parameter& parameter : stage.parameters) {
      EXPECT_TRUE(seen.insert(parameter.card + " " + parameter.key).second) << parameter.key;
    }
  }
}

TEST(CalibrationStages, BeginWithinTheRangeThatTheyMaySearch) {
  for (const Stage& stage : calibration_stages()) {
    for (const Parameter& parameter : stage.parameters) {
      EXPECT_GT(parameter.low, 0) << parameter.key;
      EXPECT_LE(parameter.low, parameter.initial) << parameter.key;
      EXPECT_LE(parameter.initial, parameter.high) << parameter.key;
    }
  }
}

TEST(CalibrationStages, SearchNoValueThatACardWouldRefuse) {
  for (const Stage& stage : calibration_stages()) {
    for (const Parameter& parameter : stage.parameters) {
      if (parameter.card == kLlamaCppCard) continue;
      const auto field =
          std::find_if(soc_fields().begin(), soc_fields().end(),
                       [&](const SocField& each) { return each.key == parameter.key; });
      ASSERT_NE(field, soc_fields().end()) << parameter.key;
      EXPECT_GE(parameter.low, field->low) << parameter.key;
      EXPECT_LE(parameter.high, field->high) << parameter.key;
    }
  }
}

TEST(CalibrationStages, PredictEveryRowThatTheyAreFittedTo) {
  const World world = read_world();
  const CalibrationRows rows = paper_calibration_rows();
  for (const PrintedNumber& row : rows) {
    if (stages_of(row).empty()) continue;
    const std::optional<double> predicted = predict(row, world, rows);
    EXPECT_TRUE(predicted && *predicted > 0) << row.id << " " << factors_text(row.factors);
  }
}

TEST(CalibrationStages, AStageNeedsNoConstantOfALaterOne) {
  const CalibrationRows rows = paper_calibration_rows();
  const std::vector<Stage> stages = calibration_stages();
  const World before = read_world();
  World world = before;
  for (std::size_t i = stages.size(); i-- > 1;) {
    for (const Parameter& parameter : stages[i].parameters) {
      set_constant(world, parameter, parameter.initial * 1.5);
    }
    for (const PrintedNumber& row : rows) {
      if (stages[i - 1].weight(row) <= 0) continue;
      EXPECT_EQ(predict(row, world, rows), predict(row, before, rows))
          << stages[i - 1].name << " needs " << stages[i].name;
    }
  }
}

TEST(CalibrationStages, GemmasDoubtfulFfnCurveIsFittedByNone) {
  const auto curve = [](const char* model, const char* part) {
    return printed("fig8", {{"model", model}, {"part", part}, {"chunk_length", 64}});
  };
  EXPECT_EQ(stages_of(curve("gemma-2b", "FFN")).size(), 0U);
  EXPECT_EQ(stages_of(curve("gemma-2b", "QKV_Linear")).size(), 1U);
  EXPECT_EQ(stages_of(curve("qwen1.5-1.8b", "FFN")).size(), 1U);
}

TEST(CalibrationStages, SystemsThatAreNotSimulatedAreFittedByNoneInFig14) {
  EXPECT_EQ(stages_of(printed("fig14", {{"system", "mnn-cpu"}})).size(), 0U);
  EXPECT_EQ(stages_of(printed("fig14", {{"system", "mllm-npu"}})).size(), 1U);
}

TEST(CalibrationStages, MemoryAndFastStepsOfFig19AreLeftToCompareWith) {
  EXPECT_EQ(stages_of(printed("fig17", {{"system", "mllm-npu"}})).size(), 0U);
  EXPECT_EQ(stages_of(printed("fig19", {{"step", "+outlier"}})).size(), 0U);
  EXPECT_EQ(stages_of(printed("fig19", {{"step", "+chunk"}})).size(), 1U);
}

World two_socs() {
  World world;
  world.devices["new"].soc.name = kReferenceSoc;
  world.devices["old"].soc.name = kOlderSoc;
  return world;
}

TEST(SetConstant, OfTheReferenceHoldsForEverySocInSiUnits) {
  World world = two_socs();
  set_constant(world, {kReferenceSoc, "npu.weight_bandwidth", 1, 1, 1}, 20);  // GB/s
  EXPECT_EQ(world.device("new").soc.npu.weight_bandwidth, 20e9);
  EXPECT_EQ(world.device("old").soc.npu.weight_bandwidth, 20e9);
}

TEST(SetConstant, OfTheOlderSocIsItsOwn) {
  World world = two_socs();
  set_constant(world, {kOlderSoc, "npu.relative_speed", 1, 1, 1}, 0.5);
  EXPECT_EQ(world.device("new").soc.npu.relative_speed, 1);
  EXPECT_EQ(world.device("old").soc.npu.relative_speed, 0.5);
}

TEST(SetConstant, OfLlamaCppIsTheSystems) {
  World world = two_socs();
  set_constant(world, {kLlamaCppCard, "int8_throughput", 1, 1, 1}, 160);  // GOPS
  set_constant(world, {kLlamaCppCard, "float_throughput", 1, 1, 1}, 60);
  EXPECT_EQ(world.llama_cpp.int8_throughput, 160e9);
  EXPECT_EQ(world.llama_cpp.float_throughput, 60e9);
}

}  // namespace
}  // namespace mllm_npu
