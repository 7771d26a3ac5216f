// Tokenizers of Hugging Face folders as GGUF's metadata: the same ids come out.

#include "engine/checkpoint/gguf_vocabulary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "engine/checkpoint/gguf_tokenizer.h"
#include "engine/text/sentencepiece_file.h"
#include "engine/text/tokenizer_files.h"
#include "tests/support/assets.h"
#include "tests/support/gguf_text.h"
#include "tests/support/input_error_of.h"
#include "tests/support/temporary_folder.h"
#include "tests/text/tokenizer_json_samples.h"
#include "tests/text/tokenizer_samples.h"

namespace mllm_npu {
namespace {

namespace bj = boost::json;
namespace fs = std::filesystem;
using support::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using text_samples::parsed;

constexpr std::int64_t kMany = 512;

constexpr const char* kQwen2 =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*)"
    R"(|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr const char* kLlama3 =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*)"
    R"(|\s*[\r\n]+|\s+(?!\S)|\s+)";

// A byte-level tokenizer.json, cut by `pattern`.
bj::object byte_level_json(const char* pattern, bool nfc, bool ignore_merges) {
  bj::object json = text_samples::qwen_json();
  if (!nfc) json["normalizer"] = nullptr;
  json["pre_tokenizer"].at("pretokenizers").as_array()[0].at("pattern") =
      bj::object{{"Regex", pattern}};
  json["model"].as_object()["ignore_merges"] = ignore_merges;
  return json;
}

bj::object qwen2_json() { return byte_level_json(kQwen2, true, false); }

bj::object gpt2_json() {
  bj::object json = text_samples::qwen_json();
  json["normalizer"] = nullptr;
  json["pre_tokenizer"] = parsed(R"({"type": "ByteLevel", "add_prefix_space": false})");
  return json;
}

void write(const TemporaryFolder& folder, const bj::object& json) {
  folder.write("tokenizer.json", bj::serialize(json));
}

// Through a file's bytes.
std::unique_ptr<Tokenizer> tokenizer_of(const GgufMetadata& metadata) {
  const std::string text = support::gguf_of_zeros(metadata, {});
  return gguf_tokenizer(read_gguf(support::as_bytes(text), "m.gguf"));
}

std::vector<std::string> texts() {
  std::vector<std::string> texts = {"", " ", "the tool <tool> ends <end>",
                                    "the the  the\n\nthe 1111", "'S it'll the\r\n 123456 a\u0301"};
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    texts.push_back(text_samples::random_text(seed) + " the " +
                    text_samples::random_text(seed + 1));
  }
  return texts;
}

void expect_carried(const fs::path& folder, std::int64_t vocab_size) {
  const CarriedVocabulary carried = gguf_vocabulary_of_folder(folder, vocab_size);
  ASSERT_TRUE(carried.metadata) << carried.obstacle;
  EXPECT_EQ(carried.obstacle, "");
  const auto before = load_tokenizer(folder);
  const auto after = tokenizer_of(*carried.metadata);
  EXPECT_EQ(after->vocab_size(), vocab_size);
  EXPECT_EQ(after->begin_of_text(), before->begin_of_text());
  EXPECT_EQ(after->ends_of_text(), before->ends_of_text());
  for (const std::string& text : texts()) {
    const std::vector<TokenId> ids = before->encode(text);
    EXPECT_EQ(after->encode(text), ids) << text;
    EXPECT_EQ(after->decode(ids), before->decode(ids)) << text;
  }
  for (TokenId id = 0; id < before->vocab_size(); ++id) {
    EXPECT_EQ(after->piece(id), before->piece(id)) << id;
  }
}

std::string pre_of(const bj::object& json) {
  const TemporaryFolder folder;
  write(folder, json);
  expect_carried(folder.path(), kMany);
  const CarriedVocabulary carried = gguf_vocabulary_of_folder(folder.path(), kMany);
  return carried.metadata ? carried.metadata->string("tokenizer.ggml.pre") : carried.obstacle;
}

std::string obstacle(const bj::object& json, std::int64_t vocab_size = kMany) {
  const TemporaryFolder folder;
  write(folder, json);
  const CarriedVocabulary carried = gguf_vocabulary_of_folder(folder.path(), vocab_size);
  EXPECT_FALSE(carried.metadata);
  return carried.obstacle;
}

