#include "experiments/accuracy/item_scorer.h"

#include <algorithm>
#include <utility>

#include "engine/runtime/perplexity.h"

namespace mllm_npu {
namespace {

bool begins_with(const ScoredText& text, const ScoredText& beginning) {
  return text.text.size() >= beginning.text.size() &&
         std::equal(beginning.text.begin(), beginning.text.end(), text.text.begin());
}

// For every text the one that is read for it: the longest that begins with it, the first of equals.
std::vector<std::size_t> carriers_of(std::span<const ScoredText> texts) {
  std::vector<std::size_t> carriers;
  for (const ScoredText& text : texts) {
    std::size_t best = static_cast<std::size_t>(&text - texts.data());
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const std::size_t size = texts[i].text.size();
      const bool better = size > texts[best].text.size() || (size == text.text.size() && i < best);
      if (better && begins_with(texts[i], text)) best = i;
    }
    carriers.push_back(best);
  }
  return carriers;
}

void check_tokens(const LanguageModel& model, const ScoredText& text) {
  check_prompt(model.model(), model.max_context(), text.text, "tokenizer");
  check_prompt(model.model(), model.max_context(), text.continuation, "tokenizer");
}

TokenId most_likely_token(std::span<const float> logits) {
  return static_cast<TokenId>(std::max_element(logits.begin(), logits.end()) - logits.begin());
}

// Adds what the logits after `position` say to the score of `text`, if they count for it.
bool add(const ScoredText& text, std::int64_t position, std::span<const float> logits,
         ContinuationScore& score) {
  const std::int64_t place = position - text.first();
  if (place < 0 || std::cmp_greater_equal(place, text.continuation.size())) return false;
  const TokenId token = text.continuation[static_cast<std::size_t>(place)];
  score.log_likelihood += log_likelihood(logits, token);
  score.greedy = score.greedy && most_likely_token(logits) == token;
  return true;
}

}  // namespace

std::vector<ContinuationScore> score_texts(LanguageModel& model, std::span<const ScoredText> texts,
                                           const RowVisitor& visit) {
  const std::vector<std::size_t> carriers = carriers_of(texts);
  std::vector<ContinuationScore> scores(texts.size());
  for (std::size_t carrier = 0; carrier < texts.size(); ++carrier) {
    if (carriers[carrier] != carrier) continue;
    std::vector<std::size_t> carried;
    std::int64_t first = texts[carrier].first();
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (carriers[i] != carrier) continue;
      check_tokens(model, texts[i]);
      carried.push_back(i);
      first = std::min(first, texts[i].first());
    }
    model.score_from(texts[carrier].text, first,
                     [&](std::int64_t position, std::span<const float> logits) {
                       bool counts = false;
                       for (const std::size_t i : carried) {
                         counts = add(texts[i], position, logits, scores[i]) || counts;
                       }
                       if (!counts) return;
                       check_finite(logits);
                       if (visit) visit(logits);
                     });
  }
  return scores;
}

}  // namespace mllm_npu
