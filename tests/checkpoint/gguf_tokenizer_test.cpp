#include "engine/checkpoint/gguf_tokenizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/checkpoint/byte_vocabulary.h"
#include "engine/checkpoint/gguf_vocabulary.h"
#include "engine/text/llama2c_tokenizer.h"
#include "tests/support/assets.h"
#include "tests/support/gguf_text.h"
#include "tests/support/input_error_of.h"
#include "tests/support/mutations.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Optional;

constexpr const char* kTypes = "tokenizer.ggml.token_type";
constexpr std::int64_t kAnyId = std::int64_t{1} << 31;

// " a b" merges to token 5 by score, to 4 before that.
GgufMetadata scored() {
  return gguf_scored_vocabulary({.file = "v",
                                 .pieces = {{"<unk>", 0, TokenKind::kUnknown},
                                            {"<s>", 0, TokenKind::kControl},
                                            {"</s>", 0, TokenKind::kControl},
                                            {"a", -3},
                                            {"\u2581a", -1},
                                            {"\u2581ab", -2},
                                            {"b", -4},
                                            {"\u2581", -5}},
                                 .begin = 1,
                                 .ends = {2}},
                                8);
}

GgufMetadata byte_level() {
  GgufMetadata metadata("m.gguf");
  metadata.set_string("tokenizer.ggml.model", "gpt2");
  metadata.set_string("tokenizer.ggml.pre", "qwen2");
  metadata.set_strings("tokenizer.ggml.tokens", {"a", "b", "ab", "\u0120", "\u0120ab", "<|end|>"});
  metadata.set_strings("tokenizer.ggml.merges", {"a b", "\u0120 ab"});
  metadata.set_integers(kTypes, {1, 1, 1, 1, 1, 3});
  metadata.set_integer("tokenizer.ggml.eos_token_id", 5);
  return metadata;
}

// Through a file's bytes.
std::unique_ptr<Tokenizer> tokenizer_of(const GgufMetadata& metadata,
                                        const std::vector<GgufTensorInfo>& tensors = {}) {
  const std::string text = support::gguf_of_zeros(metadata, tensors);
  return gguf_tokenizer(read_gguf(support::as_bytes(text), "m.gguf"));
}

template <class Change>
std::string error_with(GgufMetadata metadata, Change change) {
  change(metadata);
  return support::input_error_of([&] { tokenizer_of(metadata); });
}

TEST(GgufTokenizer, MergesPiecesByScore) {
  const auto tokenizer = tokenizer_of(scored());
  EXPECT_THAT(tokenizer->encode("ab"), ElementsAre(5));
  EXPECT_THAT(tokenizer->encode("a a"), ElementsAre(4, 4));
  EXPECT_THAT(tokenizer->begin_of_text(), Optional(1));
  EXPECT_THAT(tokenizer->ends_of_text(), ElementsAre(2));
  EXPECT_EQ(tokenizer->vocab_size(), 8);
}

TEST(GgufTokenizer, DoesAsTheFlagsSay) {
  GgufMetadata metadata = scored();
  metadata.set_boolean("tokenizer.ggml.add_space_prefix", false);
  metadata.set_boolean("tokenizer.ggml.add_bos_token", false);
  const auto tokenizer = tokenizer_of(metadata);
  EXPECT_THAT(tokenizer->encode("a a"), ElementsAre(3, 4));
  EXPECT_EQ(tokenizer->begin_of_text(), std::nullopt);
}

TEST(GgufTokenizer, ScoredOnesBeginAndTakeASpaceUnlessTheFileSaysOtherwise) {
  const GgufMetadata full = scored();
  GgufMetadata metadata("m.gguf");
  for (const auto& [key, value] : full.values()) {
    if (key.find("add_") == std::string::npos) metadata.set(key, value);
  }
  const auto tokenizer = tokenizer_of(metadata);
  EXPECT_THAT(tokenizer->encode("a"), ElementsAre(4));
  EXPECT_THAT(tokenizer->begin_of_text(), Optional(1));
}

