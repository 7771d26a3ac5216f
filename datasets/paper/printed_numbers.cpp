#include "datasets/paper/printed_numbers.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/data_root.h"

namespace mllm_npu {
namespace {

const PrintedNumber* find_in(const std::vector<PrintedNumber>& rows, const std::string& id,
                             const Factors& factors, const std::string& measure) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const PrintedNumber& row) {
    return row.id == id && row.measure == measure && same_factors(row.factors, factors);
  });
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace

const char* role_name(Role role) {
  switch (role) {
    case Role::kCalibration:
      return "calibration";
    case Role::kMechanism:
      return "mechanism";
    case Role::kValidation:
      return "validation";
  }
  MLLM_NPU_CHECK(false, std::to_string(static_cast<int>(role)));
}

double PrintedNumber::value() const {
  MLLM_NPU_CHECK(!is_interval(), id + " " + measure + " (" + factors_text(factors) + ")");
  return low;
}

PrintedNumbers::PrintedNumbers(std::vector<PrintedNumber> rows) : rows_(std::move(rows)) {
  for (const PrintedNumber& row : rows_) {
    MLLM_NPU_CHECK(find(row.id, row.factors, row.measure) == &row,
                   row.id + " " + row.measure + " (" + factors_text(row.factors) + ") twice");
  }
}

std::vector<PrintedNumber> PrintedNumbers::rows(const std::string& id) const {
  std::vector<PrintedNumber> found;
  std::copy_if(rows_.begin(), rows_.end(), std::back_inserter(found),
               [&](const PrintedNumber& row) { return row.id == id; });
  return found;
}

const PrintedNumber* PrintedNumbers::find(const std::string& id, const Factors& factors,
                                          const std::string& measure) const& {
  return find_in(rows_, id, factors, measure);
}

PrintedNumbers paper_numbers() {
  return read_printed_numbers(data_root() / "datasets/paper/numbers.json");
}

}  // namespace mllm_npu
