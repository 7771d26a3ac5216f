#pragma once

// A task asked of one model, or of several at once, the first of which the others are held against.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "datasets/tasks/task.h"
#include "engine/metrics/accuracy.h"
#include "engine/runtime/language_model.h"
#include "experiments/accuracy/scored_text.h"

namespace mllm_npu {

struct ItemScore {
  std::vector<double> log_likelihoods;  // one per choice; kLastWord: one; kAnswer: none
  std::size_t choice = 0;               // by log-likelihood; kLastWord, kAnswer: 0
  bool right = false;                   // kLastWord: greedy decoding writes the whole word
                                        // kAnswer: the words of an accepted answer
  bool right_per_character = false;     // by log-likelihood per character; kChoice only
  bool cut = false;                     // the model could not read all of a text
  std::string answer{};                 // kAnswer only, and so is
  double f1 = 0;                        // of its words
};

// The fields are named as the tables name them; what a form of task has not is left out.
struct TaskScore {
  std::vector<ItemScore> items;
  Mean accuracy;                                 // acc; kAnswer: exact_match
  std::optional<Mean> f1{};                      // kAnswer only
  std::optional<Mean> accuracy_per_character{};  // acc_norm; kChoice only
  std::optional<Mean> perplexity{};              // of the last word; kLastWord only
  std::size_t cut_items = 0;
  // Against the first model; zeros for that one itself.
  Flips flips{};
  // D(first || this), nats, mean over the continuations' tokens; of kAnswer, as FreeAnswer says.
  double kl_divergence = 0;
  std::int64_t distributions = 0;  // that were compared
};

struct ScoreOptions {
  std::int64_t context = 0;  // tokens of a text at most, kAnswer's answer included; 0: what models
                             // hold
  TokenSplit split = TokenSplit::kCount;
  std::function<void(std::size_t item)> progress{};  // called before each item
};

// Scores of every model. Log-likelihoods per character divide by the characters of the choice
// without the blank that separates it from its context, as lm-evaluation-harness's acc_norm does.
// Items with a subject have pooled standard errors, as its groups have. Errors: InputError as
// scored_texts(), score_texts() and free_answers(). REQUIRES: at least one model, all of one
// vocabulary; an item.
std::vector<TaskScore> score_task(std::span<LanguageModel* const> models,
                                  const Tokenizer& tokenizer, const Task& task,
                                  const ScoreOptions& options = {});
TaskScore score_task(LanguageModel& model, const Tokenizer& tokenizer, const Task& task,
                     const ScoreOptions& options = {});

}  // namespace mllm_npu