TEST(GgufTokenizer, EndsAtTheEndOfATurnAsWell) {
  GgufMetadata metadata = scored();
  metadata.set_integer("tokenizer.ggml.eot_token_id", 7);
  EXPECT_THAT(tokenizer_of(metadata)->ends_of_text(), ElementsAre(2, 7));
  metadata.set_integer("tokenizer.ggml.eot_token_id", 2);
  EXPECT_THAT(tokenizer_of(metadata)->ends_of_text(), ElementsAre(2));
}

TEST(GgufTokenizer, MergesBytesByRank) {
  const auto tokenizer = tokenizer_of(byte_level());
  EXPECT_THAT(tokenizer->encode("ab ab"), ElementsAre(2, 4));
  EXPECT_EQ(tokenizer->decode(std::vector<TokenId>{2, 5, 4}), "ab ab");
  EXPECT_EQ(tokenizer->begin_of_text(), std::nullopt);
  EXPECT_THAT(tokenizer->ends_of_text(), ElementsAre(5));
}

TEST(GgufTokenizer, ByteLevelOnesBeginWhereTheFileSaysSo) {
  GgufMetadata metadata = byte_level();
  metadata.set_integer("tokenizer.ggml.bos_token_id", 5);
  EXPECT_EQ(tokenizer_of(metadata)->begin_of_text(), std::nullopt);
  metadata.set_boolean("tokenizer.ggml.add_bos_token", true);
  EXPECT_THAT(tokenizer_of(metadata)->begin_of_text(), Optional(5));
}

TEST(GgufTokenizer, OlderFilesAreCutAsTheirModel) {
  const GgufMetadata full = byte_level();
  GgufMetadata metadata("m.gguf");
  for (const auto& [key, value] : full.values()) {
    if (key != "tokenizer.ggml.pre") metadata.set(key, value);
  }
  EXPECT_THAT(support::input_error_of([&] { tokenizer_of(metadata); }),
              HasSubstr("tokenizer.ggml.pre: expected a value"));
  for (const char* name : {"qwen2", "phi2"}) {
    metadata.set_string("general.architecture", name);
    EXPECT_THAT(tokenizer_of(metadata)->encode("ab ab"), ElementsAre(2, 4)) << name;
  }
  metadata.set_string("general.architecture", "llama");
  EXPECT_THAT(support::input_error_of([&] { tokenizer_of(metadata); }),
              HasSubstr("tokenizer.ggml.pre: expected a value"));
}

TEST(GgufTokenizer, RefusesOtherModels) {
  EXPECT_THAT(error_with(scored(), [](auto& m) { m.set_string("tokenizer.ggml.model", "bert"); }),
              HasSubstr("tokenizer.ggml.model: expected llama or gpt2, found bert"));
  EXPECT_THAT(support::input_error_of([] { tokenizer_of(GgufMetadata("")); }),
              HasSubstr("tokenizer.ggml.model: expected a value"));
}

TEST(GgufTokenizer, RefusesListsOfAnotherLength) {
  EXPECT_THAT(error_with(scored(), [](auto& m) { m.set_numbers("tokenizer.ggml.scores", {0}); }),
              HasSubstr("8 elements, one for each token, found 1"));
  EXPECT_THAT(error_with(scored(),
                         [](auto& m) {
                           m.set_integers(kTypes, {1, 1});
                         }),
              HasSubstr("8 elements, one for each token, found 2"));
  EXPECT_THAT(error_with(byte_level(), [](auto& m) { m.set_integers(kTypes, {1}); }),
              HasSubstr("6 elements"));
}

