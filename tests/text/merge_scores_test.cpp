#include "engine/text/merge_scores.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "engine/text/scored_bpe.h"
#include "engine/text/tokenizer_files.h"
#include "tests/support/assets.h"
#include "tests/text/tokenizer_json_samples.h"
#include "tests/text/tokenizer_samples.h"

namespace mllm_npu {
namespace {

using ::testing::HasSubstr;

BpeParts parts_of(const boost::json::object& json) {
  return parse_tokenizer_json(boost::json::serialize(json), "f");
}

void expect_same(const BpeParts& parts) {
  const ScoredForm form = scored_form(parts);
  ASSERT_TRUE(form.vocabulary) << form.obstacle;
  EXPECT_EQ(form.obstacle, "");
  const auto merging = make_tokenizer(parts);
  const auto scoring = make_scored_bpe(*form.vocabulary);
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const std::string text = text_samples::random_text(seed);
    const text_samples::Ids ids = merging->encode(text);
    EXPECT_EQ(scoring->encode(text), ids) << text;
    EXPECT_EQ(scoring->decode(ids), merging->decode(ids)) << text;
  }
  EXPECT_EQ(scoring->begin_of_text(), merging->begin_of_text());
  EXPECT_EQ(scoring->ends_of_text(), merging->ends_of_text());
}

std::string obstacle(const boost::json::object& json) {
  return scored_form(parts_of(json)).obstacle;
}

// llama_json() with these merges in place of its own.
boost::json::object with_merges(const std::vector<std::string>& merges) {
  BpeVocabulary vocabulary = text_samples::llama_vocabulary();
  vocabulary.tokens.resize(vocabulary.tokens.size() - vocabulary.merges.size());
  vocabulary.merges.clear();
  text_samples::add_merges(merges, vocabulary);
  boost::json::object json = text_samples::llama_json();
  json["model"].as_object()["vocab"] =
      text_samples::tokenizer_json(vocabulary)["model"].at("vocab");
  json["model"].as_object()["merges"] =
      text_samples::tokenizer_json(vocabulary)["model"].at("merges");
  return json;
}

TEST(MergeScores, OfLlamasStepsEncodeTheSame) { expect_same(parts_of(text_samples::llama_json())); }

TEST(MergeScores, OfGemmasStepsEncodeTheSame) {
  const BpeParts parts = parts_of(text_samples::gemma_json());
  expect_same(parts);
  EXPECT_FALSE(scored_form(parts).vocabulary->add_space_prefix);
}

TEST(MergeScores, FallWithTheFirstMergeOfAToken) {
  const ScoredForm good = scored_form(parts_of(with_merges({"h e", "t he", "a b", "t h", "th e"})));
  ASSERT_TRUE(good.vocabulary) << good.obstacle;
  for (const ScoredPiece& piece : good.vocabulary->pieces) {
    if (piece.text == "he") {
      EXPECT_EQ(piece.score, 0);
    }
    if (piece.text == "the") {
      EXPECT_EQ(piece.score, -1);
    }
    if (piece.text == "ab") {
      EXPECT_EQ(piece.score, -2);
    }
  }
}

TEST(MergeScores, AreRefusedWhereAnotherPairMakesTheSameToken) {
  // Merges keep "th" "e" apart once "th" is made; scores join them.
  EXPECT_THAT(obstacle(with_merges({"t h", "h e", "t he"})), HasSubstr("it would encode \"the\""));
}

TEST(MergeScores, AreRefusedWhereNoMergeMakesAToken) {
  boost::json::object json = with_merges({"h e"});
  json["model"].as_object()["vocab"].as_object()["bab"] = 267;
  json["model"].as_object()["vocab"].as_object()["ba"] = 268;
  EXPECT_THAT(obstacle(json), HasSubstr("otherwise"));
}

TEST(MergeScores, AreRefusedWhereWholeTextsAreLookedUpFirst) {
  boost::json::object json = with_merges({"a b"});
  json["model"].as_object()["vocab"].as_object()["▁the"] = 267;
  EXPECT_EQ(obstacle(json), "");
  json["model"].as_object()["ignore_merges"] = true;
  EXPECT_THAT(obstacle(json), HasSubstr("it would encode \"the\""));
}

TEST(MergeScores, AreRefusedForStepsThatAreNotSentencePieces) {
  boost::json::object json = text_samples::llama_json();
  json["normalizer"] =
      text_samples::parsed(R"({"type": "Replace", "pattern": {"String": "a"}, "content": "b"})");
  EXPECT_EQ(obstacle(json), "its normalizer replaces \"a\" by \"b\"");
  json["normalizer"] = nullptr;
  EXPECT_EQ(obstacle(json), "it does not write spaces as \"▁\"");
  json = text_samples::gemma_json();
  json["decoder"] = text_samples::llama_json()["decoder"];
  EXPECT_EQ(obstacle(json), "its decoder does not undo its normalizer");
  json = text_samples::gemma_json();
  json["normalizer"] = text_samples::parsed(R"({"type": "Sequence", "normalizers": [
      {"type": "Replace", "pattern": {"String": " "}, "content": "▁"},
      {"type": "Prepend", "prepend": " "}]})");
  EXPECT_EQ(obstacle(json), "its normalizer replaces \"\" by \" \"");
}

