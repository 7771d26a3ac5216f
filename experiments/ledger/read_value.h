#pragma once

#include <optional>
#include <string>

#include "datasets/paper/printed_numbers.h"
#include "experiments/ledger/records.h"

namespace mllm_npu {

struct ValueRange {
  double low = 0;
  double high = 0;  // equal to low for one value
};

// Whether `row` has `factors`. Rows that repeat what the paper prints (source=paper) only count
// where the factors name a source.
bool is_meant(const ResultRow& row, const Factors& factors);

// What `reading` says, in `unit`; ratios are in "x", reductions in "%". Of several rows that have
// its factors the one without further ones is meant; without such a one, with `whole_range` and for
// a plain value all of them, from the smallest to the largest. Nothing where the record, a row or
// the measure is missing, several rows could be meant, or the unit does not convert.
std::optional<ValueRange> read_value(const Reading& reading, const std::string& unit,
                                     const Records& records, const PrintedNumbers& printed,
                                     bool whole_range = false);

}  // namespace mllm_npu
