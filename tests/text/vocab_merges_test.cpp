#include "engine/text/vocab_merges.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/text/byte_level_bpe.h"
#include "tests/support/input_error_of.h"
#include "tests/text/tokenizer_samples.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Merges = std::vector<std::pair<std::string, std::string>>;

BpeVocabulary parse(std::string_view vocab, std::string_view merges) {
  return parse_vocab_merges({vocab, "vocab.json"}, {merges, "merges.txt"});
}

Merges merges_of(std::string_view text) { return parse("{}", text).merges; }

std::string message(std::string_view vocab, std::string_view merges) {
  return support::input_error_of([&] { parse(vocab, merges); });
}

TEST(VocabMerges, TokensAreById) {
  EXPECT_THAT(parse(R"({"b": 1, "a": 0})", "").tokens, ElementsAre("a", "b"));
  EXPECT_THAT(parse(R"({"c": 2, "a": 0})", "").tokens, ElementsAre("a", "", "c"));
}

TEST(VocabMerges, ALineIsAMerge) {
  EXPECT_EQ(merges_of("#version: 0.2\na b\nĠ c\n"), (Merges{{"a", "b"}, {"Ġ", "c"}}));
  EXPECT_EQ(merges_of("a b\r\nc d"), (Merges{{"a", "b"}, {"c", "d"}}));
  EXPECT_EQ(merges_of("\n\na b\n\n"), (Merges{{"a", "b"}}));
}

TEST(VocabMerges, OnlyTheFirstLineMayBeAVersion) {
  EXPECT_EQ(merges_of("# #\n"), (Merges{{"#", "#"}}));
  EXPECT_EQ(merges_of("a b\n#version x\n"), (Merges{{"a", "b"}, {"#version", "x"}}));
}

TEST(VocabMerges, ReadsWhatWasWritten) {
  const BpeVocabulary written =
      text_samples::byte_level_vocabulary({"h e", "t he", "Ġ the", "\" \""});
  const BpeVocabulary read =
      parse(text_samples::vocab_json(written), text_samples::merges_txt(written));
  EXPECT_EQ(read.tokens, written.tokens);
  EXPECT_EQ(read.merges, written.merges);
  EXPECT_EQ(read.file, "vocab.json");
}

TEST(VocabMerges, ABrokenFileIsNamed) {
  EXPECT_THAT(message("[]", ""), HasSubstr("vocab.json: expected an object"));
  EXPECT_THAT(message("{", ""), HasSubstr("vocab.json: near line 1: expected valid JSON"));
  EXPECT_THAT(message(R"({"a": 0, "b": 0})", ""), HasSubstr("ids from 0 upward, each once"));
  EXPECT_THAT(message(R"({"a": "0"})", ""), HasSubstr("a whole number for each token, found a"));
  EXPECT_THAT(message(R"({"a": 0})", "a b\nab"),
              HasSubstr("merges.txt: merges: expected two tokens and a space between, found ab"));
}

TEST(VocabMerges, AnIdFarBeyondTheNumberOfTokensIsRefused) {
  EXPECT_EQ(message(R"({"a": 65536})", ""), "no error");
  EXPECT_THAT(message(R"({"a": 65537})", ""), HasSubstr("a: 65537"));
}

}  // namespace
}  // namespace mllm_npu
