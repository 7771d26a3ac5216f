#pragma once

#include <string>
#include <vector>

#include "experiments/experiment.h"

namespace mllm_npu {

// A figure or table in REPRODUCE.md.
struct ReportedExperiment {
  Experiment experiment;
  ResultRecord record;
};

// Markdown: one table of all experiments (command, where the result lies, mean absolute error by
// role, verdicts), then for each a table of the rows that have a printed value, and what the
// mechanism gives where the paper leaves the reading open (fig13, fig19), or prints none
// (shadow-share). Same records, same text.
std::string results_report(const std::vector<ReportedExperiment>& reported);

}  // namespace mllm_npu
