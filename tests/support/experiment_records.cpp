#include "tests/support/experiment_records.h"

#include <cmath>
#include <map>

#include "engine/base/check.h"
#include "experiments/experiment_catalog.h"
#include "experiments/runner.h"

namespace mllm_npu::support {
namespace {

ResultRecord run(const std::string& id) {
  for (const Experiment& experiment : find_experiments({id})) {
    if (experiment.id != id) continue;
    return run_experiment(experiment, read_world(), paper_numbers(), {}, {});
  }
  check_failed(__FILE__, __LINE__, "an ID of the catalogue", id);
}

}  // namespace

const ResultRecord& record_of(const std::string& id) {
  static std::map<std::string, ResultRecord> records;
  const auto found = records.find(id);
  return found != records.end() ? found->second : records.emplace(id, run(id)).first->second;
}

const ResultRow& row_with(const ResultRecord& record, const Factors& factors) {
  for (const ResultRow& row : record.rows) {
    if (same_factors(row.factors, factors)) return row;
  }
  check_failed(__FILE__, __LINE__, "a row with these factors", factors_text(factors));
}

double value(const ResultRow& row, const std::string& measure) {
  const Measure* found = find_measure(row, measure);
  MLLM_NPU_CHECK(found != nullptr, measure + " of " + factors_text(row.factors));
  return found->value;
}

std::vector<PrintedMeasure> printed_measures(const ResultRecord& record,
                                             const std::function<bool(const ResultRow&)>& keep) {
  std::vector<PrintedMeasure> measures;
  for (const ResultRow& row : record.rows) {
    if (!keep(row)) continue;
    for (const Measure& measure : row.measures) {
      if (measure.paper) measures.push_back({&row, &measure});
    }
  }
  return measures;
}

double mean_absolute_error(const std::vector<PrintedMeasure>& measures) {
  MLLM_NPU_CHECK(!measures.empty(), "no printed value");
  double sum = 0;
  for (const PrintedMeasure& each : measures) {
    sum += std::abs(each.measure->value / *each.measure->paper - 1);
  }
  return sum / static_cast<double>(measures.size());
}

}  // namespace mllm_npu::support
