#pragma once

#include "datasets/paper/printed_numbers.h"
#include "engine/metrics/result_record.h"

namespace mllm_npu {

// Writes the printed value, in the measure's unit, and its role beside each measure that it belongs
// to.
//
// A printed number *matches* a measure when its id is the record's experiment, its measure has the
// same name and a unit that converts, and each of its factors is in the measure's row with the same
// value. The row may have more factors (fig14's rows may also name a chunk length and a policy), as
// long as it stays clear which row is meant:
//   - of several printed numbers that match a measure, the one with the most factors counts; none
//   if two
//     have equally many;
//   - of several measures that a printed number counts for, the one whose row has exactly its
//   factors
//     gets it; without such a one, none does.
// An interval is no single value and is left out. Measures without a printed number stay as they
// are.
void attach_paper_values(ResultRecord& record, const PrintedNumbers& printed);

// Appends what the paper prints for the experiment of models that the record has no row of: with
// the factor source "paper" and the printed value (of an interval its middle) as the measure's
// own, so that it can be drawn beside the models that were computed. It is compared with nothing.
void append_printed_rows(ResultRecord& record, const PrintedNumbers& printed);

}  // namespace mllm_npu
