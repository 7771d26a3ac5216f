// Public logs: people who ran the released code report far lower speeds than the paper. Each of
// these reports is walked to from the paper's number, by what the released code does otherwise, one
// option of the engine after the other; what is left over is called unexplained and not fitted.

#include "experiments/experiment_catalog.h"
#include "experiments/public_logs/gap_walk.h"

namespace mllm_npu {

std::vector<ResultRow> run_explain_gap(const World& world, const ExperimentOptions& /*options*/) {
  const PrintedNumbers printed = paper_numbers();
  std::vector<ResultRow> rows;
  for (const PublicLog& log : public_logs()) {
    for (ResultRow& row : gap_rows(log, walk_gap(world, log, printed))) {
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

}  // namespace mllm_npu
