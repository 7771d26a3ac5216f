#include "experiments/ledger/records.h"

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

#include "engine/base/input_error.h"
#include "experiments/experiment_catalog.h"
#include "experiments/runner.h"

namespace mllm_npu {
namespace {

namespace fs = std::filesystem;

std::set<std::string> named_by(const Claim& claim) {
  std::set<std::string> ids;
  if (claim.test) ids.insert(claim.test->id);
  for (const ConflictSide& side : claim.sides) {
    if (side.reading && !side.reading->printed) ids.insert(side.reading->id);
  }
  return ids;
}

ResultRecord read_record_of(const std::string& id, const fs::path& file) {
  ResultRecord record = read_result_record(file);
  if (record.experiment != id) {
    throw InputError(file.string(), "experiment", id, record.experiment);
  }
  return record;
}

}  // namespace

std::vector<std::string> experiments_of(const std::vector<Claim>& claims, const std::string& file) {
  std::set<std::string> named;
  for (const Claim& claim : claims) named.merge(named_by(claim));
  std::vector<std::string> ids;
  std::string known;
  for (const Experiment& experiment : experiment_catalog()) {
    if (named.erase(experiment.id) != 0) ids.emplace_back(experiment.id);
    known += (known.empty() ? "" : ", ") + std::string(experiment.id);
  }
  if (!named.empty()) throw InputError(file, "experiment", "one of " + known, *named.begin());
  return ids;
}

Records records_of(const std::vector<std::string>& ids, const World& world,
                   const PrintedNumbers& printed, const fs::path& results_dir) {
  const ResultContext context = make_context(0);
  Records records;
  for (const Experiment& experiment : experiment_catalog()) {
    const std::string id = experiment.id;
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) continue;
    if (!experiment.asks_models) {
      records[id] = run_experiment(experiment, world, printed, context, {});
      continue;
    }
    const fs::path file = results_dir / (id + ".json");
    std::error_code ignored;
    if (fs::exists(file, ignored)) records[id] = read_record_of(id, file);
  }
  return records;
}

}  // namespace mllm_npu
