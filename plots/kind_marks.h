#pragma once

// The mark that stands for a kind of subgraph where its name does not fit.

#include <string>
#include <vector>

namespace mllm_npu {

struct KindMark {
  std::string kind;  // as in the record: "ffn_gate_up"
  std::string mark;  // as in the picture: "G"
};

// A mark of its own for each of `kinds`, each kind once. Kinds of the engine always have the same
// letter and come first, in the order in which a layer computes them; others take the first letter
// of their own that no kind has, else the alphabet's first, else a number.
std::vector<KindMark> kind_marks(const std::vector<std::string>& kinds);

// The mark of `kind`. REQUIRES: `marks` has it.
const std::string& mark_of(const std::vector<KindMark>& marks, const std::string& kind);

}  // namespace mllm_npu
