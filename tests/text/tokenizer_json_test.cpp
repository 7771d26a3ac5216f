#include "engine/text/tokenizer_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"
#include "tests/text/tokenizer_json_samples.h"
#include "tests/text/tokenizer_samples.h"

namespace mllm_npu {
namespace {

namespace bj = boost::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using text_samples::gemma_json;
using text_samples::Ids;
using text_samples::llama_json;
using text_samples::parsed;
using text_samples::qwen_json;

BpeParts parse(const bj::object& json) {
  return parse_tokenizer_json(bj::serialize(json), "tokenizer.json");
}

std::unique_ptr<Tokenizer> make(const bj::object& json) { return make_tokenizer(parse(json)); }

std::string message(const bj::object& json) {
  return support::input_error_of([&] { make(json); });
}

std::vector<std::string> tokens(const bj::object& json, std::string_view text) {
  const BpeParts parts = parse(json);
  std::vector<std::string> result;
  for (const TokenId id : make_tokenizer(parts)->encode(text)) {
    result.push_back(parts.vocabulary.tokens[static_cast<std::size_t>(id)]);
  }
  return result;
}

bj::object& model_of(bj::object& json) { return json["model"].as_object(); }

TEST(TokenizerJson, LlamasStepsAreTaken) {
  EXPECT_THAT(tokens(llama_json(), "the  a\n"), ElementsAre("▁the", "▁▁", "a", "<0x0A>"));
  const auto tokenizer = make(llama_json());
  EXPECT_EQ(tokenizer->decode(tokenizer->encode(" the  a\n")), " the  a\n");
  EXPECT_EQ(tokenizer->begin_of_text(), 1);
  EXPECT_EQ(tokenizer->decode(Ids{0, 1, 2}), "");
}

TEST(TokenizerJson, GemmasStepsAreTaken) {
  EXPECT_THAT(tokens(gemma_json(), "the the"), ElementsAre("the", "▁the"));
  const auto tokenizer = make(gemma_json());
  EXPECT_EQ(tokenizer->decode(tokenizer->encode(" the")), " the");
}

TEST(TokenizerJson, QwensStepsAreTaken) {
  EXPECT_THAT(tokens(qwen_json(), "the the11"), ElementsAre("the", "Ġthe", "1", "1"));
  EXPECT_EQ(make(qwen_json())->begin_of_text(), std::nullopt);
  const auto tokenizer = make(qwen_json());
  EXPECT_EQ(tokenizer->decode(tokenizer->encode("e\u0301\xFF")), "é\xFF");
}

TEST(TokenizerJson, AMetaspaceIsAPrefixAndAMark) {
  bj::object json = llama_json();
  json["normalizer"] = nullptr;
  json["pre_tokenizer"] = json["decoder"] = parsed(
      R"({"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": false})");
  EXPECT_THAT(tokens(json, " the a"), ElementsAre("▁", "▁the", "▁", "a"));
  EXPECT_EQ(make(json)->decode(make(json)->encode(" the a")), " the a");
  json["pre_tokenizer"].as_object()["prepend_scheme"] = "never";
  EXPECT_THAT(tokens(json, "the a"), ElementsAre("the", "▁", "a"));
  json["pre_tokenizer"].as_object().erase("split");
  EXPECT_THAT(message(json), HasSubstr("pre_tokenizer: expected a Metaspace with split off"));
}

TEST(TokenizerJson, AByteLevelStepHasGpt2sPatternUnlessItIsOff) {
  bj::object json = qwen_json();
  json["normalizer"] = nullptr;
  json["pre_tokenizer"] = parsed(R"({"type": "ByteLevel", "add_prefix_space": false})");
  EXPECT_THAT(tokens(json, "the11"), ElementsAre("the", "11"));
  const auto parts = parse(json);
  EXPECT_EQ(std::get<PreTokenization>(parts.steps).patterns,
            pre_tokenization("gpt-2", "f").patterns);
  json["pre_tokenizer"].as_object()["add_prefix_space"] = true;
  EXPECT_THAT(message(json), HasSubstr("pre_tokenizer.add_prefix_space: expected false"));
}

TEST(TokenizerJson, DigitsAndPlainSplitsArePatterns) {
  bj::object json = qwen_json();
  json["pre_tokenizer"] = parsed(R"({"type": "Sequence", "pretokenizers": [
      {"type": "Digits", "individual_digits": true}, {"type": "Digits"},
      {"type": "Split", "pattern": {"String": "a.b"}, "behavior": "Removed", "invert": true}]})");
  EXPECT_THAT(std::get<PreTokenization>(parse(json).steps).patterns,
              ElementsAre("\\p{N}", "\\p{N}+", "\\Qa.b\\E"));
  bj::array& steps = json["pre_tokenizer"].as_object()["pretokenizers"].as_array();
  steps[2].as_object()["pattern"].as_object()["String"] = "a\\E";
  EXPECT_THAT(message(json), HasSubstr("without \\E"));
  steps = bj::array(17, parsed(R"({"type": "Digits"})"));
  EXPECT_THAT(message(json), HasSubstr("at most 16 patterns, found 17"));
}

