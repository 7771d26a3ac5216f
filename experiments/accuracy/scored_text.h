#pragma once

// From a context and its continuation to what a model reads and what it should have said.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "datasets/tasks/task.h"
#include "engine/text/tokenizer.h"

namespace mllm_npu {

// Where a text becomes continuation, in tokens.
enum class TokenSplit {
  kCount,   // behind as many tokens as the context alone has: lm-evaluation-harness
  kShared,  // behind the tokens that it shares with the context alone; the same wherever pieces do
            // not grow together across the seam, and right where they do
};

struct ScoredText {
  std::vector<TokenId> text;          // what the model reads: all but the last token
  std::vector<TokenId> continuation;  // the tokens that the last of its logits should name
  bool cut = false;                   // the text's beginning was left out, it was too long

  // The first position whose logits are wanted.
  std::int64_t first() const {
    return static_cast<std::int64_t>(text.size() - continuation.size());
  }
};

// The texts of an item, one per choice. As lm-evaluation-harness does it: space at the end of a
// context moves to the continuation, whose tokens are those that encoding both adds to the
// context's (split as TokenSplit says; kCount becomes kShared where nothing is left);
// begin_of_text, where there is one, stands before each; an empty context is
// begin_of_text alone, or else the end of a text; of what exceeds `context` tokens the beginning is
// left out. Errors: InputError naming `what` (task and item) for a continuation that adds no token
// or has more than `context`, and for an empty context where the tokenizer has neither mark.
// REQUIRES: context >= 1.
std::vector<ScoredText> scored_texts(const Tokenizer& tokenizer, const TaskItem& item,
                                     std::int64_t context, const std::string& what,
                                     TokenSplit split = TokenSplit::kCount);

// Tokens of the longest text of a task; of kAnswer, of the longest prompt and an answer. Errors: as
// scored_texts(), without those of `context`.
std::int64_t longest_text(const Tokenizer& tokenizer, const Task& task);

// "lambada item 3"; items are counted from 0.
std::string item_name(const Task& task, std::size_t item);

}  // namespace mllm_npu
