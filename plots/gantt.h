#pragma once

// Who computed what, and when: spans of a timeline as a Gantt chart, before anything is drawn.

#include <cstddef>
#include <string>
#include <vector>

#include "plots/record_rows.h"

namespace mllm_npu {

// One subgraph on one processor. Times in the record's unit.
struct GanttSpan {
  std::string policy;
  std::string processor;
  std::string chunk;
  std::string kind;  // of subgraph: qkv, attention, ...
  double start = 0;
  double end = 0;
};

// Errors: InputError for a row without these factors or the measures start and end, or one that
// ends before it starts.
std::vector<GanttSpan> gantt_spans(const RecordRows& rows);

// End of the last span.
double makespan_of(const std::vector<GanttSpan>& spans);

// How many layers the rows have, at least one. Embedding and head belong to none: theirs is absent
// or negative. Errors: InputError for one that is no number.
std::size_t layers_of(const RecordRows& rows);

// How long a window from the start is to be, the same for every policy: the time in which the
// fastest policy does `shown` layers of all chunks, were all layers alike.
double window_of(const std::vector<GanttSpan>& spans, std::size_t shown, std::size_t layers);

// Those that start before `window`, cut off at its end.
std::vector<GanttSpan> spans_within(const std::vector<GanttSpan>& spans, double window);

// The different kinds, in order of appearance.
std::vector<std::string> kinds_of(const std::vector<GanttSpan>& spans);

}  // namespace mllm_npu