TEST(GgufVocabularyOfAFolder, EncodesByteLevelJsonTheSameWithEachWayToCutWords) {
  EXPECT_EQ(pre_of(qwen2_json()), "qwen2");
  EXPECT_EQ(pre_of(gpt2_json()), "gpt-2");
  EXPECT_EQ(pre_of(byte_level_json(kLlama3, false, true)), "llama-bpe");
}

TEST(GgufVocabularyOfAFolder, EncodesByteFallbackTheSame) {
  EXPECT_EQ(pre_of(text_samples::llama_json()), "default");
  EXPECT_EQ(pre_of(text_samples::gemma_json()), "default");
}

TEST(GgufVocabularyOfAFolder, EncodesVocabAndMergesTheSame) {
  const TemporaryFolder folder;
  const BpeVocabulary vocabulary = text_samples::byte_level_vocabulary({"h e", "t he", "Ġ the"});
  folder.write("vocab.json", text_samples::vocab_json(vocabulary));
  folder.write("merges.txt", text_samples::merges_txt(vocabulary));
  folder.write("tokenizer_config.json", R"({"tokenizer_class": "GPT2Tokenizer", "eos_token": "the",
      "added_tokens_decoder": {"300": {"content": "<tool>", "special": false}}})");
  expect_carried(folder.path(), kMany);
}

TEST(GgufVocabularyOfAFolder, EncodesSentencePieceTheSame) {
  const TemporaryFolder folder;
  folder.write("tokenizer.model",
               sentencepiece_bytes(text_samples::bpe_model(
                   text_samples::scored_vocabulary({"▁", "t", "h", "e", "th"}))));
  expect_carried(folder.path(), kMany);
}

TEST(GgufVocabularyOfAFolder, KeepsKindsAndFillsGapsWithTokensOfTheirOwn) {
  const TemporaryFolder folder;
  bj::object json = qwen2_json();
  json["added_tokens"] = parsed(R"([{"id": 262, "content": "<end>", "special": true},
      {"id": 263, "content": "<tool>", "special": false}])");
  write(folder, json);
  const GgufMetadata metadata = *gguf_vocabulary_of_folder(folder.path(), 265).metadata;
  EXPECT_EQ(metadata.string("tokenizer.ggml.model"), "gpt2");
  std::vector<std::string> tokens = metadata.strings("tokenizer.ggml.tokens");
  tokens.erase(tokens.begin(), tokens.begin() + 259);
  EXPECT_THAT(tokens, ElementsAre("11", "[PAD260]", "[PAD261]", "<end>", "<tool>", "[PAD264]"));
  std::vector<std::int64_t> types = metadata.integers("tokenizer.ggml.token_type");
  types.erase(types.begin(), types.begin() + 259);
  EXPECT_THAT(types, ElementsAre(1, 5, 5, 3, 4, 5));
  EXPECT_THAT(metadata.strings("tokenizer.ggml.merges"),
              ElementsAre("h e", "t he", "Ġ the", "1 1"));
}

TEST(GgufVocabularyOfAFolder, FillsGapsBetweenPiecesToo) {
  const TemporaryFolder folder;
  bj::object json = text_samples::llama_json();
  json["added_tokens"].as_array().push_back(parsed(R"({"id": 272, "content": "<t>"})"));
  write(folder, json);
  const GgufMetadata metadata = *gguf_vocabulary_of_folder(folder.path(), 273).metadata;
  std::vector<std::string> tokens = metadata.strings("tokenizer.ggml.tokens");
  tokens.erase(tokens.begin(), tokens.begin() + 269);
  EXPECT_THAT(tokens, ElementsAre("▁▁", "[PAD270]", "[PAD271]", "<t>"));
  EXPECT_EQ(metadata.integers("tokenizer.ggml.token_type")[270], 5);
}

TEST(GgufVocabularyOfAFolder, NamesTheFirstTwoEndsAndTheBegin) {
  const TemporaryFolder folder;
  write(folder, qwen2_json());
  folder.write("tokenizer_config.json",
               R"({"eos_token": "<end>", "bos_token": "<end>", "add_bos_token": true})");
  folder.write("generation_config.json", R"({"eos_token_id": [5, 6]})");
  const GgufMetadata metadata = *gguf_vocabulary_of_folder(folder.path(), kMany).metadata;
  const auto id = [&](const char* name) {
    return metadata.integer("tokenizer.ggml." + std::string(name), 0, kMany);
  };
  EXPECT_EQ(id("bos_token_id"), 260);
  EXPECT_EQ(id("eos_token_id"), 260);
  EXPECT_EQ(id("eot_token_id"), 5);
  EXPECT_TRUE(metadata.boolean("tokenizer.ggml.add_bos_token"));
  EXPECT_FALSE(metadata.boolean("tokenizer.ggml.add_eos_token"));
}

