// Tokenizers of real models against ids that others have published.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "engine/text/llama2c_tokenizer.h"
#include "engine/text/sentencepiece_tokenizer.h"
#include "engine/text/tokenizer_files.h"
#include "engine/text/utf8.h"
#include "tests/support/assets.h"
#include "tests/text/tokenizer_samples.h"

namespace mllm_npu {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using text_samples::Ids;

std::vector<std::string> split(const std::string& text, const std::string& separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t end = text.find(separator); end != std::string::npos;
       end = text.find(separator, begin)) {
    parts.push_back(text.substr(begin, end - begin));
    begin = end + separator.size();
  }
  parts.push_back(text.substr(begin));
  return parts;
}

// 47 texts and their ids, in the files of the llama.cpp project.
void expect_vectors(const Tokenizer& tokenizer, const fs::path& folder, const std::string& name) {
  const auto texts = split(read_file(folder / (name + ".inp")), "\n__ggml_vocab_test__\n");
  const auto lines = split(read_file(folder / (name + ".out")), "\n");
  ASSERT_EQ(texts.size(), 47u);
  ASSERT_GE(lines.size(), 47u);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const Ids ids = tokenizer.encode(texts[i]);
    std::string line;
    for (const TokenId id : ids) line += " " + std::to_string(id);
    EXPECT_EQ(line, lines[i]) << texts[i];
    EXPECT_EQ(tokenizer.decode(ids), texts[i]);
  }
}

void expect_texts_to_come_back(const Tokenizer& tokenizer, bool nfc, bool bytes) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    std::string text = text_samples::random_text(seed);
    if (bytes) text += text_samples::random_bytes(seed);
    const Ids ids = tokenizer.encode(text);
    EXPECT_EQ(tokenizer.decode(ids), nfc ? normal_form_c(text) : text);
    EXPECT_THAT(text_samples::joined_pieces(tokenizer, ids),
                ::testing::AnyOf(tokenizer.decode(ids), " " + tokenizer.decode(ids)));
  }
}

TEST(RealTokenizers, Qwen2sVectorsHold) {
  MLLM_NPU_ASSET_OR_SKIP(vectors, "tokenizers/llama.cpp-testvectors");
  MLLM_NPU_ASSET_OR_SKIP(folder, "tokenizers/qwen2.5");
  const auto tokenizer = load_tokenizer(folder);
  EXPECT_EQ(tokenizer->vocab_size(), 151'643);
  EXPECT_EQ(tokenizer->begin_of_text(), std::nullopt);
  expect_vectors(*tokenizer, vectors, "ggml-vocab-qwen2");
  expect_texts_to_come_back(*tokenizer, true, true);
}

TEST(RealTokenizers, LlamasVectorsHoldWithTheLibrary) {
  MLLM_NPU_ASSET_OR_SKIP(vectors, "tokenizers/llama.cpp-testvectors");
  MLLM_NPU_ASSET_OR_SKIP(folder, "tokenizers/llama2");
  const auto tokenizer = load_tokenizer(folder);
  EXPECT_EQ(tokenizer->vocab_size(), 32'000);
  EXPECT_EQ(tokenizer->begin_of_text(), 1);
  EXPECT_THAT(tokenizer->ends_of_text(), ElementsAre(2));
  expect_vectors(*tokenizer, vectors, "ggml-vocab-llama-spm");
  expect_texts_to_come_back(*tokenizer, false, false);
}

TEST(RealTokenizers, LlamasVectorsHoldWithItsPiecesAndScores) {
  MLLM_NPU_ASSET_OR_SKIP(vectors, "tokenizers/llama.cpp-testvectors");
  MLLM_NPU_ASSET_OR_SKIP(model, "tokenizers/llama2/tokenizer.model");
  const auto tokenizer =
      make_scored_bpe(parse_sentencepiece_model(read_file(model), model.string()).vocabulary);
  expect_vectors(*tokenizer, vectors, "ggml-vocab-llama-spm");
  expect_texts_to_come_back(*tokenizer, false, true);
}

TEST(RealTokenizers, LlamasLibraryAndPiecesAgreeOnRealText) {
  MLLM_NPU_ASSET_OR_SKIP(model, "tokenizers/llama2/tokenizer.model");
  MLLM_NPU_ASSET_OR_SKIP(text, "datasets/personachat/valid_self_original_no_cands.txt");
  const SentencePieceModel read = parse_sentencepiece_model(read_file(model), model.string());
  const std::string part = read_file(text).substr(0, 50'000);
  const auto ours = make_scored_bpe(read.vocabulary);
  EXPECT_EQ(ours->encode(part), make_sentencepiece_tokenizer(read)->encode(part));
  EXPECT_EQ(ours->decode(ours->encode(part)), part);
}

TEST(RealTokenizers, TinyStoriesBeginsAsItsAuthorSays) {
  MLLM_NPU_ASSET_OR_SKIP(folder, "models/TinyStories-656K");
  const auto tokenizer = load_tokenizer(folder);
  EXPECT_EQ(tokenizer->vocab_size(), 2048);
  EXPECT_THAT(encode_prompt(*tokenizer, "Once upon a time"), ElementsAre(1, 80, 147, 201, 282, 57));
  EXPECT_THAT(tokenizer->ends_of_text(), ElementsAre(2));
  const std::string story = "Once upon a time, Lily said: \"Let's play!\"\nThe end.";
  EXPECT_EQ(tokenizer->decode(tokenizer->encode(story)), story);
}

TEST(RealTokenizers, TheTokenizerOfStories260KTakesAnyBytes) {
  MLLM_NPU_ASSET_OR_SKIP(file, "models/stories260K/tok512.bin");
  const std::string bytes = read_file(file);
  const auto tokenizer =
      make_scored_bpe(parse_llama2c_tokenizer(std::as_bytes(std::span(bytes)), file.string()));
  EXPECT_EQ(tokenizer->vocab_size(), 512);
  EXPECT_THAT(encode_prompt(*tokenizer, "Once upon a time"), ElementsAre(1, 403, 407, 261, 378));
  expect_texts_to_come_back(*tokenizer, false, true);
}

}  // namespace
}  // namespace mllm_npu
