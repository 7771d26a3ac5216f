#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiments/ledger/read_value.h"

namespace mllm_npu {

// The one of several readings of a claim that comes nearest to the paper's value.
struct NearestReading {
  double value = 0;
  Factors factors{};
  Factors among{};     // what all of them have
  std::size_t of = 0;  // readings
  double smallest = 0;
  double largest = 0;
};

// What the results say about a claim.
struct Finding {
  Claim claim;
  std::optional<ValueRange> ours{};       // of a test
  std::vector<NearestReading> nearest{};  // by the claim's readings; it decides nothing
  std::vector<double> sides{};            // of a conflict, in its order
  // Nothing where what the claim needs is not at hand.
  std::optional<ClaimVerdict> verdict{};
  std::string missing{};  // then: the experiment that has no results, or not this row
};

// Whether the verdict is another than the committed one.
bool has_changed(const Finding& finding);

// The verdict follows the rule of experiments/report/verdict.h:
//   match  ours is_match() the printed value; both ends of an interval are; a bound holds
//   trend  no match, but ours and the paper's ratio lie on the same side of 1, a reduction or
//          difference on the same side of 0; or a bound is missed by no more than kMatchError
//   miss   neither
// Where the claim's value stands in the experiment's own table, the row's verdict there counts.
// contradicted: a side of a conflict is more than kTieError off its first; else they match.
// A claim that nothing tests has its committed verdict.
Finding judge(const Claim& claim, const Records& records, const PrintedNumbers& printed);
std::vector<Finding> judge_all(const std::vector<Claim>& claims, const Records& records,
                               const PrintedNumbers& printed);

}  // namespace mllm_npu
