#include "datasets/reference_model/train/trainer.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/support/tiny_folder.h"

namespace mllm_npu {
namespace {

ModelConfig tied_model() {
  ModelConfig model = support::tiny_model();
  model.tie_word_embeddings = true;
  return model;
}

// Counts upward from anywhere: easily learned.
std::vector<TokenId> counting(std::int64_t index) {
  std::vector<TokenId> text;
  for (std::int64_t i = 0; i < 8; ++i) text.push_back(static_cast<TokenId>((index + i) % 20));
  return text;
}

const TrainingOptions kShort = {
    .seed = 5, .shards = 3, .shard_tokens = 20, .warm_steps = 5, .rate_steps = 60};

TEST(Trainer, LearnsToCount) {
  TrainingOptions options = kShort;
  options.rate_steps = 80;
  options.highest_rate = 2e-2;
  Trainer trainer(tied_model(), options, counting);
  const double before = trainer.step();
  double after = before;
  for (std::int64_t i = 1; i < options.rate_steps; ++i) after = trainer.step();
  EXPECT_NEAR(before, std::log(20.0), 0.5);
  EXPECT_LT(after, before / 3);
}

TEST(Trainer, GivesTheSameBitsTwice) {
  Trainer first(tied_model(), kShort, counting);
  Trainer second(tied_model(), kShort, counting);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(first.step(), second.step());
  EXPECT_TRUE(std::ranges::equal(first.parameters().all(), second.parameters().all()));
}

TEST(Trainer, AnotherSeedGivesAnotherModel) {
  TrainingOptions other = kShort;
  other.seed = 6;
  const Trainer first(tied_model(), kShort, counting);
  const Trainer second(tied_model(), other, counting);
  EXPECT_FALSE(std::ranges::equal(first.parameters().all(), second.parameters().all()));
}

// 7 tokens of a text are predicted; a shard of 20 takes three texts.
TEST(Trainer, TakesTextsInOrderUntilEveryShardIsFull) {
  std::vector<std::int64_t> taken;
  Trainer trainer(tied_model(), kShort, [&](std::int64_t index) {
    taken.push_back(index);
    return counting(index);
  });
  trainer.step();
  EXPECT_EQ(taken, (std::vector<std::int64_t>{0, 1, 2, 3, 4, 5, 6, 7, 8}));
  EXPECT_EQ(trainer.tokens(), 63);
  EXPECT_EQ(trainer.steps(), 1);
}

TEST(Trainer, ShardsDoNotChangeWhatIsLearned) {
  TrainingOptions one = kShort;
  one.shards = 1;
  one.shard_tokens = 63;
  Trainer cut(tied_model(), kShort, counting);
  Trainer whole(tied_model(), one, counting);
  EXPECT_NEAR(cut.step(), whole.step(), 1e-6);
  EXPECT_NEAR(cut.step(), whole.step(), 1e-4);
}

TEST(LearningRate, RisesThenFallsToItsLowest) {
  const TrainingOptions options = {
      .warm_steps = 10, .rate_steps = 110, .highest_rate = 0.5, .lowest_rate = 0.1};
  EXPECT_DOUBLE_EQ(learning_rate(options, 0), 0.05);
  EXPECT_DOUBLE_EQ(learning_rate(options, 9), 0.5);
  EXPECT_DOUBLE_EQ(learning_rate(options, 10), 0.5);
  EXPECT_NEAR(learning_rate(options, 60), 0.3, 1e-12);
  EXPECT_NEAR(learning_rate(options, 110), 0.1, 1e-12);
  EXPECT_NEAR(learning_rate(options, 500), 0.1, 1e-12);
}

}  // namespace
}  // namespace mllm_npu
