#include "experiments/accuracy/task_score.h"

#include <algorithm>
#include <map>

#include "engine/base/check.h"
#include "engine/text/text_steps.h"
#include "experiments/accuracy/free_answer.h"
#include "experiments/accuracy/item_scorer.h"

namespace mllm_npu {
namespace {

using Rows = std::vector<std::vector<float>>;

std::vector<std::size_t> characters_of(const TaskItem& item) {
  std::vector<std::size_t> characters;
  for (const std::string& continuation : item.continuations) {
    const std::string_view text = continuation;
    characters.push_back(character_count(text.substr(text.starts_with(' ') ? 1 : 0)));
  }
  return characters;
}

ItemScore item_score(const Task& task, const TaskItem& item, std::span<const ScoredText> texts,
                     std::span<const ContinuationScore> scores) {
  ItemScore result;
  for (const ContinuationScore& score : scores) {
    result.log_likelihoods.push_back(score.log_likelihood);
  }
  result.choice = most_likely(result.log_likelihoods);
  result.right =
      task.form == TaskForm::kLastWord ? scores.front().greedy : result.choice == item.answer;
  if (task.form == TaskForm::kChoice) {
    result.right_per_character =
        most_likely_per_character(result.log_likelihoods, characters_of(item)) == item.answer;
  }
  result.cut = std::any_of(texts.begin(), texts.end(), [](const ScoredText& t) { return t.cut; });
  return result;
}

// Asks one item of every model; the logits of the first one are kept for the others, and only for
// this item.
class ItemAsker {
 public:
  ItemAsker(std::span<LanguageModel* const> models, const Task& task)
      : models_(models), task_(task), divergences_(models.size()), scores_(models.size()) {}

  void ask(const TaskItem& item, const std::vector<ScoredText>& texts) {
    Rows reference;
    for (std::size_t m = 0; m < models_.size(); ++m) {
      std::size_t row = 0;
      const auto visit = [&](std::span<const float> logits) {
        if (m == 0 && models_.size() > 1) reference.emplace_back(logits.begin(), logits.end());
        if (m == 0) return;
        divergences_[m] += kl_divergence(reference[row++], logits);
        ++scores_[m].distributions;
      };
      scores_[m].items.push_back(
          item_score(task_, item, texts, score_texts(*models_[m], texts, visit)));
    }
  }

  void ask(const std::vector<FreeAnswer>& answers) {
    for (std::size_t m = 0; m < models_.size(); ++m) {
      divergences_[m] += answers[m].divergence;
      scores_[m].distributions += answers[m].distributions;
      scores_[m].items.push_back({.log_likelihoods = {},
                                  .right = answers[m].exact,
                                  .cut = answers[m].cut,
                                  .answer = answers[m].text,
                                  .f1 = answers[m].f1});
    }
  }

  std::vector<TaskScore> take_scores() {
    for (std::size_t m = 1; m < scores_.size(); ++m) {
      scores_[m].kl_divergence = divergences_[m] / static_cast<double>(scores_[m].distributions);
    }
    return std::move(scores_);
  }

 private:
  std::span<LanguageModel* const> models_;
  const Task& task_;
  std::vector<double> divergences_;  // sums
  std::vector<TaskScore> scores_;
};

std::vector<bool> right_items(const TaskScore& score, bool ItemScore::*member) {
  std::vector<bool> right;
  for (const ItemScore& item : score.items) right.push_back(item.*member);
  return right;
}

// Over the subjects of a task that has some, as over one group.
Mean accuracy_of(const Task& task, const std::vector<bool>& right) {
  Mean result = mean_of(right);
  std::map<std::string, std::vector<bool>> subjects;
  for (std::size_t i = 0; i < right.size(); ++i) {
    subjects[task.items[i].subject].push_back(right[i]);
  }
  if (subjects.size() == 1) return result;
  std::vector<double> errors;
  std::vector<std::size_t> sizes;
  for (const auto& [subject, answers] : subjects) {
    errors.push_back(mean_of(answers).standard_error);
    sizes.push_back(answers.size());
  }
  result.standard_error = pooled_standard_error(errors, sizes);
  return result;
}

void summarise(const Task& task, TaskScore& score) {
  score.accuracy = accuracy_of(task, right_items(score, &ItemScore::right));
  if (task.form == TaskForm::kChoice) {
    score.accuracy_per_character =
        accuracy_of(task, right_items(score, &ItemScore::right_per_character));
  }
  if (task.form == TaskForm::kLastWord) {
    std::vector<double> words;
    for (const ItemScore& item : score.items) words.push_back(item.log_likelihoods.front());
    score.perplexity = perplexity_of(words);
  }
  if (task.form == TaskForm::kAnswer) {
    std::vector<double> items;
    for (const ItemScore& item : score.items) items.push_back(item.f1);
    score.f1 = mean_of(items);
  }
  score.cut_items = static_cast<std::size_t>(std::count_if(
      score.items.begin(), score.items.end(), [](const ItemScore& item) { return item.cut; }));
}

std::int64_t context_of(std::span<LanguageModel* const> models, const ScoreOptions& options) {
  std::int64_t context = models.front()->max_context();
  for (const LanguageModel* model : models) context = std::min(context, model->max_context());
  return options.context > 0 ? std::min(context, options.context) : context;
}

}  // namespace

std::vector<TaskScore> score_task(std::span<LanguageModel* const> models,
                                  const Tokenizer& tokenizer, const Task& task,
                                  const ScoreOptions& options) {
  MLLM_NPU_CHECK(!models.empty() && !task.items.empty(), task.name);
  const std::int64_t context = context_of(models, options);
  ItemAsker asker(models, task);
  for (std::size_t i = 0; i < task.items.size(); ++i) {
    if (options.progress) options.progress(i);
    const TaskItem& item = task.items[i];
    const std::string name = item_name(task, i);
    if (task.form == TaskForm::kAnswer) {
      asker.ask(free_answers(models, tokenizer, item, task.answer_tokens, context, name));
    } else {
      asker.ask(item, scored_texts(tokenizer, item, context, name, options.split));
    }
  }
  std::vector<TaskScore> scores = asker.take_scores();
  for (TaskScore& score : scores) {
    summarise(task, score);
    score.flips = flips(right_items(scores.front(), &ItemScore::right),
                        right_items(score, &ItemScore::right));
  }
  return scores;
}

TaskScore score_task(LanguageModel& model, const Tokenizer& tokenizer, const Task& task,
                     const ScoreOptions& options) {
  LanguageModel* const models[] = {&model};
  return score_task(models, tokenizer, task, options).front();
}

}  // namespace mllm_npu
