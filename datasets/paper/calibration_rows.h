#pragma once

// The calibration firewall. A function that fits constants takes CalibrationRows, and there is no
// other way to make one than calibration_rows(), which passes rows of role calibration and no
// others: a number that is meant for comparison cannot reach a fit by mistake.

#include <functional>
#include <string>
#include <vector>

#include "datasets/paper/printed_number.h"

namespace mllm_npu {

class PrintedNumbers;

class CalibrationRows {
 public:
  auto begin() const { return rows_.begin(); }
  auto end() const { return rows_.end(); }
  std::size_t size() const { return rows_.size(); }
  const PrintedNumber& operator[](std::size_t index) const { return rows_[index]; }

  // Those for which `keep` holds: to leave one model out, for instance.
  CalibrationRows where(const std::function<bool(const PrintedNumber&)>& keep) const;

 private:
  friend CalibrationRows calibration_rows(const PrintedNumbers& numbers, const std::string& id);
  explicit CalibrationRows(std::vector<PrintedNumber> rows);

  std::vector<PrintedNumber> rows_;
};

// The rows of `numbers` that a constant may be fitted to, in the order of the file: those of
// experiment `id`, or of all when it is empty.
CalibrationRows calibration_rows(const PrintedNumbers& numbers, const std::string& id = "");

// The same from datasets/paper/numbers.json below data_root(). Errors: InputError, as
// read_printed_numbers().
CalibrationRows paper_calibration_rows(const std::string& id = "");

}  // namespace mllm_npu