TEST(GgufTokenizer, RefusesUnknownTypesOfTokens) {
  for (const std::int32_t type : {-1, 0, 7}) {
    EXPECT_THAT(error_with(byte_level(),
                           [&](auto& m) {
                             m.set_integers(kTypes, {1, 1, 1, 1, 1, type});
                           }),
                HasSubstr("from 1 to 6, found " + std::to_string(type)));
  }
}

TEST(GgufTokenizer, RefusesSpecialTokensBeyondTheVocabulary) {
  for (const char* key : {"tokenizer.ggml.bos_token_id", "tokenizer.ggml.eos_token_id",
                          "tokenizer.ggml.eot_token_id"}) {
    EXPECT_EQ(error_with(scored(), [&](auto& m) { m.set_integer(key, 7); }), "no error");
    EXPECT_THAT(error_with(scored(), [&](auto& m) { m.set_integer(key, 8); }),
                HasSubstr(std::string(key) + ": expected a whole number from 0 to 7"));
  }
}

TEST(GgufTokenizer, RefusesNoTokens) {
  EXPECT_THAT(error_with(scored(), [](auto& m) { m.set_strings("tokenizer.ggml.tokens", {}); }),
              HasSubstr("expected tokens, found none"));
}

TEST(GgufTokenizer, RefusesMergesAndWordsThatItDoesNotKnow) {
  EXPECT_THAT(
      error_with(byte_level(), [](auto& m) { m.set_strings("tokenizer.ggml.merges", {"ab"}); }),
      HasSubstr("m.gguf"));
  EXPECT_THAT(
      error_with(byte_level(), [](auto& m) { m.set_string("tokenizer.ggml.pre", "other"); }),
      HasSubstr("m.gguf"));
}

TEST(GgufTokenizer, RefusesMoreTokensThanTheEmbeddingHasRows) {
  const auto error = [](std::int64_t rows) {
    return support::input_error_of([&] {
      tokenizer_of(scored(), {{"token_embd.weight", StorageFormat::kF32, {rows, 2}}});
    });
  };
  EXPECT_EQ(error(8), "no error");
  EXPECT_EQ(error(9), "no error");
  EXPECT_THAT(error(7), HasSubstr("at most 7, as the embedding, found 8"));
}

TEST(GgufTokenizer, ReadsOrRefusesDamagedFiles) {
  for (const GgufMetadata& metadata : {scored(), byte_level()}) {
    const auto count = support::read_mutated(
        support::gguf_of_zeros(metadata, {}), 500, [](const std::string& damaged) {
          const auto tokenizer = gguf_tokenizer(read_gguf(support::as_bytes(damaged), "f"));
          for (const TokenId id : tokenizer->encode("ab a")) {
            EXPECT_LT(id, tokenizer->vocab_size());
          }
        });
    EXPECT_EQ(count.accepted + count.refused, 500);
    EXPECT_GT(count.accepted, 0);
  }
}

TEST(GgufVocabulary, OfBytesSaysAnyText) {
  const auto tokenizer = tokenizer_of(gguf_byte_vocabulary(300));
  EXPECT_EQ(tokenizer->vocab_size(), 300);
  const TokenId a = 3 + 'a';
  EXPECT_THAT(tokenizer->encode("a"), ElementsAre(259, a));
  const std::string text = "[270] gr\u00fc\u00dfe\n";
  EXPECT_EQ(tokenizer->decode(tokenizer->encode(text)), text);
  EXPECT_THAT(tokenizer->begin_of_text(), Optional(kByteVocabularyBegin));
  EXPECT_THAT(tokenizer->ends_of_text(), ElementsAre(kByteVocabularyEnd));
}

TEST(GgufVocabulary, NamesItsSpecialTokens) {
  const GgufMetadata metadata = scored();
  const auto id = [&](const char* name) {
    return metadata.integer(std::string("tokenizer.ggml.") + name, 0, kAnyId);
  };
  EXPECT_EQ(id("bos_token_id"), 1);
  EXPECT_EQ(id("eos_token_id"), 2);
  EXPECT_EQ(id("unknown_token_id"), 0);
  EXPECT_FALSE(metadata.boolean("tokenizer.ggml.add_eos_token"));
}

