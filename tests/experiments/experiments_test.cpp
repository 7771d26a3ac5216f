// What holds for every experiment of the catalogue.

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/unit_conversion.h"
#include "experiments/experiment_catalog.h"
#include "experiments/paper_claims.h"
#include "experiments/runner.h"
#include "tests/support/experiment_records.h"

namespace mllm_npu {
namespace {

using support::record_of;

std::string text_of(const ResultRow& row) {
  ResultRecord record;
  record.rows = {row};
  return to_text(to_json(record));
}

// Those whose values do not depend on how many questions are asked.
std::vector<Experiment> simulations() {
  std::vector<Experiment> simulations = experiment_catalog();
  std::erase_if(simulations, [](const Experiment& experiment) { return experiment.asks_models; });
  return simulations;
}

class EveryExperiment : public testing::TestWithParam<Experiment> {
 protected:
  static const ResultRecord& record() { return record_of(GetParam().id); }
};

TEST_P(EveryExperiment, HasRowsWithMeasures) {
  EXPECT_FALSE(record().rows.empty());
  for (const ResultRow& row : record().rows) {
    EXPECT_FALSE(row.measures.empty()) << factors_text(row.factors);
  }
}

TEST_P(EveryExperiment, HasNoSetOfFactorsTwice) {
  std::set<std::string> seen;
  for (const ResultRow& row : record().rows) {
    Factors sorted = row.factors;
    std::sort(sorted.begin(), sorted.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    EXPECT_TRUE(seen.insert(factors_text(sorted)).second) << factors_text(sorted);
  }
}

TEST_P(EveryExperiment, HasFiniteMeasuresThatAreNotNegative) {
  for (const ResultRow& row : record().rows) {
    for (const Measure& measure : row.measures) {
      EXPECT_TRUE(std::isfinite(measure.value) && measure.value >= 0)
          << factors_text(row.factors) << ": " << measure.name;
    }
  }
}

TEST_P(EveryExperiment, HasOneUnitPerMeasure) {
  std::map<std::string, std::string> units;
  for (const ResultRow& row : record().rows) {
    for (const Measure& measure : row.measures) {
      if (measure.unit.starts_with("of ")) continue;  // out of as many as the model has
      EXPECT_EQ(units.emplace(measure.name, measure.unit).first->second, measure.unit);
    }
  }
}

TEST_P(EveryExperiment, HasUnitsThatThePapersConvertTo) {
  const PrintedNumbers printed = with_claims(paper_numbers());
  for (const PrintedNumber& number : printed.rows(GetParam().id)) {
    for (const ResultRow& row : record().rows) {
      const Measure* measure = find_measure(row, number.measure);
      if (measure == nullptr) continue;
      EXPECT_TRUE(convert_unit(1, number.unit, measure->unit)) << number.measure;
      break;
    }
  }
}

TEST_P(EveryExperiment, RunAgainIsTheSameBytes) {
  const Experiment& experiment = GetParam();
  const ResultRecord again =
      run_experiment(experiment, read_world(), paper_numbers(), record().context, {});
  EXPECT_EQ(to_text(to_json(again)), to_text(to_json(record())));
}

TEST_P(EveryExperiment, QuickHasRowsOfTheFullRunOnly) {
  const ResultRecord quick =
      run_experiment(GetParam(), read_world(), paper_numbers(), record().context, {.quick = true});
  ASSERT_FALSE(quick.rows.empty());
  std::map<std::string, std::string> full;
  for (const ResultRow& row : record().rows) {
    full[factors_text(row.factors)] = text_of(row);
  }
  for (const ResultRow& row : quick.rows) {
    EXPECT_EQ(full[factors_text(row.factors)], text_of(row));
  }
}

TEST(ComparedSystems, EveryRowSaysWhetherThePapersSystemRunsTheModel) {
  const World world = read_world();
  for (const char* id : {"fig14", "fig15", "table5", "fig17"}) {
    std::set<double> values;
    for (const ResultRow& row : record_of(id).rows) {
      const Measure* measure = find_measure(row, "supported");
      ASSERT_NE(measure, nullptr) << id << ": " << factors_text(row.factors);
      const bool supported = world.system(factor_text(row, "system"))
                                 ->supported(world.model(factor_text(row, "model")),
                                             world.device(factor_text(row, "device")));
      EXPECT_EQ(measure->value, supported ? 1 : 0) << id << ": " << factors_text(row.factors);
      values.insert(measure->value);
    }
    EXPECT_EQ(values, (std::set<double>{0, 1})) << id;
  }
}

INSTANTIATE_TEST_SUITE_P(Catalog, EveryExperiment, testing::ValuesIn(simulations()),
                         [](const auto& each) {
                           std::string name = each.param.id;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace mllm_npu
