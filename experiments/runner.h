#pragma once

#include <filesystem>

#include "datasets/paper/printed_numbers.h"
#include "experiments/experiment.h"

namespace mllm_npu {

// What all records of one run share: the program's revision, a hash of every card (FNV-1a, 64 bit)
// and the seed. Errors: InputError when a card cannot be read.
ResultContext make_context(std::uint64_t seed);

// Runs the experiment and puts the paper's values beside its own.
ResultRecord run_experiment(const Experiment& experiment, const World& world,
                            const PrintedNumbers& printed, const ResultContext& context,
                            const ExperimentOptions& options);

}  // namespace mllm_npu
