#include "experiments/ledger/judge.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/unit_conversion.h"
#include "experiments/report/verdict.h"

namespace mllm_npu {
namespace {

// Whether ours differs from what would be no effect in the direction in which the paper's does.
bool keeps_direction(const Claim& claim, const ValueRange& ours) {
  if (claim.test->as != ReadAs::kValue && claim.unit != "x") {
    return ours.low * *claim.low > 0 && ours.high * claim.high > 0;
  }
  return same_direction(ours.low, *claim.low, claim.unit) &&
         same_direction(ours.high, claim.high, claim.unit);
}

ClaimVerdict verdict_named(Verdict verdict) {
  if (verdict == Verdict::kMatch) return ClaimVerdict::kMatch;
  return verdict == Verdict::kTrend ? ClaimVerdict::kTrend : ClaimVerdict::kMiss;
}

// The verdict of the row in its experiment's table, where the claim's value stands beside it.
std::optional<ClaimVerdict> verdict_in_table(const Claim& claim, const Records& records) {
  if (claim.test->as != ReadAs::kValue || claim.test->mean) return std::nullopt;
  const ResultRecord& record = records.at(claim.test->id);
  for (std::size_t i = 0; i < record.rows.size(); ++i) {
    const Measure* measure = find_measure(record.rows[i], claim.test->measure);
    if (measure == nullptr || !measure->paper) continue;
    if (!is_meant(record.rows[i], claim.test->row)) continue;
    if (measure->paper != convert_unit(*claim.low, claim.unit, measure->unit)) continue;
    return verdict_named(verdict_on(record, i, measure->name));
  }
  return std::nullopt;
}

ClaimVerdict verdict_on_bound(const Claim& claim, double ours) {
  const bool holds = claim.compare == Compare::kAbove ? ours > *claim.low : ours < claim.high;
  if (holds) return ClaimVerdict::kMatch;
  const double error = std::abs(ours / *claim.low - 1);
  return error <= kMatchError ? ClaimVerdict::kTrend : ClaimVerdict::kMiss;
}

ClaimVerdict verdict_on_test(const Claim& claim, const ValueRange& ours, const Records& records) {
  if (claim.compare != Compare::kValue) return verdict_on_bound(claim, ours.low);
  if (const auto verdict = verdict_in_table(claim, records)) return *verdict;
  if (is_match(ours.low, *claim.low, claim.unit) && is_match(ours.high, claim.high, claim.unit)) {
    return ClaimVerdict::kMatch;
  }
  return keeps_direction(claim, ours) ? ClaimVerdict::kTrend : ClaimVerdict::kMiss;
}

// Nothing where there are not two.
std::optional<NearestReading> nearest_of(const Claim& claim, const Factors& among,
                                         const Records& records) {
  NearestReading nearest{.among = among};
  double error = 0;
  for (const ResultRow& row : records.at(claim.test->id).rows) {
    const Measure* measure = find_measure(row, claim.test->measure);
    if (measure == nullptr || !is_meant(row, among)) continue;
    const std::optional<double> value = convert_unit(measure->value, measure->unit, claim.unit);
    if (!value) continue;
    const double off = std::abs(*value - *claim.low);
    nearest.smallest = nearest.of == 0 ? *value : std::min(nearest.smallest, *value);
    nearest.largest = nearest.of == 0 ? *value : std::max(nearest.largest, *value);
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
  for (const Factors& among : claim.readings) {
    if (auto nearest = nearest_of(claim, among, records)) {
      finding.nearest.push_back(std::move(*nearest));
    }
  }
}

// Of two numbers of the paper: they are held to more than ours are.
bool agrees(double value, double first) {
  return std::abs(value - first) <= kTieError * std::abs(first);
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
    agree = agree && agrees(found->low, finding.sides.front());
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