TEST(MergeScores, KeepTokensThatAreFoundBeforeAnythingElse) {
  boost::json::object json = text_samples::llama_json();
  json["added_tokens"].as_array().push_back(
      text_samples::parsed(R"({"id": 270, "content": "a tool", "special": false})"));
  const BpeParts parts = parts_of(json);
  expect_same(parts);
  const ScoredForm form = scored_form(parts);
  ASSERT_TRUE(form.vocabulary) << form.obstacle;
  EXPECT_THAT(make_scored_bpe(*form.vocabulary)->encode("a tool"), ::testing::Contains(270));
}

TEST(MergeScores, OfTinyStoriesEncodeTheSame) {
  MLLM_NPU_ASSET_OR_SKIP(folder, "models/TinyStories-656K");
  expect_same(std::get<BpeParts>(read_tokenizer_parts(folder)));
}

// As Hugging Face converts it: all pairs of pieces that make a piece, the best piece first.
TEST(MergeScores, OfLlama2sPiecesAsMergesEncodeTheSame) {
  MLLM_NPU_ASSET_OR_SKIP(model, "tokenizers/llama2/tokenizer.model");
  const ScoredVocabulary scored =
      parse_sentencepiece_model(read_file(model), model.string()).vocabulary;
  BpeParts parts = parts_of(text_samples::llama_json());
  BpeVocabulary& vocabulary = parts.vocabulary;
  vocabulary.tokens.clear();
  vocabulary.kinds.clear();
  vocabulary.merges.clear();
  std::map<std::string, TokenId> ids;
  for (const ScoredPiece& piece : scored.pieces) {
    ids.emplace(piece.text, static_cast<TokenId>(vocabulary.tokens.size()));
    vocabulary.tokens.push_back(piece.text);
    vocabulary.kinds.push_back(piece.kind);
  }
  for (const ScoredPiece& piece : scored.pieces) {  // their scores fall
    std::map<std::pair<TokenId, TokenId>, std::pair<std::string, std::string>> pairs;
    for (std::size_t cut = 1; cut < piece.text.size() && piece.kind == TokenKind::kNormal; ++cut) {
      const auto left = ids.find(piece.text.substr(0, cut));
      const auto right = ids.find(piece.text.substr(cut));
      if (left == ids.end() || right == ids.end()) continue;
      pairs[{left->second, right->second}] = {left->first, right->first};
    }
    for (const auto& [key, merge] : pairs) vocabulary.merges.push_back(merge);
  }
  EXPECT_GT(vocabulary.merges.size(), 50'000u);
  expect_same(parts);
}

}  // namespace
}  // namespace mllm_npu
