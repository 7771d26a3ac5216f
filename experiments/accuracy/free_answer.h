#pragma once

// Questions that a model answers in its own words, as LongBench asks them: a prompt that is cut in
// the middle where it is too long, a greedy answer, and the F1 of its words.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "datasets/tasks/task.h"
#include "engine/runtime/language_model.h"

namespace mllm_npu {

struct CutPrompt {
  std::vector<TokenId> tokens;
  bool cut = false;
};

// The prompt of at most `most` tokens. As LongBench does it, of a longer one the first and the last
// most / 2 tokens become text, and these texts are encoded again as one. (Where that has more than
// `most` tokens still, those in the middle go.) REQUIRES: most >= 2.
CutPrompt cut_in_the_middle(const Tokenizer& tokenizer, const std::string& text, std::int64_t most);

struct FreeAnswer {
  std::string text;
  double f1 = 0;       // of the best of the accepted answers
  bool exact = false;  // it has an accepted answer's words
  bool cut = false;    // the model did not read all of the prompt
  // Against the first model, over the tokens that both were asked for behind the same text: the
  // first one, and each one behind a token on which they agree.
  double divergence = 0;  // sum of D(first || this), nats
  std::int64_t distributions = 0;
};

// Every model's answer of at most `answer_tokens` tokens, of prompts that leave room for them in
// `context`. Errors: InputError naming `what` where that leaves less than two tokens to the prompt;
// as check_prompt() and check_finite(). REQUIRES: at least one model, none with a shorter context;
// an accepted answer.
std::vector<FreeAnswer> free_answers(std::span<LanguageModel* const> models,
                                     const Tokenizer& tokenizer, const TaskItem& item,
                                     std::int64_t answer_tokens, std::int64_t context,
                                     const std::string& what);

}  // namespace mllm_npu
