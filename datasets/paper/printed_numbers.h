#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "datasets/paper/printed_number.h"

namespace mllm_npu {

// Every printed number at hand. Code that compares or reports reads it here; code that fits a
// constant reads calibration_rows.h instead and must not include this header, which a test
// enforces.
class PrintedNumbers {
 public:
  // REQUIRES: no two rows agree in id, factors and measure.
  explicit PrintedNumbers(std::vector<PrintedNumber> rows);

  const std::vector<PrintedNumber>& rows() const& { return rows_; }
  const std::vector<PrintedNumber>& rows() const&& = delete;  // would outlive its owner
  // Those of one experiment, in the order of the file.
  std::vector<PrintedNumber> rows(const std::string& id) const;

  // The row with this id and measure and exactly these factors, in any order; nullptr when there is
  // none. Valid as long as this object.
  const PrintedNumber* find(const std::string& id, const Factors& factors,
                            const std::string& measure) const&;
  const PrintedNumber* find(const std::string& id, const Factors& factors,
                            const std::string& measure) const&& = delete;

 private:
  std::vector<PrintedNumber> rows_;
};

// Reads {"paper", "roles", "rows": [{"id", "factors", "measure", "unit", "value", "source",
// "role"}]}, where "value" is a number or [low, high]. Two mechanism rows may state different
// values for one place, as some curves do that were read off a figure: they become one row with an
// interval. Errors: InputError for an unknown, missing or doubled key, a wrong type, an unknown
// role, an empty interval, or any other number that stands twice.
PrintedNumbers read_printed_numbers(const std::filesystem::path& path);

// Those of datasets/paper/numbers.json below data_root().
PrintedNumbers paper_numbers();

}  // namespace mllm_npu
