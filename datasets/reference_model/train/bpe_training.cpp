#include "datasets/reference_model/train/bpe_training.h"

#include <map>
#include <string_view>

#include "engine/base/check.h"
#include "engine/base/input_error.h"
#include "engine/text/byte_alphabet.h"
#include "engine/text/byte_level_bpe.h"
#include "engine/text/pattern.h"

namespace mllm_npu {
namespace {

using Pair = std::pair<std::string, std::string>;

struct Word {
  std::vector<std::string> parts;
  std::int64_t count;
};

std::vector<std::string> letters_of(std::string_view word) {
  std::vector<std::string> letters;
  for (const char byte : word) letters.push_back(byte_letter(static_cast<std::uint8_t>(byte)));
  return letters;
}

std::vector<Word> words_of(const std::vector<std::string>& texts) {
  const PreTokenization steps = pre_tokenization("gpt-2", "");
  const Pattern pattern(steps.patterns.at(0), "");
  std::map<std::string, std::int64_t, std::less<>> counts;
  std::vector<std::string_view> words;
  for (const std::string& text : texts) {
    words.clear();
    pattern.cut(text, words);
    for (const std::string_view word : words) ++counts[std::string(word)];
  }
  std::vector<Word> result;
  for (const auto& [word, count] : counts) result.push_back({letters_of(word), count});
  return result;
}

Pair most_frequent_pair(const std::vector<Word>& words) {
  std::map<Pair, std::int64_t> counts;
  for (const Word& word : words) {
    for (std::size_t i = 1; i < word.parts.size(); ++i) {
      counts[{word.parts[i - 1], word.parts[i]}] += word.count;
    }
  }
  Pair best;
  std::int64_t most = 0;
  for (const auto& [pair, count] : counts) {
    if (count <= most) continue;
    most = count;
    best = pair;
  }
  if (most == 0) throw InputError("", "vocab_size", "texts with more pairs of letters", "too few");
  return best;
}

void merge(const Pair& pair, Word& word) {
  std::vector<std::string> parts;
  for (const std::string& part : word.parts) {
    const bool joins = !parts.empty() && parts.back() == pair.first && part == pair.second;
    if (joins) {
      parts.back() += part;
    } else {
      parts.push_back(part);
    }
  }
  word.parts = std::move(parts);
}

}  // namespace

LearnedBpe learn_bpe(const std::vector<std::string>& texts, std::size_t vocab_size) {
  LearnedBpe bpe{{kBeginToken, kEndToken}, {}};
  for (int byte = 0; byte < 256; ++byte) {
    bpe.tokens.push_back(byte_letter(static_cast<std::uint8_t>(byte)));
  }
  MLLM_NPU_CHECK(vocab_size >= bpe.tokens.size(), std::to_string(vocab_size));
  std::vector<Word> words = words_of(texts);
  while (bpe.tokens.size() < vocab_size) {
    const Pair pair = most_frequent_pair(words);
    for (Word& word : words) merge(pair, word);
    bpe.merges.push_back(pair);
    bpe.tokens.push_back(pair.first + pair.second);
  }
  return bpe;
}

}  // namespace mllm_npu
