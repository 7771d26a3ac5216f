#pragma once

// Scores for people and for programs.

#include <string>
#include <vector>

#include <boost/json.hpp>

#include "experiments/accuracy/task_score.h"

namespace mllm_npu {

struct NamedScore {
  std::string name;  // "fp32", "W8A8"
  TaskScore score;
};

// A table: name, items, acc, acc_norm, perplexity (of kAnswer f1 and exact_match), and against the
// first row flips and KL divergence; columns that no row has are left out.
std::string score_table(const std::vector<NamedScore>& scores);

// The same with every item's log-likelihoods; keys are lm-evaluation-harness's where it has them.
boost::json::object to_json(const Task& task, const NamedScore& score);

}  // namespace mllm_npu
