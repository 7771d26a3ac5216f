#include "plots/gantt.h"

#include <algorithm>
#include <map>

#include "engine/base/check.h"
#include "engine/base/input_error.h"
#include "engine/base/number_text.h"

namespace mllm_npu {
namespace {

GanttSpan span_of(const RecordRow& row) {
  const double start = row.measure("start").value;
  const double end = row.measure("end").value;
  if (end < start) {
    throw InputError("", "measures.end", "at least start, " + number_text(start), number_text(end));
  }
  return {
      row.text("policy"), row.text("processor"), row.text("chunk"), row.text("kind"), start, end};
}

}  // namespace

std::vector<GanttSpan> gantt_spans(const RecordRows& rows) {
  std::vector<GanttSpan> spans;
  for (const RecordRow& row : rows) spans.push_back(span_of(row));
  return spans;
}

double makespan_of(const std::vector<GanttSpan>& spans) {
  double last = 0;
  for (const GanttSpan& span : spans) last = std::max(last, span.end);
  return last;
}

double window_of(const std::vector<GanttSpan>& spans, std::size_t shown, std::size_t layers) {
  MLLM_NPU_CHECK(!spans.empty() && layers > 0, std::to_string(layers));
  std::map<std::string, double> makespans;
  for (const GanttSpan& span : spans) {
    makespans[span.policy] = std::max(makespans[span.policy], span.end);
  }
  double shortest = makespan_of(spans);
  for (const auto& [policy, makespan] : makespans) shortest = std::min(shortest, makespan);
  return shortest * static_cast<double>(std::min(shown, layers)) / static_cast<double>(layers);
}

std::size_t layers_of(const RecordRows& rows) {
  RecordRows layered = rows;
  const auto has_none = [](const RecordRow& row) {
    return !row.has("layer") || row.number("layer") < 0;
  };
  layered.erase(std::remove_if(layered.begin(), layered.end(), has_none), layered.end());
  return std::max<std::size_t>(1, distinct(layered, by_factor("layer")).size());
}

std::vector<GanttSpan> spans_within(const std::vector<GanttSpan>& spans, double window) {
  std::vector<GanttSpan> visible;
  for (GanttSpan span : spans) {
    if (span.start >= window) continue;
    span.end = std::min(span.end, window);
    visible.push_back(span);
  }
  return visible;
}

std::vector<std::string> kinds_of(const std::vector<GanttSpan>& spans) {
  std::vector<std::string> kinds;
  for (const GanttSpan& span : spans) {
    if (std::find(kinds.begin(), kinds.end(), span.kind) == kinds.end()) kinds.push_back(span.kind);
  }
  return kinds;
}

}  // namespace mllm_npu
