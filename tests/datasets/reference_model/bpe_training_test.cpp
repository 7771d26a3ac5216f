#include "datasets/reference_model/train/bpe_training.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "engine/text/tokenizer_files.h"
#include "engine/text/tokenizer_json.h"
#include "tests/support/input_error_of.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

TEST(BpeTraining, BeginsWithTwoSpecialTokensAndAllBytes) {
  const LearnedBpe bpe = learn_bpe({"ab"}, 258);
  EXPECT_EQ(bpe.tokens.size(), 258U);
  EXPECT_EQ(bpe.tokens[static_cast<std::size_t>(kBeginId)], "<s>");
  EXPECT_EQ(bpe.tokens[static_cast<std::size_t>(kEndId)], "</s>");
  EXPECT_TRUE(bpe.merges.empty());
}

// "ab" is there four times, "abc" three times.
TEST(BpeTraining, MergesTheMostFrequentPairFirst) {
  EXPECT_THAT(learn_bpe({"abc abc abc abd"}, 261).merges,
              ElementsAre(Pair("a", "b"), Pair("ab", "c"), Pair("Ġ", "abc")));
}

TEST(BpeTraining, OfEqualPairsTakesTheFirstBySpelling) {
  EXPECT_THAT(learn_bpe({"xy", "pq"}, 259).merges, ElementsAre(Pair("p", "q")));
}

TEST(BpeTraining, MergesARunOfOneLetterFromItsLeft) {
  EXPECT_THAT(learn_bpe({"aaaa"}, 260).merges, ElementsAre(Pair("a", "a"), Pair("aa", "aa")));
}

TEST(BpeTraining, MergesNothingAcrossWords) {
  for (const auto& [left, right] : learn_bpe({"ab cd. ab cd."}, 261).merges) {
    EXPECT_FALSE((left + right).ends_with("Ġ")) << left << right;
    EXPECT_FALSE((left + right).ends_with(".")) << left << right;
  }
}

TEST(BpeTraining, SaysWhenTheTextsHaveTooFewPairs) {
  EXPECT_THAT(support::input_error_of([] { learn_bpe({"ab"}, 260); }), HasSubstr("vocab_size"));
}

TEST(BpeTraining, ItsFilesMakeATokenizerThatGivesAnyTextBack) {
  const std::string json = tokenizer_json(learn_bpe({"the cat sat on the mat"}, 270));
  const auto tokenizer = make_tokenizer(parse_tokenizer_json(json, "tokenizer.json"));
  for (const std::string text : {"the cat", " the  mat\n", "Größe 12 \xff"}) {
    EXPECT_EQ(tokenizer->decode(tokenizer->encode(text)), text);
  }
  EXPECT_EQ(tokenizer->vocab_size(), 270);
  EXPECT_EQ(tokenizer->encode(" the").size(), 1U);
}

TEST(BpeTraining, ItsFilesBeginAPromptAndEndAText) {
  const support::TemporaryFolder folder;
  folder.write("tokenizer.json", tokenizer_json(learn_bpe({"ab"}, 259)));
  folder.write("tokenizer_config.json", tokenizer_config_json());
  const auto tokenizer = load_tokenizer(folder.path());
  EXPECT_EQ(tokenizer->begin_of_text(), kBeginId);
  EXPECT_THAT(tokenizer->ends_of_text(), ElementsAre(kEndId));
}

}  // namespace
}  // namespace mllm_npu
