// Scores of a real model, against what computing token after token gives.

#include <algorithm>

#include <gtest/gtest.h>

#include "datasets/tasks/task_catalog.h"
#include "engine/runtime/perplexity.h"
#include "experiments/accuracy/task_score.h"
#include "experiments/loaded_model.h"
#include "tests/support/assets.h"

namespace mllm_npu {
namespace {

struct Direct {
  double log_likelihood = 0;
  bool greedy = true;
};

// Decodes the whole text from its first token on and knows nothing of shared beginnings, of rows
// that are left out, nor of where texts are kept.
Direct scored_directly(LanguageModel& model, const Tokenizer& tokenizer, const std::string& context,
                       const std::string& continuation) {
  const std::vector<TokenId> tokens = encode_prompt(tokenizer, context + continuation);
  const std::size_t begin = encode_prompt(tokenizer, context).size();
  std::vector<TokenId> text = encode_prompt(tokenizer, context);
  Direct direct;
  for (std::size_t place = begin; place < tokens.size(); ++place) {
    std::span<const float> logits =
        place == begin ? model.prefill(text) : model.decode(tokens[place - 1]);
    direct.log_likelihood += log_likelihood(logits, tokens[place]);
    const auto best = std::max_element(logits.begin(), logits.end()) - logits.begin();
    direct.greedy = direct.greedy && best == tokens[place];
  }
  return direct;
}

class RealScoring : public testing::Test {
 protected:
  static void expect_direct_scores(const std::filesystem::path& model, const Task& task) {
    OpenModel open(model);
    FloatPath path(open, resident_share());
    LanguageModel& language = path.language_model();
    const TaskScore score = score_task(language, open.tokenizer(), task);
    for (std::size_t i = 0; i < task.items.size(); ++i) {
      const TaskItem& item = task.items[i];
      std::vector<double> direct;
      bool greedy = true;
      for (const std::string& context : item.contexts) {
        for (const std::string& continuation : item.continuations) {
          const Direct one = scored_directly(language, open.tokenizer(), context, continuation);
          direct.push_back(one.log_likelihood);
          greedy = one.greedy;
        }
      }
      ASSERT_EQ(score.items[i].log_likelihoods.size(), direct.size());
      for (std::size_t c = 0; c < direct.size(); ++c) {
        EXPECT_NEAR(score.items[i].log_likelihoods[c], direct[c], 1e-3) << i << " " << c;
      }
      if (task.form != TaskForm::kLastWord) continue;
      EXPECT_EQ(score.items[i].right, greedy) << i;
    }
  }
};

TEST_F(RealScoring, OfLambadaIsWhatDecodingGives) {
  MLLM_NPU_ASSET_OR_SKIP(model, "models/TinyStories-656K");
  MLLM_NPU_ASSET_OR_SKIP(data, "datasets/lambada/lambada_test.jsonl");
  expect_direct_scores(model, open_task("lambada", data, {.limit = 8}));
}

TEST_F(RealScoring, OfOpenbookqaIsWhatDecodingGives) {
  MLLM_NPU_ASSET_OR_SKIP(model, "models/TinyStories-656K");
  MLLM_NPU_ASSET_OR_SKIP(data, "datasets/openbookqa/llm_adapters_test.json");
  expect_direct_scores(model, open_task("openbookqa", data, {.limit = 6}));
}

// A story that the model tells by itself: it knows how each of its sentences goes on.
TEST_F(RealScoring, FindsTheModelsOwnWords) {
  MLLM_NPU_ASSET_OR_SKIP(model, "models/TinyStories-656K");
  OpenModel open(model);
  FloatPath path(open, resident_share());
  const TaskItem item{.contexts = {"Once upon a time, a little girl named Lily lived in a"},
                      .continuations = {" small house with her", " large truck with him"},
                      .answer = 0,
                      .subject = {}};
  const Task task{.name = "story", .form = TaskForm::kChoice, .items = {item}};
  for (const TokenSplit split : {TokenSplit::kCount, TokenSplit::kShared}) {
    const TaskScore score =
        score_task(path.language_model(), open.tokenizer(), task, {.split = split});
    EXPECT_TRUE(score.items[0].right);
  }
}

}  // namespace
}  // namespace mllm_npu
