#include "experiments/accuracy/scored_text.h"

#include <algorithm>
#include <limits>
#include <string_view>

#include "engine/base/input_error.h"
#include "engine/text/text_steps.h"

namespace mllm_npu {
namespace {

// What an empty context is taken to be.
TokenId begin_of(const Tokenizer& tokenizer, const std::string& what) {
  if (const auto begin = tokenizer.begin_of_text()) return *begin;
  const std::vector<TokenId> ends = tokenizer.ends_of_text();
  if (!ends.empty()) return ends.front();
  throw InputError(what, "context", "text, as the tokenizer has no begin or end of text", "none");
}

// Encodes a context once for all of its continuations.
class PairEncoder {
 public:
  PairEncoder(const Tokenizer& tokenizer, const std::string& context, const std::string& what,
              TokenSplit split)
      : tokenizer_(tokenizer), split_(split), kept_(without_space_behind(context)) {
    moved_ = context.substr(kept_.size());
    if (kept_.empty()) {
      context_ = {begin_of(tokenizer, what)};
    } else {
      context_ = encode_prompt(tokenizer, kept_);
    }
  }

  ScoredText encode(const std::string& continuation) const {
    return kept_.empty() ? after_nothing(moved_ + continuation)
                         : after_context(moved_ + continuation);
  }

 private:
  ScoredText after_nothing(const std::string& continuation) const {
    ScoredText scored{.text = context_, .continuation = tokenizer_.encode(continuation)};
    // A mark that the continuation begins with itself would stand twice.
    if (!scored.continuation.empty() && scored.continuation.front() == context_.front()) {
      scored.continuation.erase(scored.continuation.begin());
    }
    return scored;
  }

  ScoredText after_context(const std::string& continuation) const {
    const std::vector<TokenId> whole = encode_prompt(tokenizer_, std::string(kept_) + continuation);
    if (split_ == TokenSplit::kCount && whole.size() > context_.size()) {
      return {.text = context_,
              .continuation = {whole.begin() + end_of(context_.size()), whole.end()}};
    }
    const auto both = std::mismatch(whole.begin(), whole.end(), context_.begin(), context_.end());
    return {.text = {whole.begin(), both.first}, .continuation = {both.first, whole.end()}};
  }

  static std::ptrdiff_t end_of(std::size_t size) { return static_cast<std::ptrdiff_t>(size); }

  const Tokenizer& tokenizer_;
  TokenSplit split_;
  std::string_view kept_;  // of the context
  std::string moved_;      // from the context to its continuations
  std::vector<TokenId> context_;
};

// Appends the continuation but for its last token, which the model need not read.
void finish(ScoredText& scored, std::int64_t context, const std::string& what) {
  const auto longest = static_cast<std::size_t>(context);
  if (scored.text.empty() || scored.continuation.empty()) {
    throw InputError(what, "continuation", "text that adds a token to its context's", "none");
  }
  if (scored.continuation.size() > longest) {
    throw InputError(what, "continuation", "at most " + std::to_string(context) + " tokens",
                     std::to_string(scored.continuation.size()));
  }
  scored.text.insert(scored.text.end(), scored.continuation.begin(), scored.continuation.end() - 1);
  if (scored.text.size() <= longest) return;
  scored.cut = true;
  scored.text.erase(scored.text.begin(), scored.text.end() - static_cast<std::ptrdiff_t>(longest));
}

}  // namespace

std::vector<ScoredText> scored_texts(const Tokenizer& tokenizer, const TaskItem& item,
                                     std::int64_t context, const std::string& what,
                                     TokenSplit split) {
  std::vector<ScoredText> texts;
  for (const std::string& before : item.contexts) {
    const PairEncoder pairs(tokenizer, before, what, split);
    for (const std::string& continuation : item.continuations) {
      texts.push_back(pairs.encode(continuation));
      finish(texts.back(), context, what);
    }
  }
  return texts;
}

std::int64_t longest_text(const Tokenizer& tokenizer, const Task& task) {
  std::size_t longest = 1;
  if (task.form == TaskForm::kAnswer) {
    for (const TaskItem& item : task.items) {
      longest = std::max(longest, encode_prompt(tokenizer, item.contexts.front()).size());
    }
    return static_cast<std::int64_t>(longest) + task.answer_tokens;
  }
  for (std::size_t i = 0; i < task.items.size(); ++i) {
    for (const ScoredText& scored :
         scored_texts(tokenizer, task.items[i], std::numeric_limits<std::int64_t>::max(),
                      item_name(task, i))) {
      longest = std::max(longest, scored.text.size());
    }
  }
  return static_cast<std::int64_t>(longest);
}

std::string item_name(const Task& task, std::size_t item) {
  return task.name + " item " + std::to_string(item);
}

}  // namespace mllm_npu
