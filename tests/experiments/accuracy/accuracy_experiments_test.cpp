// What holds for the experiments that compute with weights, with few items.

#include <cmath>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/accuracy/laboratory.h"
#include "experiments/experiment_catalog.h"
#include "experiments/runner.h"
#include "tests/support/assets.h"

namespace mllm_npu {
namespace {

using ::testing::Contains;
using ::testing::UnorderedElementsAre;

std::vector<Experiment> asking() {
  std::vector<Experiment> found = experiment_catalog();
  std::erase_if(found, [](const Experiment& experiment) { return !experiment.asks_models; });
  return found;
}

// One run with a laboratory of its own for all of them, as `mllm-npu reproduce` does it.
std::map<std::string, ResultRecord> run_all(const std::vector<Experiment>& experiments,
                                            std::filesystem::path weights = {}) {
  const World world = read_world();
  const PrintedNumbers printed = paper_numbers();
  ExperimentOptions options{.quick = true, .task_items = 2, .weights = std::move(weights)};
  const auto laboratory = std::make_shared<Laboratory>(world, options);
  options.laboratory = [&] { return laboratory; };
  std::map<std::string, ResultRecord> records;
  for (const Experiment& experiment : experiments) {
    records[experiment.id] = run_experiment(experiment, world, printed, {}, options);
  }
  return records;
}

const std::map<std::string, ResultRecord>& records() {
  static const auto kRecords = run_all(asking());
  return kRecords;
}

std::set<std::string> values_of(const ResultRecord& record, const char* factor) {
  std::set<std::string> values;
  for (const ResultRow& row : record.rows) values.insert(factor_text(row, factor));
  return values;
}

double value_of(const ResultRecord& record, const Factors& factors, const char* measure) {
  for (const ResultRow& row : record.rows) {
    if (!contains_factors(row.factors, factors)) continue;
    if (const Measure* found = find_measure(row, measure)) return found->value;
  }
  ADD_FAILURE() << factors_text(factors) << ": " << measure;
  return 0;
}

TEST(AccuracyExperiments, HaveFiniteMeasuresAndNoSetOfFactorsTwice) {
  for (const auto& [id, record] : records()) {
    std::set<std::string> seen;
    EXPECT_FALSE(record.rows.empty()) << id;
    for (const ResultRow& row : record.rows) {
      EXPECT_FALSE(row.measures.empty()) << id;
      for (const Measure& measure : row.measures) EXPECT_TRUE(std::isfinite(measure.value)) << id;
      // A figure prints two numbers about one place.
      if (factor_text(row, "source") == "paper") continue;
      EXPECT_TRUE(seen.insert(factors_text(row.factors)).second)
          << id << ": " << factors_text(row.factors);
    }
  }
}

TEST(AccuracyExperiments, GiveTheSameBytesAgainAndEachByItself) {
  const World world = read_world();
  for (const Experiment& experiment : find_experiments({"fig16", "hot-channels", "fig4"})) {
    const ResultRecord alone =
        run_experiment(experiment, world, paper_numbers(), {}, {.quick = true, .task_items = 2});
    EXPECT_EQ(to_text(to_json(alone)), to_text(to_json(records().at(experiment.id))));
  }
}

TEST(AccuracyExperiments, HaveThePapersModelsBesideTheReferenceModel) {
  for (const char* id : {"fig10", "fig11", "fig12-left", "fig12-right", "fig16", "table6"}) {
    EXPECT_THAT(values_of(records().at(id), "source"), UnorderedElementsAre("", "paper")) << id;
    EXPECT_THAT(values_of(records().at(id), "model"), Contains("qwen1.5-1.8b")) << id;
  }
}

TEST(AccuracyExperiments, Fig4sTimesAreThePhonesBesideThePrintedOnes) {
  for (const ResultRow& row : records().at("fig4").rows) {
    const Measure* latency = find_measure(row, "operator_latency");
    if (latency != nullptr) {
      EXPECT_TRUE(latency->paper) << factors_text(row.factors);
    }
  }
}

TEST(AccuracyExperiments, Fig11sOutliersMostlyFallOnHotChannels) {
  EXPECT_GT(value_of(records().at("fig11"), {{"model", "reference"}, {"linear", "q_proj"}},
                     "hot_channel_outlier_share"),
            80);
}

TEST(AccuracyExperiments, Fig12LosesNothingWithoutPruning) {
  EXPECT_EQ(value_of(records().at("fig12-right"),
                     {{"model", "reference"}, {"dataset", "mean"}, {"pruned_linears", 0}},
                     "accuracy_loss"),
            0);
}

TEST(AccuracyExperiments, MoreHotChannelsTakeMoreMemoryAndFewerReads) {
  const ResultRecord& record = records().at("hot-channels");
  for (const char* model : {"reference", "qwen1.5-1.8b"}) {
    const auto at = [&](int share, const char* measure) {
      return value_of(record, {{"model", model}, {"pruning_rate", 0}, {"hot_channel_share", share}},
                      measure);
    };
    EXPECT_LT(at(1, "shadow_memory"), at(3, "shadow_memory"));
    EXPECT_LT(at(3, "shadow_memory"), at(100, "shadow_memory"));
    EXPECT_GE(at(1, "flash_bytes"), at(3, "flash_bytes"));
    EXPECT_GT(at(3, "flash_bytes"), at(100, "flash_bytes"));
  }
}

TEST(AccuracyExperiments, TheFloatModelDoesNotDependOnTheCalibrationsDomain) {
  const ResultRecord& record = records().at("calibration-domain");
  const auto perplexity = [&](const char* calibrated) {
    return value_of(record,
                    {{"calibrated_on", calibrated}, {"tested_on", "talk"}, {"quantizer", "FP32"}},
                    "perplexity");
  };
  EXPECT_EQ(perplexity("tales"), perplexity("talk"));
}

TEST(CheckpointExperiments, StandBesideTheReferenceModel) {
  MLLM_NPU_ASSET_OR_SKIP(folder, "models/TinyStories-656K");
  const std::vector<std::string> ids = {"fig10", "fig11", "fig12-left", "fig12-right",
                                        "quantizer-perplexity"};
  const auto with = run_all(find_experiments(ids), folder);
  for (const std::string& id : ids) {
    EXPECT_THAT(values_of(with.at(id), "model"), Contains("TinyStories-656K")) << id;
  }
  // It wrote the text itself, and has no outliers to speak of.
  const auto perplexity = [&](const char* quantizer) {
    return value_of(with.at("quantizer-perplexity"),
                    {{"model", "TinyStories-656K"}, {"quantizer", quantizer}}, "perplexity");
  };
  EXPECT_NEAR(perplexity("FP16"), perplexity("FP32"), 0.01 * perplexity("FP32"));
  EXPECT_LT(perplexity("Per-tensor"), 2 * perplexity("FP32"));
}

}  // namespace
}  // namespace mllm_npu
