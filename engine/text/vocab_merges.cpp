#include "engine/text/vocab_merges.h"

#include "engine/base/json.h"
#include "engine/text/bpe_json.h"

namespace mllm_npu {

BpeVocabulary parse_vocab_merges(const NamedText& vocab, const NamedText& merges) {
  BpeVocabulary vocabulary;
  vocabulary.file = vocab.file;
  const boost::json::value value = parse_json(vocab.text, vocab.file);
  vocabulary.tokens = read_tokens(JsonReader(vocab.file, "", value));
  vocabulary.kinds.assign(vocabulary.tokens.size(), TokenKind::kNormal);
  for (std::size_t at = 0; at < merges.text.size();) {
    const std::size_t end = std::min(merges.text.find('\n', at), merges.text.size());
    std::string_view line = merges.text.substr(at, end - at);
    const bool first = at == 0;
    at = end + 1;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || (first && line.starts_with("#version"))) continue;
    vocabulary.merges.push_back(split_merge(line, merges.file));
  }
  return vocabulary;
}

}  // namespace mllm_npu
