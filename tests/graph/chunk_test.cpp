#include "engine/graph/chunk.h"

#include <gtest/gtest.h>

#include "tests/support/random.h"

namespace mllm_npu {
namespace {

const std::vector<std::int64_t> kLengths = {64, 128, 256};

TEST(ChooseChunkLength, TakesTheShortestThatHoldsThePrompt) {
  EXPECT_EQ(choose_chunk_length(1, kLengths), 64);
  EXPECT_EQ(choose_chunk_length(64, kLengths), 64);
  EXPECT_EQ(choose_chunk_length(65, kLengths), 128);
  EXPECT_EQ(choose_chunk_length(128, kLengths), 128);
  EXPECT_EQ(choose_chunk_length(129, kLengths), 256);
  EXPECT_EQ(choose_chunk_length(256, kLengths), 256);
}

TEST(ChooseChunkLength, TakesTheLongestWhenNoneHoldsThePrompt) {
  EXPECT_EQ(choose_chunk_length(257, kLengths), 256);
  EXPECT_EQ(choose_chunk_length(kMaxPromptLength, kLengths), 256);
}

TEST(ChooseChunkLength, DoesNotDependOnTheOrderOfTheLengths) {
  const std::vector<std::int64_t> shuffled = {128, 256, 64};
  for (const std::int64_t prompt : {64, 65, 256, 257}) {
    EXPECT_EQ(choose_chunk_length(prompt, shuffled), choose_chunk_length(prompt, kLengths));
  }
}

TEST(ChooseChunkLengthDeathTest, WithoutALengthTheProgramStops) {
  EXPECT_DEATH(choose_chunk_length(1, {}), "no chunk length");
}

TEST(CutPrompt, OfTheChunkLengthGivesOneWholeChunk) {
  const auto chunks = cut_prompt(256, 256);
  ASSERT_EQ(chunks.size(), 1u);
  EXPECT_EQ(chunks[0].tokens, 256);
}

TEST(CutPrompt, OfOneTokenMoreGivesASecondChunkOfThatToken) {
  const auto chunks = cut_prompt(257, 256);
  ASSERT_EQ(chunks.size(), 2u);
  EXPECT_EQ(chunks[0].tokens, 256);
  EXPECT_EQ(chunks[1].begin, 256);
  EXPECT_EQ(chunks[1].tokens, 1);
  EXPECT_EQ(chunks[1].length, 256);
}

TEST(CutPrompt, OfOneTokenLessPadsOneRow) {
  const auto chunks = cut_prompt(255, 256);
  ASSERT_EQ(chunks.size(), 1u);
  EXPECT_EQ(chunks[0].length - chunks[0].tokens, 1);
}

class AnyCut : public ::testing::Test {
 protected:
  // Calls `check(chunks, prompt, length)` for a few hundred cuts.
  template <class Check>
  void for_each_cut(Check check) {
    support::Random random(7);
    for (int round = 0; round < 300; ++round) {
      const std::int64_t prompt = random.between(1, 3000);
      const std::int64_t length = random.between(1, 300);
      check(cut_prompt(prompt, length), prompt, length);
    }
  }
};

TEST_F(AnyCut, HasTokensThatAddUpToThePrompt) {
  for_each_cut([](const std::vector<Chunk>& chunks, std::int64_t prompt, std::int64_t) {
    std::int64_t sum = 0;
    for (const Chunk& chunk : chunks) sum += chunk.tokens;
    ASSERT_EQ(sum, prompt);
  });
}

TEST_F(AnyCut, PadsOnlyTheLastChunkAndByLessThanAChunk) {
  for_each_cut([](const std::vector<Chunk>& chunks, std::int64_t, std::int64_t length) {
    for (const Chunk& chunk : chunks) {
      const std::int64_t padding = chunk.length - chunk.tokens;
      ASSERT_GE(padding, 0);
      ASSERT_LT(padding, &chunk == &chunks.back() ? length : 1);
    }
  });
}

TEST_F(AnyCut, NumbersItsChunksAndLaysThemEndToEnd) {
  for_each_cut([](const std::vector<Chunk>& chunks, std::int64_t, std::int64_t length) {
    std::int64_t index = 0;
    for (const Chunk& chunk : chunks) {
      ASSERT_EQ(chunk.index, index);
      ASSERT_EQ(chunk.begin, index * length);
      ASSERT_EQ(chunk.length, length);
      ++index;
    }
  });
}

TEST(CutPromptDeathTest, OfNoTokenOrNoLengthStopsTheProgram) {
  EXPECT_DEATH(cut_prompt(0, 256), "0 / 256");
  EXPECT_DEATH(cut_prompt(256, 0), "256 / 0");
}

}  // namespace
}  // namespace mllm_npu
