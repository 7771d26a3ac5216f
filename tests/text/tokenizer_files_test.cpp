#include "engine/text/tokenizer_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/text/sentencepiece_file.h"
#include "tests/support/input_error_of.h"
#include "tests/support/temporary_folder.h"
#include "tests/text/tokenizer_json_samples.h"
#include "tests/text/tokenizer_samples.h"

namespace mllm_npu {
namespace {

using support::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using text_samples::bpe_model;
using text_samples::scored_vocabulary;

std::string message(const TemporaryFolder& folder) {
  return support::input_error_of([&] { load_tokenizer(folder.path()); });
}

void write_json(const TemporaryFolder& folder) {
  folder.write("tokenizer.json", boost::json::serialize(text_samples::llama_json()));
}

void write_model(const TemporaryFolder& folder) {
  folder.write("tokenizer.model",
               sentencepiece_bytes(bpe_model(scored_vocabulary(text_samples::common_pieces()))));
}

void write_vocab_merges(const TemporaryFolder& folder) {
  const BpeVocabulary vocabulary = text_samples::byte_level_vocabulary({"1 1", "h e"});
  folder.write("vocab.json", text_samples::vocab_json(vocabulary));
  folder.write("merges.txt", text_samples::merges_txt(vocabulary));
}

TEST(TokenizerFiles, AFolderWithoutATokenizerIsRefused) {
  const TemporaryFolder folder;
  EXPECT_THAT(message(folder), HasSubstr("expected tokenizer.json, tokenizer.model or vocab.json"));
}

TEST(TokenizerFiles, TokenizerJsonCountsFirstThenTheModel) {
  const TemporaryFolder folder;
  write_vocab_merges(folder);
  EXPECT_EQ(load_tokenizer(folder.path())->vocab_size(), 258);
  write_model(folder);
  EXPECT_EQ(load_tokenizer(folder.path())->vocab_size(), 291);
  write_json(folder);
  EXPECT_EQ(load_tokenizer(folder.path())->vocab_size(), 270);
}

TEST(TokenizerFiles, ABrokenFileIsNotPassedOver) {
  const TemporaryFolder folder;
  write_model(folder);
  folder.write("tokenizer.json", "{");
  EXPECT_THAT(message(folder), HasSubstr("tokenizer.json: near line 1"));
}

TEST(TokenizerFiles, AVocabularyNeedsItsMerges) {
  const TemporaryFolder folder;
  folder.write("vocab.json", "{}");
  EXPECT_THAT(message(folder), HasSubstr("merges.txt: expected a readable file"));
}

TEST(TokenizerFiles, AModelAloneBeginsPromptsAndEndsThem) {
  const TemporaryFolder folder;
  write_model(folder);
  const auto tokenizer = load_tokenizer(folder.path());
  EXPECT_EQ(tokenizer->begin_of_text(), 1);
  EXPECT_THAT(tokenizer->ends_of_text(), ElementsAre(2));
}

TEST(TokenizerFiles, AVocabularyAloneBeginsAndEndsNothing) {
  const TemporaryFolder folder;
  write_vocab_merges(folder);
  const auto tokenizer = load_tokenizer(folder.path());
  EXPECT_EQ(tokenizer->begin_of_text(), std::nullopt);
  EXPECT_THAT(tokenizer->ends_of_text(), IsEmpty());
}

TEST(TokenizerFiles, AddBosTokenDecidesWhatBeginsAPrompt) {
  const TemporaryFolder folder;
  write_json(folder);
  EXPECT_EQ(load_tokenizer(folder.path())->begin_of_text(), 1);
  folder.write("tokenizer_config.json", R"({"add_bos_token": false, "bos_token": "<s>"})");
  EXPECT_EQ(load_tokenizer(folder.path())->begin_of_text(), std::nullopt);
  folder.write("tokenizer_config.json", R"({"add_bos_token": true, "bos_token": "</s>"})");
  EXPECT_EQ(load_tokenizer(folder.path())->begin_of_text(), 2);
  folder.write("tokenizer_config.json", R"({"add_bos_token": null, "bos_token": "</s>"})");
  EXPECT_EQ(load_tokenizer(folder.path())->begin_of_text(), 1);
}

TEST(TokenizerFiles, TheBeginMayBeAnObjectOrAnIdOrInAnotherFile) {
  const TemporaryFolder folder;
  write_vocab_merges(folder);
  folder.write("tokenizer_config.json",
               R"({"add_bos_token": true, "bos_token": {"content": "he"}})");
  EXPECT_EQ(load_tokenizer(folder.path())->begin_of_text(), 257);
  folder.write("tokenizer_config.json", R"({"add_bos_token": true, "bos_token": null})");
  EXPECT_THAT(message(folder), HasSubstr("tokenizer_config.json: bos_token: expected a token of"));
  folder.write("config.json", R"({"bos_token_id": 7})");
  EXPECT_EQ(load_tokenizer(folder.path())->begin_of_text(), 7);
  folder.write("generation_config.json", R"({"bos_token_id": 8})");
  EXPECT_EQ(load_tokenizer(folder.path())->begin_of_text(), 8);
  folder.write("special_tokens_map.json", R"({"bos_token": "a"})");
  EXPECT_EQ(load_tokenizer(folder.path())->begin_of_text(), 'a');
}

TEST(TokenizerFiles, EveryEndThatAFileNamesCountsOnce) {
  const TemporaryFolder folder;
  write_model(folder);
  folder.write("tokenizer_config.json", R"({"eos_token": "▁the"})");
  folder.write("special_tokens_map.json", R"({"eos_token": "not looked at"})");
  folder.write("generation_config.json", R"({"eos_token_id": [2, 1000]})");
  folder.write("config.json", R"({"eos_token_id": 1000, "bos_token_id": null})");
  EXPECT_THAT(load_tokenizer(folder.path())->ends_of_text(), ElementsAre(2, 261, 1000));
}

TEST(TokenizerFiles, TheClassDecidesTheWordsOfAVocabulary) {
  const TemporaryFolder folder;
  write_vocab_merges(folder);
  EXPECT_THAT(load_tokenizer(folder.path())->encode("11"), ElementsAre('1', '1'));
  folder.write("tokenizer_config.json", R"({"tokenizer_class": "CodeGenTokenizer"})");
  EXPECT_THAT(load_tokenizer(folder.path())->encode("11"), ElementsAre(256));
  folder.write("tokenizer_config.json", R"({"tokenizer_class": "GPT2TokenizerFast"})");
  EXPECT_THAT(load_tokenizer(folder.path())->encode("11"), ElementsAre(256));
  folder.write("tokenizer_config.json", R"({"tokenizer_class": "Qwen2Tokenizer"})");
  EXPECT_THAT(load_tokenizer(folder.path())->encode("11"), ElementsAre('1', '1'));
  folder.write("tokenizer_config.json", R"({"tokenizer_class": "BertTokenizer"})");
  EXPECT_THAT(message(folder), HasSubstr("tokenizer_class: expected one of Qwen2Tokenizer"));
}

TEST(TokenizerFiles, AddedTokensOfTheConfigBelongToAVocabulary) {
  const TemporaryFolder folder;
  write_vocab_merges(folder);
  folder.write("tokenizer_config.json",
               R"({"eos_token": "<end>", "added_tokens_decoder": {
                   "258": {"content": "<end>", "special": true},
                   "260": {"content": "<tool>", "special": false}}})");
  const auto tokenizer = load_tokenizer(folder.path());
  EXPECT_EQ(tokenizer->vocab_size(), 261);
  EXPECT_THAT(tokenizer->ends_of_text(), ElementsAre(258));
  EXPECT_THAT(tokenizer->encode("<end>"), SizeIs(5));
  EXPECT_THAT(tokenizer->encode("<tool>"), ElementsAre(260));
  EXPECT_EQ(tokenizer->piece(259), "");
}

TEST(TokenizerFiles, BrokenConfigsAreNamed) {
  const TemporaryFolder folder;
  write_model(folder);
  folder.write("tokenizer_config.json", R"({"added_tokens_decoder": {"1x": {"content": "a"}}})");
  EXPECT_THAT(message(folder), HasSubstr("added_tokens_decoder.1x: expected an id, found 1x"));
  folder.write("tokenizer_config.json", R"({"add_bos_token": 1})");
  EXPECT_THAT(message(folder), HasSubstr("add_bos_token: expected true or false"));
  folder.write("tokenizer_config.json", "[]");
  EXPECT_THAT(message(folder), HasSubstr("tokenizer_config.json: expected an object"));
  folder.write("tokenizer_config.json", "{}");
  folder.write("config.json", R"({"eos_token_id": -1})");
  EXPECT_THAT(message(folder), HasSubstr("eos_token_id: expected a whole number from 0"));
}

}  // namespace
}  // namespace mllm_npu
