#include "plots/record_rows.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "engine/base/check.h"
#include "engine/base/input_error.h"

namespace mllm_npu {
namespace {

// Beyond this an axis would leave the range of doubles. Not true of NaN.
bool can_be_drawn(double value) { return std::abs(value) <= 1e15; }

}  // namespace

RecordRow::RecordRow(const ResultRecord& record, std::size_t index)
    : record_(&record), index_(index) {
  MLLM_NPU_CHECK(index < record.rows.size(), record.experiment);
}

void RecordRow::fail(const std::string& key, const std::string& expected,
                     const std::string& found) const {
  throw InputError("", "rows[" + std::to_string(index_) + "]." + key, expected, found);
}

bool RecordRow::has(const std::string& factor) const {
  return find_factor(record_->rows[index_].factors, factor) != nullptr;
}

std::string RecordRow::text(const std::string& factor) const {
  if (!has(factor)) fail("factors." + factor, "a value", "none");
  return factor_text(record_->rows[index_], factor);
}

std::string RecordRow::text_or(const std::string& factor, const std::string& otherwise) const {
  return has(factor) ? text(factor) : otherwise;
}

double RecordRow::number(const std::string& factor) const {
  const boost::json::value* value = find_factor(record_->rows[index_].factors, factor);
  if (value == nullptr) fail("factors." + factor, "a number", "none");
  if (!value->is_number()) fail("factors." + factor, "a number", text(factor));
  return factor_number(record_->rows[index_], factor);
}

const Measure& RecordRow::measure(const std::string& name) const {
  const Measure* measure = find_measure(record_->rows[index_], name);
  if (measure == nullptr) fail("measures." + name, "a measure", "none");
  if (!can_be_drawn(measure->value) || !can_be_drawn(measure->paper.value_or(0))) {
    fail("measures." + name, "a number of at most 1e15", "another");
  }
  return *measure;
}

bool RecordRow::has_measure(const std::string& name) const {
  return find_measure(record_->rows[index_], name) != nullptr;
}

RecordRows rows_of(const ResultRecord& record) {
  RecordRows rows;
  for (std::size_t i = 0; i < record.rows.size(); ++i) rows.emplace_back(record, i);
  if (rows.empty()) throw InputError("", "rows", "at least one row", "none");
  return rows;
}

RecordRows supported_rows_of(const ResultRecord& record) {
  RecordRows rows = rows_of(record);
  std::erase_if(rows, [](const RecordRow& row) {
    return row.has_measure("supported") && std::abs(row.measure("supported").value) < 0.5;
  });
  if (rows.empty()) throw InputError("", "rows", "at least one of a system that runs", "none");
  return rows;
}

RowKey by_factor(const std::string& factor) {
  return [factor](const RecordRow& row) { return row.text(factor); };
}

RowKey always(const std::string& value) {
  return [value](const RecordRow&) { return value; };
}

std::vector<std::string> distinct(const RecordRows& rows, const RowKey& key) {
  std::vector<std::string> values;
  for (const RecordRow& row : rows) {
    const std::string value = key(row);
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
  }
  return values;
}

RecordRows where(const RecordRows& rows, const RowKey& key, const std::string& value) {
  RecordRows found;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(found),
               [&](const RecordRow& row) { return key(row) == value; });
  return found;
}

RecordRows with_measure(const RecordRows& rows, const std::string& name) {
  RecordRows found;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(found),
               [&](const RecordRow& row) { return row.has_measure(name); });
  return found;
}

std::string unit_of(const RecordRows& rows, const std::string& name) {
  MLLM_NPU_CHECK(!rows.empty(), name);
  const std::string unit = rows.front().measure(name).unit;
  require_unit(rows, name, unit);
  return unit;
}

void require_unit(const RecordRows& rows, const std::string& name, const std::string& unit) {
  for (const RecordRow& row : rows) {
    const std::string& found = row.measure(name).unit;
    if (found != unit) throw InputError("", "measures." + name + ".unit", unit, found);
  }
}

}  // namespace mllm_npu
