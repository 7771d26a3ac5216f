#include "plots/kind_marks.h"

#include <algorithm>

#include "engine/base/check.h"

namespace mllm_npu {
namespace {

// The names of engine/graph/subgraph.h, which records use.
const std::vector<KindMark>& known_marks() {
  static const std::vector<KindMark> marks = {
      {"embedding", "E"}, {"attention_norm", "N"}, {"qkv", "Q"},
      {"attention", "A"}, {"output", "O"},         {"ffn_norm", "M"},
      {"ffn", "F"},       {"ffn_gate_up", "G"},    {"down", "D"},
      {"shadow", "S"},    {"flash_read", "R"},     {"ffn_synchronization", "Y"},
      {"lm_head", "H"}};
  return marks;
}

bool has_kind(const std::vector<KindMark>& marks, const std::string& kind) {
  return std::any_of(marks.begin(), marks.end(),
                     [&kind](const KindMark& entry) { return entry.kind == kind; });
}

bool has_mark(const std::vector<KindMark>& marks, const std::string& mark) {
  return std::any_of(marks.begin(), marks.end(),
                     [&mark](const KindMark& entry) { return entry.mark == mark; });
}

// Its upper-case letters, "" for none.
std::string letters_of(const std::string& text) {
  std::string letters;
  for (char c : text) {
    if (c >= 'a' && c <= 'z') letters += static_cast<char>(c - 'a' + 'A');
    if (c >= 'A' && c <= 'Z') letters += c;
  }
  return letters;
}

std::string free_mark(const std::string& kind, const std::vector<KindMark>& taken) {
  const auto is_free = [&taken](const std::string& mark) {
    return !has_mark(known_marks(), mark) && !has_mark(taken, mark);
  };
  for (char letter : letters_of(kind) + "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
    if (is_free(std::string(1, letter))) return std::string(1, letter);
  }
  int number = 1;
  while (!is_free(std::to_string(number))) ++number;
  return std::to_string(number);
}

}  // namespace

std::vector<KindMark> kind_marks(const std::vector<std::string>& kinds) {
  std::vector<KindMark> marks;
  for (const KindMark& known : known_marks()) {
    if (std::find(kinds.begin(), kinds.end(), known.kind) != kinds.end()) marks.push_back(known);
  }
  for (const std::string& kind : kinds) {
    if (!has_kind(marks, kind)) marks.push_back({kind, free_mark(kind, marks)});
  }
  return marks;
}

const std::string& mark_of(const std::vector<KindMark>& marks, const std::string& kind) {
  const auto found = std::find_if(marks.begin(), marks.end(),
                                  [&kind](const KindMark& entry) { return entry.kind == kind; });
  MLLM_NPU_CHECK(found != marks.end(), kind);
  return found->mark;
}

}  // namespace mllm_npu
