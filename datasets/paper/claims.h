#pragma once

// The claims ledger: what the paper claims in its text, what of ours tests each claim, and where
// the paper's own numbers disagree (datasets/paper/claims.json).

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "datasets/paper/printed_number.h"

namespace mllm_npu {

// kMatch, kTrend, kMiss   of a claim that an experiment tests (experiments/ledger/judge.h)
// kContradicted           the paper's own numbers disagree
// kNotTestable            a simulation cannot tell: the claim is an input of the engine, say
enum class ClaimVerdict { kMatch, kTrend, kMiss, kContradicted, kNotTestable };
// As in the file: "match", "trend", "miss", "contradicted", "not testable".
const char* name_of(ClaimVerdict verdict);

// What a number is made of, given a measure's value in a row and, but for kValue, in another one.
//   kValue       row
//   kRatio       row / other, as "x"
//   kReduction   100 (1 - row / other), in %
//   kDifference  row - other
enum class ReadAs { kValue, kRatio, kReduction, kDifference };

// A number in an experiment's results, or in datasets/paper/numbers.json.
struct Reading {
  bool printed = false;  // of numbers.json
  std::string id;        // of the experiment, or of the printed row
  std::string measure;
  Factors row{};  // has to be in the row
  ReadAs as = ReadAs::kValue;
  Factors other{};    // has to be in the other row
  bool mean = false;  // over all rows with these factors; else one row has to be meant
  double times = 1;   // of what was read
};

enum class Compare { kValue, kAbove, kBelow };

// One of the numbers that disagree.
struct ConflictSide {
  std::string what;                  // and where it is printed
  std::optional<Reading> reading{};  // none: `value`
  double value = 0;
};

struct Claim {
  std::string id;         // the measure of numbers.json's rows "claim", where there is one
  std::string text;       // in our words
  std::string where;      // in the paper: "section 3.4"
  std::string condition;  // what the paper says it holds for, and what we take; may be empty
  Role role = Role::kMechanism;
  std::optional<double> low{};  // none: a claim without a number
  double high = 0;              // above low: an interval
  std::string unit;             // empty without a number
  Compare compare = Compare::kValue;

  std::optional<Reading> test{};  // what tests it
  // The test's measure in all rows that have these factors: one set of other readings each.
  std::vector<Factors> readings{};
  std::vector<ConflictSide> sides{};                  // numbers of the paper that disagree
  std::string because;                                // why nothing tests it
  ClaimVerdict verdict = ClaimVerdict::kNotTestable;  // as committed

  bool is_interval() const { return low && *low < high; }
};

// Reads {"paper", "verdicts", "claims": [{"id", "text", "where", "condition", "role", "value",
// "unit", "compare", "test", "readings", "sides", "because", "verdict"}]}. An entry has a `test`,
// `sides` (at least two) or a `because`: one of them; "condition", "compare" and "readings" may be
// missing, "value" and "unit" but for a test. Errors: InputError for an unknown, missing or doubled
// key, a wrong type, an unknown name, an id that stands twice, or a verdict that such an entry
// cannot have.
std::vector<Claim> read_claims(const std::filesystem::path& path);

// datasets/paper/claims.json below data_root(), and what it holds.
std::filesystem::path claims_file();
std::vector<Claim> paper_claims();

}  // namespace mllm_npu