TEST(GgufVocabulary, IsFilledUpWithTokensThatAreNeverGiven) {
  const GgufMetadata metadata =
      gguf_scored_vocabulary({.file = "v", .pieces = {{"a", -1}, {"b", -2}}}, 4);
  EXPECT_THAT(metadata.strings("tokenizer.ggml.tokens"), ElementsAre("a", "b", "[PAD2]", "[PAD3]"));
  EXPECT_THAT(metadata.integers(kTypes), ElementsAre(1, 1, 5, 5));
  EXPECT_EQ(metadata.numbers("tokenizer.ggml.scores").size(), 4U);
}

TEST(GgufVocabulary, RefusesMoreTokensThanTheModelHas) {
  const ScoredVocabulary two{.file = "v", .pieces = {{"a", -1}, {"b", -2}}};
  EXPECT_EQ(support::input_error_of([&] { gguf_scored_vocabulary(two, 1); }),
            "v: tokenizer.ggml.tokens: expected at most 1, as the embedding, found 2");
}

TEST(GgufVocabulary, OfAnotherFileIsCopiedKeyByKey) {
  const support::TemporaryFolder folder;
  GgufMetadata metadata = byte_level();
  metadata.set_string("tokenizer.chat_template", "{{x}}");
  metadata.set_string("general.name", "not this");
  const auto path = folder.write("a.gguf", support::gguf_of_zeros(metadata, {}));
  const auto copy = gguf_vocabulary_of(path, 6);
  ASSERT_TRUE(copy);
  EXPECT_EQ(copy->values().size(), metadata.values().size() - 1);
  EXPECT_EQ(copy->string("tokenizer.chat_template"), "{{x}}");
  EXPECT_THAT(tokenizer_of(*copy)->encode("ab"), ElementsAre(2));
  const auto longer = gguf_vocabulary_of(path, 7);
  EXPECT_THAT(longer->integers(kTypes), ElementsAre(1, 1, 1, 1, 1, 3, 5));
  EXPECT_EQ(longer->strings("tokenizer.ggml.tokens").back(), "[PAD6]");
}

TEST(GgufVocabulary, OfAFileWithoutOneIsNone) {
  const support::TemporaryFolder folder;
  for (const GgufMetadata& metadata : {gguf_no_vocabulary(), GgufMetadata("")}) {
    const auto path = folder.write("a.gguf", support::gguf_of_zeros(metadata, {}));
    EXPECT_FALSE(gguf_vocabulary_of(path, 10));
  }
}

TEST(GgufVocabulary, OfLlama2cSaysTheSame) {
  MLLM_NPU_ASSET_OR_SKIP(path, "models/stories260K/tok512.bin");
  const std::string text = support::bytes_of(path);
  const ScoredVocabulary vocabulary =
      parse_llama2c_tokenizer(support::as_bytes(text), path.string());
  const auto original = make_scored_bpe(vocabulary);
  const auto carried = tokenizer_of(gguf_scored_vocabulary(vocabulary, 512));
  const std::string story = "Once upon a time, there was a \u2603 named Lily.\n  The end";
  EXPECT_EQ(carried->encode(story), original->encode(story));
  EXPECT_EQ(carried->decode(carried->encode(story)), story);
  EXPECT_EQ(carried->begin_of_text(), original->begin_of_text());
}

TEST(GgufTokenizer, OpensAFile) {
  const support::TemporaryFolder folder;
  const auto path = folder.write("a.gguf", support::gguf_of_zeros(scored(), {}));
  EXPECT_THAT(open_gguf_tokenizer(path)->encode("a"), ElementsAre(4));
  EXPECT_THAT(open_gguf_tokenizer(path)->encode(""), IsEmpty());
}

}  // namespace
}  // namespace mllm_npu
