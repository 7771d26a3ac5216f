#include "engine/text/merge_scores.h"

#include <map>
#include <memory>
#include <random>
#include <string_view>
#include <vector>

#include "engine/text/byte_piece.h"
#include "engine/text/scored_bpe.h"

namespace mllm_npu {
namespace {

std::string quoted(const std::string& text) { return '"' + text + '"'; }

// Whether a space is put before a text; "" where the steps are those of SentencePiece.
std::string check_steps(const SpaceEscapes& escapes, bool& prefix) {
  bool marks = false;
  prefix = false;
  for (const Replacement& step : escapes.normalizer) {
    const bool space = step.content == kSpaceMark || step.content == " ";
    if (step.pattern == " " && step.content == kSpaceMark) {
      marks = true;
    } else if (step.pattern.empty() && space && !prefix && (step.content != " " || !marks)) {
      prefix = true;
    } else {
      return "its normalizer replaces " + quoted(step.pattern) + " by " + quoted(step.content);
    }
  }
  if (!marks) return "it does not write spaces as " + quoted(std::string(kSpaceMark));
  for (const Replacement& step : escapes.decoder) {
    if (step.pattern == kSpaceMark && step.content == " ") continue;
    return "its decoder replaces " + quoted(step.pattern) + " by " + quoted(step.content);
  }
  if (escapes.decoder.empty() || escapes.drops_first_space != prefix) {
    return "its decoder does not undo its normalizer";
  }
  return "";
}

ScoredVocabulary with_scores(const BpeVocabulary& vocabulary, bool add_space_prefix) {
  std::map<std::string, float, std::less<>> scores;
  float score = 0;
  for (const auto& [left, right] : vocabulary.merges) scores.emplace(left + right, score--);
  ScoredVocabulary scored{.file = vocabulary.file, .pieces = {}};
  for (std::size_t i = 0; i < vocabulary.tokens.size(); ++i) {
    const std::string& token = vocabulary.tokens[i];
    const auto found = scores.find(token);
    const TokenKind kind = vocabulary.kind(static_cast<TokenId>(i));
    const bool marked = kind == TokenKind::kUserDefined;
    scored.pieces.push_back({.text = marked ? replaced(token, " ", kSpaceMark) : token,
                             .score = found == scores.end() ? score : found->second,
                             .kind = kind});
  }
  scored.add_space_prefix = add_space_prefix;
  scored.begin = vocabulary.begin;
  scored.ends = vocabulary.ends;
  return scored;
}

// Compares two tokenizers, the second of which should do as the first.
class Comparison {
 public:
  Comparison(const Tokenizer& a, const Tokenizer& b) : a_(a), b_(b) {}

  // The first text that they encode otherwise.
  std::optional<std::string> difference() {
    const auto count = static_cast<TokenId>(a_.vocab_size());
    for (TokenId id = 0; id < count; ++id) {
      const std::string text = a_.piece(id);
      if (text.empty()) continue;
      texts_.push_back(text);
      for (const std::string& each : {a_.decode(std::vector{id}), text, text + text + text}) {
        if (differ(each)) return each;
      }
    }
    return texts_.empty() ? std::nullopt : random_difference();
  }

 private:
  std::optional<std::string> random_difference() {
    constexpr int kTexts = 2'000;
    constexpr const char* kForeign[] = {"\xc3\xa5", "\xe2\x98\x83", "\xf0\x9f\x98\x80", "  ", "\t"};
    std::vector<std::string> letters(std::begin(kForeign), std::end(kForeign));
    for (const std::string& text : texts_) {
      if (text.size() == 1) letters.push_back(text);
    }
    for (int i = 0; i < kTexts; ++i) {
      for (const std::vector<std::string>* parts : {&texts_, &letters}) {
        std::string text;
        for (std::size_t left = 2 + random_() % 10; left > 0; --left) {
          text += (*parts)[random_() % parts->size()];
        }
        if (differ(text)) return text;
      }
    }
    return std::nullopt;
  }

  bool differ(const std::string& text) const { return a_.encode(text) != b_.encode(text); }

  const Tokenizer& a_;
  const Tokenizer& b_;
  std::vector<std::string> texts_{};  // of the tokens that have one
  std::mt19937_64 random_{1};
};

}  // namespace

ScoredForm scored_form(const BpeParts& parts) {
  const BpeVocabulary& vocabulary = parts.vocabulary;
  bool prefix = false;
  const std::string obstacle = check_steps(std::get<SpaceEscapes>(parts.steps), prefix);
  if (!obstacle.empty()) return {.obstacle = obstacle};
  const std::unique_ptr<Tokenizer> merging = make_tokenizer(parts);
  ScoredVocabulary scored = with_scores(vocabulary, prefix);
  const std::unique_ptr<Tokenizer> scoring = make_scored_bpe(scored);
  if (const auto text = Comparison(*merging, *scoring).difference()) {
    return {.obstacle = "with scores for merges it would encode " + quoted(*text) + " otherwise"};
  }
  return {.vocabulary = std::move(scored)};
}

}  // namespace mllm_npu