TEST(GgufVocabularyOfAFolder, NamesNoEndThatTheModelHasNot) {
  const TemporaryFolder folder;
  write(folder, qwen2_json());
  folder.write("generation_config.json", R"({"eos_token_id": 512})");
  const GgufMetadata metadata = *gguf_vocabulary_of_folder(folder.path(), kMany).metadata;
  EXPECT_FALSE(metadata.has("tokenizer.ggml.eos_token_id"));
  EXPECT_EQ(tokenizer_of(metadata)->vocab_size(), kMany);
}

TEST(GgufVocabularyOfAFolder, IsRefusedForWordsThatGgufHasNoNameFor) {
  const std::string expected = ": cuts words as none of qwen2, gpt-2, llama-bpe";
  EXPECT_THAT(obstacle(text_samples::qwen_json()), EndsWith(expected));
  EXPECT_THAT(obstacle(byte_level_json(kQwen2, false, false)), EndsWith(expected));
  EXPECT_THAT(obstacle(byte_level_json(kQwen2, true, true)), EndsWith(expected));
  EXPECT_THAT(obstacle(byte_level_json(kLlama3, false, false)), EndsWith(expected));
}

TEST(GgufVocabularyOfAFolder, IsRefusedForAModelThatIsNotBpe) {
  const TemporaryFolder folder;
  SentencePieceModel model =
      text_samples::bpe_model(text_samples::scored_vocabulary({"▁", "t", "h", "e", "th"}));
  model.removes_extra_spaces = true;
  folder.write("tokenizer.model", sentencepiece_bytes(model));
  EXPECT_THAT(gguf_vocabulary_of_folder(folder.path(), kMany).obstacle,
              EndsWith(": removes extra spaces"));
  model.is_bpe = false;
  folder.write("tokenizer.model", sentencepiece_bytes(model));
  EXPECT_THAT(gguf_vocabulary_of_folder(folder.path(), kMany).obstacle,
              EndsWith(": is a unigram model, not BPE"));
}

TEST(GgufVocabularyOfAFolder, SaysWhatIsBrokenOrMissing) {
  const TemporaryFolder folder;
  EXPECT_THAT(gguf_vocabulary_of_folder(folder.path(), kMany).obstacle, EndsWith(" has none"));
  folder.write("tokenizer.json", "{");
  EXPECT_THAT(gguf_vocabulary_of_folder(folder.path(), kMany).obstacle,
              HasSubstr("tokenizer.json: near line 1"));
  EXPECT_THAT(obstacle(qwen2_json(), 261), HasSubstr("at most 261, as the embedding, found 262"));
  bj::object json = qwen2_json();
  json["model"].as_object()["merges"].as_array().push_back("no token");
  EXPECT_THAT(obstacle(json), HasSubstr("expected merges of tokens to a token"));
}

TEST(GgufVocabularyOfAFolder, RefusesAMergeThatCannotBeWritten) {
  BpeVocabulary vocabulary;
  vocabulary.file = "f";
  vocabulary.tokens = {"a b", "c", "a bc"};
  vocabulary.merges = {{"a b", "c"}};
  EXPECT_EQ(support::input_error_of([&] { gguf_byte_level_vocabulary(vocabulary, "gpt-2", 3); }),
            "f: tokenizer.ggml.merges: expected tokens without a space, found a b c");
}

TEST(GgufVocabularyOfAFolder, EncodesTinyStoriesTheSame) {
  MLLM_NPU_ASSET_OR_SKIP(folder, "models/TinyStories-656K");
  expect_carried(folder, 2048);
  const GgufMetadata metadata = *gguf_vocabulary_of_folder(folder, 2048).metadata;
  EXPECT_THAT(encode_prompt(*tokenizer_of(metadata), "Once upon a time"),
              ElementsAre(1, 80, 147, 201, 282, 57));
}

TEST(GgufVocabularyOfAFolder, EncodesQwen2TheSame) {
  MLLM_NPU_ASSET_OR_SKIP(folder, "tokenizers/qwen2.5");
  expect_carried(folder, 151'936);
}

TEST(GgufVocabularyOfAFolder, EncodesLlama2TheSame) {
  MLLM_NPU_ASSET_OR_SKIP(folder, "tokenizers/llama2");
  expect_carried(folder, 32'000);
}

}  // namespace
}  // namespace mllm_npu
