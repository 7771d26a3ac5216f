#include "experiments/ledger/read_value.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/unit_conversion.h"

namespace mllm_npu {
namespace {

std::vector<ResultRow> printed_rows(const std::string& id, const PrintedNumbers& printed) {
  std::vector<ResultRow> rows;
  for (const PrintedNumber& number : printed.rows(id)) {
    if (number.is_interval()) continue;
    rows.push_back(
        {.factors = number.factors, .measures = {{number.measure, number.low, number.unit}}});
  }
  return rows;
}

// The measure's values in the rows that are meant; one alone if its row has no other factors.
std::vector<double> values(const std::vector<ResultRow>& rows, const std::string& measure,
                           const Factors& factors, const std::string& unit) {
  std::vector<double> found;
  for (const ResultRow& row : rows) {
    const Measure* each = find_measure(row, measure);
    if (each == nullptr || !is_meant(row, factors)) continue;
    const std::optional<double> value =
        convert_unit(each->value, each->unit, unit.empty() ? each->unit : unit);
    if (!value) return {};
    if (row.factors.size() == factors.size()) return {*value};
    found.push_back(*value);
  }
  return found;
}

std::optional<double> single(const std::vector<double>& values, bool mean) {
  if (values.empty() || (values.size() > 1 && !mean)) return std::nullopt;
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double combined(ReadAs as, double row, double other) {
  switch (as) {
    case ReadAs::kValue:
      return row;
    case ReadAs::kRatio:
      return row / other;
    case ReadAs::kReduction:
      return 100 * (1 - row / other);
    case ReadAs::kDifference:
      return row - other;
  }
  MLLM_NPU_CHECK(false, std::to_string(static_cast<int>(as)));
}

std::optional<ValueRange> read_rows(const Reading& reading, const std::string& unit,
                                    const std::vector<ResultRow>& rows, bool whole_range) {
  const bool relative = reading.as == ReadAs::kRatio || reading.as == ReadAs::kReduction;
  const std::string measured = relative ? "" : unit;
  const std::vector<double> found = values(rows, reading.measure, reading.row, measured);
  if (whole_range && reading.as == ReadAs::kValue && !reading.mean && !found.empty()) {
    const auto [low, high] = std::minmax_element(found.begin(), found.end());
    return ValueRange{reading.times * *low, reading.times * *high};
  }
  const std::optional<double> row = single(found, reading.mean);
  std::optional<double> other = 0;
  if (reading.as != ReadAs::kValue) {
    other = single(values(rows, reading.measure, reading.other, measured), reading.mean);
  }
  if (!row || !other) return std::nullopt;
  const double value = reading.times * combined(reading.as, *row, *other);
  if (!std::isfinite(value)) return std::nullopt;
  return ValueRange{value, value};
}

}  // namespace

bool is_meant(const ResultRow& row, const Factors& factors) {
  if (find_factor(row.factors, "source") != nullptr && find_factor(factors, "source") == nullptr) {
    return false;
  }
  return contains_factors(row.factors, factors);
}

std::optional<ValueRange> read_value(const Reading& reading, const std::string& unit,
                                     const Records& records, const PrintedNumbers& printed,
                                     bool whole_range) {
  if (reading.printed) {
    return read_rows(reading, unit, printed_rows(reading.id, printed), whole_range);
  }
  const auto record = records.find(reading.id);
  if (record == records.end()) return std::nullopt;
  return read_rows(reading, unit, record->second.rows, whole_range);
}

}  // namespace mllm_npu
