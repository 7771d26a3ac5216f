// The committed model is what its trainer writes, and it knows its world.

#include "datasets/reference_model/reference_model.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "datasets/reference_model/train/bpe_training.h"
#include "datasets/reference_model/train/pass.h"
#include "datasets/reference_model/world/world.h"
#include "engine/base/json.h"
#include "engine/checkpoint/checkpoint.h"

namespace mllm_npu {
namespace {

Parameters committed_parameters() {
  const Checkpoint checkpoint = open_checkpoint(reference_model_folder());
  const CheckpointWeights source(checkpoint);
  Parameters parameters(checkpoint.model());
  for (const WeightShape& weight : weight_layout(checkpoint.model())) {
    source.read_rows(weight.id, 0, parameters.of(weight.id.role, weight.id.layer));
  }
  return parameters;
}

TEST(CommittedModel, HasTheSizesOfItsTrainer) {
  ModelConfig model = open_checkpoint(reference_model_folder()).model();
  model.name = model.title = "";
  EXPECT_EQ(model, reference_model_config());
}

TEST(CommittedModel, HasAtMostEightMegabytes) {
  std::uintmax_t bytes = 0;
  for (const auto& file : std::filesystem::directory_iterator(reference_model_folder())) {
    bytes += file.file_size();
  }
  EXPECT_LE(bytes, 8'000'000U);
}

// A world that tells something else asks for a new model.
TEST(CommittedModel, HasTheTokenizerThatTheWorldsTextsGive) {
  const LearnedBpe bpe = learn_bpe(world_texts(WorldDomain::kAll, ReferenceTraining{}.seed, 20000),
                                   static_cast<std::size_t>(reference_model_config().vocab_size));
  EXPECT_EQ(read_file(reference_model_folder() / "tokenizer.json"), tokenizer_json(bpe));
  EXPECT_EQ(read_file(reference_model_folder() / "tokenizer_config.json"), tokenizer_config_json());
}

TEST(CommittedModel, TellsHowItCameAbout) {
  const boost::json::value json = read_json(reference_model_folder() / "training.json");
  EXPECT_EQ(json.at("seed").as_int64(), static_cast<std::int64_t>(ReferenceTraining{}.seed));
  EXPECT_EQ(json.at("steps").as_int64(), ReferenceTraining{}.steps);
}

// How likely `continuation` is after `context`; and whether greedy decoding would write it.
struct Score {
  double log_likelihood = 0;
  bool greedy = true;
};

class Scorer {
 public:
  Scorer()
      : parameters_(committed_parameters()),
        tokenizer_(open_tokenizer(reference_model_folder())),
        pass_(parameters_.model(), parameters_.model().max_position_embeddings) {}

  Score score(const std::string& context, const std::string& continuation) {
    const std::vector<TokenId> all = encode_prompt(*tokenizer_, context + continuation);
    const std::size_t known = encode_prompt(*tokenizer_, context).size();
    const MatrixView<const float> logits = pass_.logits(parameters_, {&all, 1});
    Score score;
    for (std::size_t i = known; i < all.size(); ++i) {
      const auto row = logits.row(static_cast<std::int64_t>(i) - 1);
      const Eigen::Map<const Eigen::ArrayXf> array(row.data(), logits.columns);
      Eigen::Index best = 0;
      const float largest = array.maxCoeff(&best);
      score.log_likelihood +=
          static_cast<double>(array(all[i]) - largest - std::log((array - largest).exp().sum()));
      score.greedy = score.greedy && best == all[i];
    }
    return score;
  }

  bool is_right(TaskForm form, const TaskItem& item) {
    std::vector<double> likely;
    for (const std::string& context : item.contexts) {
      for (const std::string& continuation : item.continuations) {
        const Score found = score(context, continuation);
        if (form == TaskForm::kLastWord) return found.greedy;
        likely.push_back(found.log_likelihood);
      }
    }
    return std::ranges::max_element(likely) - likely.begin() ==
           static_cast<std::ptrdiff_t>(item.answer);
  }

 private:
  Parameters parameters_;
  std::unique_ptr<Tokenizer> tokenizer_;
  Pass pass_;
};

// 60 of 500 items. Four standard errors are about 20 points.
TEST(CommittedModel, IsFarAboveChanceInEachTask) {
  Scorer scorer;
  for (const Task& task : world_tasks(1, 60)) {
    const TaskItem& any = task.items.front();
    const auto choices =
        static_cast<double>(std::max(any.contexts.size(), any.continuations.size()));
    const double chance = task.form == TaskForm::kLastWord ? 0 : 1 / choices;
    const auto right = std::ranges::count_if(
        task.items, [&](const TaskItem& item) { return scorer.is_right(task.form, item); });
    EXPECT_GE(static_cast<double>(right) / 60, chance + 0.25) << task.name;
  }
}

// Some of what is asked is hard, or quantisation could only ever lose.
TEST(CommittedModel, DoesNotKnowEverything) {
  Scorer scorer;
  const Task subjects = world_tasks(1, 200).back();
  const auto right = std::ranges::count_if(
      subjects.items, [&](const TaskItem& item) { return scorer.is_right(subjects.form, item); });
  EXPECT_LT(right, 200);
}

}  // namespace
}  // namespace mllm_npu
