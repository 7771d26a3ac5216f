// How long a megabyte of text takes, with vocabularies made from a text of the same words.

#include <map>
#include <random>

#include <benchmark/benchmark.h>

#include "engine/text/byte_alphabet.h"
#include "engine/text/byte_fallback_bpe.h"
#include "engine/text/byte_level_bpe.h"
#include "engine/text/sentencepiece_tokenizer.h"

namespace mllm_npu {
namespace {

constexpr std::size_t kBytes = std::size_t{1} << 20;
constexpr int kWords = 3000;

// Words of two to five syllables; early words are frequent.
std::string words(int rank) {
  constexpr const char* kSyllables[] = {"the", "an",  "er", "lo", "mi", "sta",
                                        "ing", "con", "re", "to", "ne", "al"};
  std::mt19937_64 random(static_cast<std::uint64_t>(rank));
  std::string word;
  for (std::uint64_t left = 1 + random() % 4; left > 0; --left) word += kSyllables[random() % 12];
  return word;
}

std::string text() {
  std::mt19937_64 random(1);
  std::string result;
  while (result.size() < kBytes) {
    const int rank = static_cast<int>(random() % kWords * (random() % kWords) / kWords);
    result += (random() % 12 == 0 ? ". " : " ") + words(rank);
  }
  result.resize(kBytes);
  return result;
}

// Every beginning of every word, so that a word is merged letter by letter.
std::vector<std::string> beginnings(const std::string& space) {
  std::map<std::string, int> seen;
  std::vector<std::string> result;
  for (int rank = 0; rank < kWords; ++rank) {
    const std::string word = words(rank);
    for (std::size_t size = 1; size <= word.size(); ++size) {
      const std::string piece = space + word.substr(0, size);
      if (seen.emplace(piece, rank).second) result.push_back(piece);
    }
  }
  return result;
}

void add_beginnings(const std::string& space, BpeVocabulary& vocabulary) {
  for (const std::string& piece : beginnings(space)) {
    vocabulary.tokens.push_back(piece);
    vocabulary.merges.emplace_back(piece.substr(0, piece.size() - 1),
                                   piece.substr(piece.size() - 1));
  }
}

ScoredVocabulary scored_vocabulary() {
  ScoredVocabulary vocabulary{.file = "benchmark", .pieces = {{"<unk>", 0, TokenKind::kUnknown}}};
  for (const std::string& piece : beginnings("▁")) {
    vocabulary.pieces.push_back({piece, -static_cast<float>(vocabulary.pieces.size())});
  }
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    vocabulary.pieces.push_back({std::string(1, letter), -1e6f});
  }
  vocabulary.pieces.push_back({"▁", -1e6f});
  return vocabulary;
}

void encode(benchmark::State& state, const Tokenizer& tokenizer) {
  const std::string input = text();
  for (auto _ : state) benchmark::DoNotOptimize(tokenizer.encode(input));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(kBytes));
}

void byte_level(benchmark::State& state) {
  BpeVocabulary vocabulary{.file = "benchmark", .tokens = {}};
  for (int byte = 0; byte < 256; ++byte) {
    vocabulary.tokens.push_back(byte_letter(static_cast<std::uint8_t>(byte)));
  }
  add_beginnings("Ġ", vocabulary);
  encode(state, *make_byte_level_bpe(vocabulary, pre_tokenization("qwen2", "benchmark")));
}

void byte_fallback(benchmark::State& state) {
  BpeVocabulary vocabulary{.file = "benchmark", .tokens = {"▁"}};
  for (char letter = 'a'; letter <= 'z'; ++letter) vocabulary.tokens.emplace_back(1, letter);
  add_beginnings("▁", vocabulary);
  encode(state, *make_byte_fallback_bpe(
                    vocabulary, {.normalizer = {{"", "▁"}, {" ", "▁"}}, .decoder = {{"▁", " "}}}));
}

void scored(benchmark::State& state) { encode(state, *make_scored_bpe(scored_vocabulary())); }

void sentencepiece(benchmark::State& state) {
  SentencePieceModel model;
  model.vocabulary = scored_vocabulary();
  encode(state, *make_sentencepiece_tokenizer(model));
}

BENCHMARK(byte_level)->Unit(benchmark::kMillisecond);
BENCHMARK(byte_fallback)->Unit(benchmark::kMillisecond);
BENCHMARK(scored)->Unit(benchmark::kMillisecond);
BENCHMARK(sentencepiece)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mllm_npu
