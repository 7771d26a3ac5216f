#include "datasets/reference_model/world/dice.h"

#include <algorithm>
#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

TEST(Dice, RollTheSameForTheSameSeed) {
  Dice first(7);
  Dice second(7);
  Dice other(8);
  bool differs = false;
  for (int i = 0; i < 20; ++i) {
    const std::size_t roll = first.below(1000);
    EXPECT_EQ(roll, second.below(1000));
    differs = differs || roll != other.below(1000);
  }
  EXPECT_TRUE(differs);
}

TEST(Dice, DifferentNumbersAreAllOfThemWhereAllAreAskedFor) {
  Dice dice(1);
  EXPECT_THAT(dice.different(4, 4), UnorderedElementsAre(0, 1, 2, 3));
}

// Weights 1/4, 1/5, ..., 1/11.
TEST(Dice, SkewedRollsTheFirstMoreOftenAndTheLastToo) {
  Dice dice(2);
  std::array<int, 8> counts{};
  for (int i = 0; i < 8000; ++i) ++counts[dice.skewed(8)];
  EXPECT_NEAR(counts[0], 8000 * 0.2114, 200);
  EXPECT_NEAR(counts[7], 8000 * 0.0769, 150);
}

TEST(Dice, ShuffleKeepsWhatIsThere) {
  Dice dice(3);
  std::vector<int> list = {1, 2, 3, 4, 5, 6};
  dice.shuffle(list);
  EXPECT_FALSE(std::ranges::is_sorted(list));
  EXPECT_THAT(list, UnorderedElementsAre(1, 2, 3, 4, 5, 6));
}

TEST(Words, AreFilledInWhereverTheirLetterStands) {
  EXPECT_EQ(filled("{a} and {b}, {a}", {{'a', "x"}, {'b', "yz"}}), "x and yz, x");
}

TEST(Words, TakeTheArticleOfTheirFirstLetter) {
  EXPECT_EQ(with_article("apple"), "an apple");
  EXPECT_EQ(with_article("pear"), "a pear");
}

TEST(Words, BeginWithACapitalWhereTheyAreLetters) {
  EXPECT_EQ(capitalized("in fog"), "In fog");
  EXPECT_EQ(capitalized("4 men"), "4 men");
}

TEST(HeldOut, KeepsAboutItsShareOfPairs) {
  int kept = 0;
  for (int i = 0; i < 100; ++i) {
    for (int j = 0; j < 50; ++j) kept += held_out(std::to_string(i), std::to_string(j), 20);
  }
  EXPECT_NEAR(kept, 1000, 100);
}

TEST(HeldOut, DependsOnBothWordsAndTheirOrder) {
  EXPECT_NE(hash_of("a", "b"), hash_of("b", "a"));
  EXPECT_NE(hash_of("ab", "c"), hash_of("a", "bc"));
}

}  // namespace
}  // namespace mllm_npu
