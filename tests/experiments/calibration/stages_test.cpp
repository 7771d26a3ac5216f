#include "experiments/calibration/stages.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/soc/soc_catalog.h"
#include "experiments/calibration/predict.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

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

template <class Field>
void expect_in_range(const Parameter& parameter, const std::vector<Field>& fields) {
  const auto field = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& each) { return each.key == parameter.key; });
  ASSERT_NE(field, fields.end()) << parameter.key;
  EXPECT_GE(parameter.low, field->low) << parameter.key;
  EXPECT_LE(parameter.high, field->high) << parameter.key;
}

TEST(CalibrationStages, SearchNoValueThatACardWouldRefuse) {
  const World world = read_world();
  for (const Stage& stage : calibration_stages()) {
    for (const Parameter& parameter : stage.parameters) {
      SCOPED_TRACE(parameter.card);
      if (world.engines.contains(parameter.card)) {
        expect_in_range(parameter, engine_fields());
      } else {
        expect_in_range(parameter, soc_fields());
      }
    }
  }
}

TEST(CalibrationStages, PredictEveryRowThatTheyAreFittedTo) {
  const World world = read_world();
  for (const PrintedNumber& row : paper_calibration_rows()) {
    if (stages_of(row).empty()) continue;
    const std::optional<double> predicted = predict(row, world);
    EXPECT_TRUE(predicted && *predicted > 0) << row.id << " " << factors_text(row.factors);
  }
}

// The row with the system that the stage predicts for it.
PrintedNumber asked_of(PrintedNumber row, const Stage& stage) {
  for (auto& [name, value] : row.factors) {
    if (name == "system" && !stage.stand_in.empty()) value = stage.stand_in;
  }
  return row;
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
      const PrintedNumber asked = asked_of(row, stages[i - 1]);
      EXPECT_EQ(predict(asked, world), predict(asked, before))
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

TEST(CalibrationStages, FitTheCardOfEveryEngine) {
  std::set<std::string> fitted;
  for (const Stage& stage : calibration_stages()) {
    for (const Parameter& parameter : stage.parameters) fitted.insert(parameter.card);
  }
  for (const auto& [name, card] : read_world().engines) EXPECT_TRUE(fitted.contains(name)) << name;
}

TEST(CalibrationStages, ACpuEngineIsFittedToItsOwnRowsAndStandsForTfliteToo) {
  for (const auto& [system, own] : {std::pair("llama.cpp-cpu", "llama.cpp"), {"mnn-cpu", "MNN"}}) {
    EXPECT_THAT(stages_of(printed("fig14", {{"system", system}})),
                ElementsAre(own, "a CPU engine"));
  }
}

TEST(CalibrationStages, OnlyTfliteOnTheCpuIsFittedToRowsOfOthers) {
  for (const Stage& stage : calibration_stages()) {
    EXPECT_EQ(stage.stand_in, stage.name == "a CPU engine" ? "tflite-cpu" : "") << stage.name;
  }
  EXPECT_THAT(stages_of(printed("fig14", {{"system", "tflite-cpu"}})), IsEmpty());
}

TEST(CalibrationStages, AnEngineOnGpuOrNpuIsFittedOnceInFig14) {
  for (const char* system : {"mllm-npu", "mlc-llm-gpu", "tflite-gpu", "powerinfer-v2-npu"}) {
    EXPECT_THAT(stages_of(printed("fig14", {{"system", system}})), SizeIs(1)) << system;
  }
  EXPECT_THAT(stages_of(printed("fig14", {{"system", "naive-npu"}})), IsEmpty());
}

TEST(CalibrationStages, EnergyIsFittedToTheModelThatEveryKindOfEngineHas) {
  const auto energy = [](const char* model) { return printed("fig15", {{"model", model}}); };
  EXPECT_THAT(stages_of(energy("qwen1.5-1.8b")), ElementsAre("power"));
  EXPECT_THAT(stages_of(energy("gemma-2b")), IsEmpty());
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

TEST(SetConstant, OfAnEngineIsThatEnginesAlone) {
  World world = two_socs();
  world.engines["one"] = {};
  world.engines["other"] = {};
  set_constant(world, {"one", "linear_throughput", 1, 1, 1}, 160);  // GOPS
  set_constant(world, {"one", "decode_bandwidth", 1, 1, 1}, 20);    // GB/s
  EXPECT_EQ(world.engines["one"].linear_throughput, 160e9);
  EXPECT_EQ(world.engines["one"].decode_bandwidth, 20e9);
  EXPECT_EQ(world.engines["other"].linear_throughput, 0);
}

}  // namespace
}  // namespace mllm_npu