TEST(TokenizerJson, ASplitThatDropsTextIsRefused) {
  bj::object json = qwen_json();
  bj::object& split = json["pre_tokenizer"].as_object()["pretokenizers"].as_array()[0].as_object();
  split["behavior"] = "Removed";
  EXPECT_THAT(message(json), HasSubstr("expected Isolated, or Removed with invert"));
  split["behavior"] = "MergedWithNext";
  EXPECT_THAT(message(json), HasSubstr("one of Isolated, Removed"));
}

TEST(TokenizerJson, AddedTokensAreSpecialOrFoundInText) {
  const auto tokenizer = make(qwen_json());
  EXPECT_EQ(tokenizer->vocab_size(), 262);
  EXPECT_THAT(tokenizer->encode("<tool>the"), ElementsAre(261, 257));
  EXPECT_EQ(tokenizer->decode(Ids{261, 260}), "<tool>");
}

TEST(TokenizerJson, AnAddedTokenOfTheVocabularyKeepsItsId) {
  bj::object json = qwen_json();
  json["added_tokens"].as_array()[1].as_object()["content"] = "the";
  EXPECT_EQ(make(json)->vocab_size(), 261);
  EXPECT_THAT(make(json)->encode("the"), ElementsAre(257));
}

TEST(TokenizerJson, TwoTokensOfOneIdAreRefused) {
  bj::object json = qwen_json();
  json["added_tokens"].as_array()[1].as_object()["id"] = 260;
  EXPECT_THAT(message(json), HasSubstr("added tokens: expected ids from 0 upward, each once, "
                                       "found <tool>: 260"));
  json = qwen_json();
  model_of(json)["vocab"].as_object()["the"] = 3;
  EXPECT_THAT(message(json), HasSubstr("model.vocab: expected ids from 0 upward"));
}

