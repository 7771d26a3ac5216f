#pragma once

#include <functional>
#include <string>

#include "datasets/paper/printed_numbers.h"
#include "engine/metrics/result_record.h"
#include "experiments/experiment.h"

namespace mllm_npu::support {

// The record of an experiment of the catalogue from the cards of this repository, with the paper's
// values beside it; run once per process. REQUIRES: an ID of the catalogue.
const ResultRecord& record_of(const std::string& id);

// The row with exactly these factors. REQUIRES: there is one.
const ResultRow& row_with(const ResultRecord& record, const Factors& factors);

// Of the measure of that name. REQUIRES: there is one.
double value(const ResultRow& row, const std::string& measure);

struct PrintedMeasure {
  const ResultRow* row;
  const Measure* measure;  // with a printed value
};
// Every measure with a printed value whose row `keep` takes.
std::vector<PrintedMeasure> printed_measures(const ResultRecord& record,
                                             const std::function<bool(const ResultRow&)>& keep);

// Mean of |ours / paper - 1|. REQUIRES: not empty.
double mean_absolute_error(const std::vector<PrintedMeasure>& measures);

}  // namespace mllm_npu::support
