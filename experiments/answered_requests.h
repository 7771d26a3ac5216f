#pragma once

#include <vector>

#include "datasets/workloads/workload.h"
#include "experiments/experiment.h"

namespace mllm_npu {

// A system, a model and a phone.
struct Place {
  std::string device;
  std::string model;
  std::string system;
};

// Geometric means over requests, in seconds.
struct MeanTimes {
  double prefill = 0;
  double decode = 0;
  double end_to_end = 0;
};

// What `place` takes for `requests`. REQUIRES: at least one.
MeanTimes answer(const World& world, const Place& place, const std::vector<Request>& requests,
                 const PrefillOptions& prefill_options = {});

// Requests of `workload` that an experiment asks: drawn with the options' seed.
std::vector<Request> requests_of(const Workload& workload, const ExperimentOptions& options);

// Those of the catalogue that an experiment asks; a quick one asks the first alone.
std::vector<Workload> workloads_of(const ExperimentOptions& options);

// Both token ranges, as Table 5 has them.
Factors range_factors(const Workload& workload);

}  // namespace mllm_npu