TEST(TokenizerJson, IdsMayLeaveOutSomeButNotAnyNumber) {
  bj::object json = qwen_json();
  bj::value& id = json["added_tokens"].as_array()[1].as_object()["id"];
  id = 60'000;
  EXPECT_EQ(make(json)->vocab_size(), 60'001);
  id = 2'000'000'000;
  EXPECT_THAT(message(json), HasSubstr("<tool>: 2000000000"));
  bj::object& vocab = model_of(json)["vocab"].as_object();
  vocab["the"] = 2'000'000'000;
  EXPECT_THAT(message(json), HasSubstr("the: 2000000000"));
  vocab["the"] = -1;
  EXPECT_THAT(message(json), HasSubstr("the: -1"));
  vocab["the"] = 1.5;
  EXPECT_THAT(message(json), HasSubstr("a whole number for each token, found the"));
}

TEST(TokenizerJson, AMergeIsATextOrAPair) {
  bj::object json = llama_json();
  bj::array& merges = model_of(json)["merges"].as_array();
  merges[0] = {"h", "e"};
  EXPECT_THAT(tokens(json, "the"), ElementsAre("▁the"));
  merges[0] = "he";
  EXPECT_THAT(message(json), HasSubstr("merges: expected two tokens and a space between"));
  merges[0] = {"h", "e", "n"};
  EXPECT_THAT(message(json), HasSubstr("model.merges: expected \"left right\" or"));
  merges[0] = {"q", "q"};
  EXPECT_THAT(message(json), HasSubstr("merges of tokens to a token"));
}

TEST(TokenizerJson, OnlyPlainBpeIsTaken) {
  bj::object json = llama_json();
  model_of(json)["type"] = "Unigram";
  EXPECT_THAT(message(json), HasSubstr("model.type: expected one of BPE, found \"Unigram\""));
  model_of(json).erase("type");
  EXPECT_EQ(message(json), "no error");
  model_of(json)["end_of_word_suffix"] = "</w>";
  EXPECT_THAT(message(json), HasSubstr("model.end_of_word_suffix: expected null"));
}

TEST(TokenizerJson, MergesMayBeIgnored) {
  bj::object json = qwen_json();
  model_of(json)["vocab"].as_object()["nab"] = 262;
  EXPECT_THAT(tokens(json, "nab"), ElementsAre("n", "a", "b"));
  model_of(json)["ignore_merges"] = true;
  EXPECT_THAT(tokens(json, "nab"), ElementsAre("nab"));
}

TEST(TokenizerJson, TheUnknownTokenMustBeThere) {
  bj::object json = llama_json();
  model_of(json)["unk_token"] = "<what>";
  EXPECT_THAT(message(json), HasSubstr("model.unk_token: expected a token of the vocabulary"));
}

TEST(TokenizerJson, TheUnknownTokenStaysSoWhereItIsAddedAsASpecialOne) {
  bj::object json = llama_json();
  model_of(json)["byte_fallback"] = false;
  EXPECT_THAT(tokens(json, "aéx"), ElementsAre("▁", "a", "<unk>"));
}

TEST(TokenizerJson, UnknownStepsAreRefusedByName) {
  bj::object json = llama_json();
  json["normalizer"] = parsed(R"({"type": "Lowercase"})");
  EXPECT_THAT(message(json), HasSubstr("normalizer: expected a Prepend or a Replace, found Lower"));
  json = llama_json();
  json["decoder"] = parsed(R"({"type": "WordPiece"})");
  EXPECT_THAT(message(json), HasSubstr("decoder: expected one of Replace, ByteFallback"));
  json = llama_json();
  json["pre_tokenizer"] = parsed(R"({"type": "Whitespace"})");
  EXPECT_THAT(message(json), HasSubstr("pre_tokenizer: expected a Metaspace, found Whitespace"));
  json = qwen_json();
  json["normalizer"] = parsed(R"({"type": "NFKC"})");
  EXPECT_THAT(message(json), HasSubstr("normalizer: expected an NFC, found NFKC"));
  json = qwen_json();
  json["pre_tokenizer"] = parsed(R"({"type": "Whitespace"})");
  EXPECT_THAT(message(json), HasSubstr("expected one of Split, Digits, ByteLevel"));
}

TEST(TokenizerJson, AStripTakesOneSpaceFromTheBeginning) {
  bj::object json = llama_json();
  bj::object& strip = json["decoder"].as_object()["decoders"].as_array()[3].as_object();
  strip["start"] = 0;
  EXPECT_EQ(make(json)->decode(make(json)->encode("a")), " a");
  strip["stop"] = 1;
  EXPECT_THAT(message(json), HasSubstr("stop: expected a whole number from 0 to 0"));
  strip["stop"] = 0;
  strip["content"] = "a";
  EXPECT_THAT(message(json), HasSubstr("content: expected a space"));
}

TEST(TokenizerJson, TheBeginOfTextIsFoundBesideOtherProcessors) {
  bj::object json = llama_json();
  const bj::value post = json["post_processor"];
  json["post_processor"] = {{"type", "Sequence"}, {"processors", {{{"type", "ByteLevel"}}, post}}};
  EXPECT_EQ(make(json)->begin_of_text(), 1);
  bj::array& processors = json["post_processor"].as_object()["processors"].as_array();
  std::swap(processors[1].as_object()["single"].as_array()[0],
            processors[1].as_object()["single"].as_array()[1]);
  EXPECT_EQ(make(json)->begin_of_text(), std::nullopt);
}

TEST(TokenizerJson, WhatIsNoTokenizerIsRefused) {
  EXPECT_THAT(message({}), HasSubstr("tokenizer.json: model: expected a value"));
  EXPECT_THAT(support::input_error_of([] { parse_tokenizer_json("{", "t"); }),
              HasSubstr("valid JSON"));
  bj::object json = llama_json();
  model_of(json)["vocab"] = bj::array();
  EXPECT_THAT(message(json), HasSubstr("model.vocab: expected an object"));
  model_of(json)["vocab"] = bj::object();
  model_of(json)["unk_token"] = nullptr;
  json["added_tokens"] = bj::array();
  EXPECT_THAT(message(json), HasSubstr("expected a vocabulary with tokens"));
}

}  // namespace
}  // namespace mllm_npu
