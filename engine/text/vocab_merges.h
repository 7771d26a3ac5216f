#pragma once

#include <string>
#include <string_view>

#include "engine/text/bpe_vocabulary.h"

namespace mllm_npu {

// A text with the name of the file it is from.
struct NamedText {
  std::string_view text;
  std::string file;
};

// A byte-level vocabulary in the two files vocab.json, {"token": id, ...}, and merges.txt, a line
// "left right" for each merge, after a first line that may begin with "#version". Errors:
// InputError for what is broken.
BpeVocabulary parse_vocab_merges(const NamedText& vocab, const NamedText& merges);

}  // namespace mllm_npu
