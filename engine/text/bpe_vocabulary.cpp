#include "engine/text/bpe_vocabulary.h"

#include "engine/base/input_error.h"

namespace mllm_npu {

void check_kinds(const BpeVocabulary& vocabulary) {
  const std::size_t tokens = vocabulary.tokens.size();
  if (tokens == 0) throw InputError(vocabulary.file, "", "a vocabulary with tokens", "none");
  if (vocabulary.kinds.empty() || vocabulary.kinds.size() == tokens) return;
  throw InputError(vocabulary.file, "", "a kind for each of " + std::to_string(tokens) + " tokens",
                   std::to_string(vocabulary.kinds.size()) + " kinds");
}

std::pair<std::string, std::string> split_merge(std::string_view merge, const std::string& file) {
  const std::size_t space = merge.find(' ', 1);  // a side may be a space
  if (merge.empty() || space == std::string_view::npos || space + 1 == merge.size()) {
    throw InputError(file, "merges", "two tokens and a space between", std::string(merge));
  }
  return {std::string(merge.substr(0, space)), std::string(merge.substr(space + 1))};
}

}  // namespace mllm_npu
