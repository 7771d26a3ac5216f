#pragma once

#include <vector>

#include "datasets/paper/claims.h"
#include "datasets/paper/printed_numbers.h"

namespace mllm_npu {

// `printed`, and for each of its rows "claim" that an entry of `claims` ties to a value of an
// experiment one row more: with the experiment's ID, measure and row, so that it stands beside the
// experiment's own numbers. Where that row is printed already, it stays the only one. Bounds,
// ratios of rows and means stay in the ledger alone.
PrintedNumbers with_claims(const PrintedNumbers& printed, const std::vector<Claim>& claims);

// With paper_claims(). Errors: InputError, as read_claims().
PrintedNumbers with_claims(const PrintedNumbers& printed);

}  // namespace mllm_npu
