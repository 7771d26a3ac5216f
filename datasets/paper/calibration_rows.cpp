#include "datasets/paper/calibration_rows.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "datasets/paper/printed_numbers.h"

namespace mllm_npu {

CalibrationRows::CalibrationRows(std::vector<PrintedNumber> rows) : rows_(std::move(rows)) {}

CalibrationRows CalibrationRows::where(
    const std::function<bool(const PrintedNumber&)>& keep) const {
  std::vector<PrintedNumber> kept;
  std::copy_if(rows_.begin(), rows_.end(), std::back_inserter(kept), keep);
  return CalibrationRows(std::move(kept));
}

CalibrationRows calibration_rows(const PrintedNumbers& numbers, const std::string& id) {
  const CalibrationRows all(numbers.rows());
  return all.where([&](const PrintedNumber& row) {
    return row.role == Role::kCalibration && (id.empty() || row.id == id);
  });
}

CalibrationRows paper_calibration_rows(const std::string& id) {
  return calibration_rows(paper_numbers(), id);
}

}  // namespace mllm_npu
