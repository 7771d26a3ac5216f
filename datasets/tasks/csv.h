#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace mllm_npu {

struct CsvRow {
  std::size_t line;  // on which it begins, from 1
  std::vector<std::string> fields;
};

// Calls `read` for every row of comma separated values (RFC 4180: a field in quotes may hold
// commas, ends of lines and doubled quotes). Empty lines are skipped. Errors: InputError naming
// `file` and line for a row that has not `columns` fields, a quote that is not closed, or text
// behind a closed one.
void for_each_csv_row(std::string_view text, const std::string& file, std::size_t columns,
                      const std::function<void(const CsvRow&)>& read);

}  // namespace mllm_npu
