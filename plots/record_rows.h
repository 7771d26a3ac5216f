#pragma once

// A record's rows as figures read them: with checks, since a results file may have been edited or
// come from another version of the program.

#include <functional>
#include <string>
#include <vector>

#include "engine/metrics/result_record.h"

namespace mllm_npu {

class RecordRow {
 public:
  // `record` must outlive the row. REQUIRES: index < record.rows.size().
  RecordRow(const ResultRecord& record, std::size_t index);

  bool has(const std::string& factor) const;
  // Errors (all below): InputError that names "rows[INDEX]...." with an empty file name, when the
  // row lacks the factor or measure, the factor is no number, or the measure no number that can be
  // drawn.
  std::string text(const std::string& factor) const;
  std::string text_or(const std::string& factor, const std::string& otherwise) const;
  double number(const std::string& factor) const;
  const Measure& measure(const std::string& name) const;
  bool has_measure(const std::string& name) const;

 private:
  [[noreturn]] void fail(const std::string& key, const std::string& expected,
                         const std::string& found) const;

  const ResultRecord* record_;
  std::size_t index_;
};

using RecordRows = std::vector<RecordRow>;
using RowKey = std::function<std::string(const RecordRow&)>;

// All rows. Errors: InputError when there are none.
RecordRows rows_of(const ResultRecord& record);

// The rows of systems that run their model: all but those whose measure `supported` is 0. Errors:
// InputError when there are none.
RecordRows supported_rows_of(const ResultRecord& record);

// The key that reads one factor; the key that is `value` for every row.
RowKey by_factor(const std::string& factor);
RowKey always(const std::string& value);

// The different values of `key`, in order of first appearance.
std::vector<std::string> distinct(const RecordRows& rows, const RowKey& key);

// The rows whose `key` is `value`; those that have measure `name`.
RecordRows where(const RecordRows& rows, const RowKey& key, const std::string& value);
RecordRows with_measure(const RecordRows& rows, const std::string& name);

// The unit of measure `name`. Errors: InputError when a row lacks it or two units differ.
// REQUIRES: at least one row.
std::string unit_of(const RecordRows& rows, const std::string& name);
// Errors: InputError when a row lacks measure `name` or has it in another unit.
void require_unit(const RecordRows& rows, const std::string& name, const std::string& unit);

}  // namespace mllm_npu
