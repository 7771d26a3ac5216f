#include "experiments/paper_values.h"

#include <map>
#include <vector>

#include "engine/base/unit_conversion.h"

namespace mllm_npu {
namespace {

struct Match {
  Measure* measure;
  bool exact;  // the row has no factor that the printed number lacks
};

bool matches(const PrintedNumber& number, const ResultRow& row, const Measure& measure) {
  return !number.is_interval() && number.measure == measure.name &&
         convert_unit(number.low, number.unit, measure.unit).has_value() &&
         contains_factors(row.factors, number.factors);
}

// The matching number with the most factors, or nullptr when there is none or no single one.
const PrintedNumber* closest(const std::vector<PrintedNumber>& numbers, const ResultRow& row,
                             const Measure& measure) {
  const PrintedNumber* best = nullptr;
  bool tied = false;
  for (const PrintedNumber& number : numbers) {
    if (!matches(number, row, measure)) continue;
    if (best != nullptr && best->factors.size() > number.factors.size()) continue;
    tied = best != nullptr && best->factors.size() == number.factors.size();
    best = &number;
  }
  return tied ? nullptr : best;
}

// The measure that the number is about, or nullptr when several could be meant.
Measure* only_target(const std::vector<Match>& matches) {
  if (matches.size() == 1) return matches.front().measure;
  Measure* target = nullptr;
  for (const Match& match : matches) {
    if (!match.exact) continue;
    if (target != nullptr) return nullptr;
    target = match.measure;
  }
  return target;
}

}  // namespace

void attach_paper_values(ResultRecord& record, const PrintedNumbers& printed) {
  const std::vector<PrintedNumber> numbers = printed.rows(record.experiment);
  std::map<std::size_t, std::vector<Match>> targets;  // by the number's place in `numbers`
  for (ResultRow& row : record.rows) {
    for (Measure& measure : row.measures) {
      const PrintedNumber* const number = closest(numbers, row, measure);
      if (number == nullptr) continue;
      const bool exact = row.factors.size() == number->factors.size();
      targets[static_cast<std::size_t>(number - numbers.data())].push_back({&measure, exact});
    }
  }
  for (const auto& [index, matches] : targets) {
    Measure* const measure = only_target(matches);
    if (measure == nullptr) continue;
    const PrintedNumber& number = numbers[index];
    measure->paper = convert_unit(number.value(), number.unit, measure->unit);
    measure->role = role_name(number.role);
  }
}

void append_printed_rows(ResultRecord& record, const PrintedNumbers& printed) {
  const std::size_t own = record.rows.size();
  for (const PrintedNumber& number : printed.rows(record.experiment)) {
    bool known = false;  // a row has these factors, and maybe more, and the measure
    for (std::size_t i = 0; i < own && !known; ++i) {
      known = contains_factors(record.rows[i].factors, number.factors) &&
              find_measure(record.rows[i], number.measure) != nullptr;
    }
    if (known) continue;
    ResultRow row{.factors = number.factors, .measures = {}};
    row.factors.emplace_back("source", "paper");
    row.measures = {{number.measure, (number.low + number.high) / 2, number.unit}};
    record.rows.push_back(std::move(row));
  }
}

}  // namespace mllm_npu
