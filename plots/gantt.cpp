#include "plots/gantt.h"

#include <algorithm>
#include <set>

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

std::string upper(char c) {
  const bool lower = c >= 'a' && c <= 'z';
  return std::string(1, lower ? static_cast<char>(c - 'a' + 'A') : c);
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string free_letter(const std::string& kind, const std::set<std::string>& taken) {
  for (char c : kind) {
    if (is_letter(c) && taken.count(upper(c)) == 0) return upper(c);
  }
  return "?";
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

std::vector<GanttSpan> spans_within(const std::vector<GanttSpan>& spans, double window) {
  std::vector<GanttSpan> visible;
  for (GanttSpan span : spans) {
    if (span.start >= window) continue;
    span.end = std::min(span.end, window);
    visible.push_back(span);
  }
  return visible;
}

std::map<std::string, std::string> kind_letters(const std::vector<GanttSpan>& spans) {
  std::map<std::string, std::string> letters;
  std::set<std::string> taken;
  for (const GanttSpan& span : spans) {
    if (letters.count(span.kind) > 0) continue;
    letters[span.kind] = free_letter(span.kind, taken);
    taken.insert(letters[span.kind]);
  }
  return letters;
}

}  // namespace mllm_npu
