#include "experiments/ledger/judge.h"

#include <cmath>
#include <utility>

#include "engine/base/unit_conversion.h"
#include "experiments/report/verdict.h"

namespace mllm_npu {
namespace {

bool same_side(double a, double b, double of) { return (a > of && b > of) || (a < of && b < of); }

// Whether ours differs from what would be no effect in the direction in which the paper's does.
bool same_direction(const Claim& claim, const ValueRange& ours) {
  const auto both = [&](double of) {
    return same_side(ours.low, *claim.low, of) && same_side(ours.high, claim.high, of);
  };
  if (claim.unit == "x") return both(1);
  return claim.test->as != ReadAs::kValue && both(0);
}

// Whether the table in which the row stands has it as a trend.
bool trend_in_table(const Claim& claim, const Records& records) {
  if (claim.test->as != ReadAs::kValue || claim.test->mean) return false;
  const ResultRecord& record = records.at(claim.test->id);
  for (std::size_t i = 0; i < record.rows.size(); ++i) {
    const Measure* measure = find_measure(record.rows[i], claim.test->measure);
    if (measure == nullptr || !measure->paper) continue;
    if (!is_meant(record.rows[i], claim.test->row)) continue;
    if (verdict_on(record, i, measure->name) == Verdict::kTrend) return true;
  }
  return false;
}

ClaimVerdict verdict_on_bound(const Claim& claim, double ours) {
  const bool holds = claim.compare == Compare::kAbove ? ours > *claim.low : ours < claim.high;
  if (holds) return ClaimVerdict::kMatch;
  const double error = std::abs(ours / *claim.low - 1);
  return error <= kMatchError ? ClaimVerdict::kTrend : ClaimVerdict::kMiss;
}

ClaimVerdict verdict_on_test(const Claim& claim, const ValueRange& ours, const Records& records) {
  if (claim.compare != Compare::kValue) return verdict_on_bound(claim, ours.low);
  if (is_match(ours.low, *claim.low, claim.unit) && is_match(ours.high, claim.high, claim.unit)) {
    return ClaimVerdict::kMatch;
  }
  const bool trend = same_direction(claim, ours) || trend_in_table(claim, records);
  return trend ? ClaimVerdict::kTrend : ClaimVerdict::kMiss;
}

// Nothing where only the row itself is one.
std::optional<NearestReading> nearest_of(const Claim& claim, const Records& records) {
  NearestReading nearest;
  double error = 0;
  for (const ResultRow& row : records.at(claim.test->id).rows) {
    const Measure* measure = find_measure(row, claim.test->measure);
    if (measure == nullptr || !is_meant(row, *claim.readings)) continue;
    const std::optional<double> value = convert_unit(measure->value, measure->unit, claim.unit);
    if (!value) continue;
    const double off = std::abs(*value - *claim.low);
    if (nearest.of++ == 0 || off < error) {
      error = off;
      nearest.value = *value;
      nearest.factors = row.factors;
    }
  }
  if (nearest.of < 2) return std::nullopt;
  return nearest;
}

void judge_test(const Records& records, const PrintedNumbers& printed, Finding& finding) {
  const Claim& claim = finding.claim;
  finding.ours = read_value(*claim.test, claim.unit, records, printed, claim.is_interval());
  if (!finding.ours) {
    finding.missing = claim.test->id;
    return;
  }
  finding.verdict = verdict_on_test(claim, *finding.ours, records);
  if (claim.readings) finding.nearest = nearest_of(claim, records);
}

void judge_sides(const Records& records, const PrintedNumbers& printed, Finding& finding) {
  bool agree = true;
  for (const ConflictSide& side : finding.claim.sides) {
    std::optional<ValueRange> found = ValueRange{side.value, side.value};
    if (side.reading) found = read_value(*side.reading, finding.claim.unit, records, printed);
    if (!found) {
      finding.missing = side.reading->id;
      finding.sides.clear();
      return;
    }
    finding.sides.push_back(found->low);
    agree = agree && is_match(found->low, finding.sides.front(), finding.claim.unit);
  }
  finding.verdict = agree ? ClaimVerdict::kMatch : ClaimVerdict::kContradicted;
}

}  // namespace

bool has_changed(const Finding& finding) {
  return finding.verdict && *finding.verdict != finding.claim.verdict;
}

Finding judge(const Claim& claim, const Records& records, const PrintedNumbers& printed) {
  Finding finding{.claim = claim};
  if (claim.test) {
    judge_test(records, printed, finding);
  } else if (!claim.sides.empty()) {
    judge_sides(records, printed, finding);
  } else {
    finding.verdict = claim.verdict;
  }
  return finding;
}

std::vector<Finding> judge_all(const std::vector<Claim>& claims, const Records& records,
                               const PrintedNumbers& printed) {
  std::vector<Finding> findings;
  for (const Claim& claim : claims) findings.push_back(judge(claim, records, printed));
  return findings;
}

}  // namespace mllm_npu
