#include "experiments/report/verdict.h"

#include <algorithm>
#include <cmath>

namespace mllm_npu {
namespace {

// Factors that are not the same in both rows, one that only one row has among them.
std::size_t differing_factors(const Factors& a, const Factors& b) {
  std::size_t shared = 0;
  std::size_t same = 0;
  for (const auto& [name, value] : a) {
    const auto* other = find_factor(b, name);
    if (other == nullptr) continue;
    ++shared;
    if (same_factor(value, *other)) ++same;
  }
  return a.size() + b.size() - shared - same;
}

// -1, 0 or 1: `a` is smaller than, about as large as, or larger than `b`.
int compare(double a, double b) {
  if (std::abs(a - b) <= kTieError * std::max(std::abs(a), std::abs(b))) return 0;
  return a < b ? -1 : 1;
}

// How a row stands to those that differ from it in one factor.
enum class Order { kKept, kBroken, kNothingToCompare };

Order order_of(const ResultRecord& record, std::size_t index, const Measure& measure) {
  Order order = Order::kNothingToCompare;
  for (std::size_t i = 0; i < record.rows.size(); ++i) {
    const Measure* other = find_measure(record.rows[i], measure.name);
    if (i == index || other == nullptr || !other->paper) continue;
    if (differing_factors(record.rows[i].factors, record.rows[index].factors) != 1) continue;
    const int printed = compare(*measure.paper, *other->paper);
    if (printed == 0) continue;
    const double difference = measure.value - other->value;
    if (difference * printed <= 0) return Order::kBroken;
    order = Order::kKept;
  }
  return order;
}

}  // namespace

const char* name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kMatch:
      return "match";
    case Verdict::kTrend:
      return "trend";
    case Verdict::kMiss:
      return "miss";
    case Verdict::kNoValue:
      break;
  }
  return "no value at hand";
}

bool is_match(double value, double paper, const std::string& unit) {
  const double difference = std::abs(value - paper);
  if (unit == "%" && difference <= kMatchPoints) return true;
  return difference <= kMatchError * std::abs(paper);
}

bool same_direction(double value, double paper, const std::string& unit) {
  return unit == "x" && ((value > 1 && paper > 1) || (value < 1 && paper < 1));
}

std::optional<double> relative_error(const Measure& measure) {
  if (!measure.paper || *measure.paper == 0) return std::nullopt;
  return measure.value / *measure.paper - 1;
}

Verdict verdict_on(const ResultRecord& record, std::size_t index, const std::string& name) {
  const Measure& measure = *find_measure(record.rows[index], name);
  if (!measure.paper) return Verdict::kNoValue;
  if (is_match(measure.value, *measure.paper, measure.unit)) return Verdict::kMatch;
  const Order order = order_of(record, index, measure);
  const bool trend =
      order == Order::kKept || (order == Order::kNothingToCompare &&
                                same_direction(measure.value, *measure.paper, measure.unit));
  return trend ? Verdict::kTrend : Verdict::kMiss;
}

}  // namespace mllm_npu
