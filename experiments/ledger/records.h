#pragma once

// The results that claims are held against.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "datasets/paper/claims.h"
#include "datasets/paper/printed_numbers.h"
#include "engine/metrics/result_record.h"
#include "experiments/world.h"

namespace mllm_npu {

using Records = std::map<std::string, ResultRecord>;  // experiment → its results

// IDs of the experiments that tests or sides of `claims` name, each once, in the catalogue's order.
// Errors: InputError for one that the catalogue lacks, naming `file`.
std::vector<std::string> experiments_of(const std::vector<Claim>& claims, const std::string& file);

// Those of `ids`. What only simulates is run again, with seed 0; what asks models takes minutes, so
// it is read from `results_dir`/ID.json and left out where that is not there. Errors: InputError
// for such a file that is no record of this experiment.
Records records_of(const std::vector<std::string>& ids, const World& world,
                   const PrintedNumbers& printed, const std::filesystem::path& results_dir);

}  // namespace mllm_npu
