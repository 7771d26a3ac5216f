#pragma once

// Tables of what was really computed, the printed values of the paper's models beside it.

#include <functional>
#include <string>
#include <vector>

#include "engine/metrics/result_record.h"

namespace mllm_npu {

// What a cell is about; rows with an empty text are left out.
using CellKey = std::function<std::string(const ResultRow&)>;

// Markdown: a line for each value of `line`, a column for each of `column`, in the order of the
// rows; a cell is `measure` with four digits. REQUIRES: no two rows have one cell.
std::string pivot_table(const ResultRecord& record, const CellKey& line, const CellKey& column,
                        const std::string& measure);

// Section of REPRODUCE.md about one record; "" for records that it has nothing to add to.
std::string accuracy_readings(const ResultRecord& record);

}  // namespace mllm_npu
