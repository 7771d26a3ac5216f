#include <algorithm>

#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "engine/text/llama2c_tokenizer.h"
#include "engine/text/sentencepiece_tokenizer.h"
#include "engine/text/tokenizer_files.h"
#include "engine/text/tokenizer_json.h"
#include "engine/text/vocab_merges.h"
#include "tests/support/mutations.h"
#include "tests/support/temporary_folder.h"
#include "tests/text/tokenizer_json_samples.h"
#include "tests/text/tokenizer_samples.h"

namespace mllm_npu {
namespace {

using text_samples::Ids;

constexpr int kMutations = 400;

// What was read must be of use: ids are those of tokens, and pieces are what decode() says.
void use(const Tokenizer& tokenizer) {
  for (std::uint64_t seed = 0; seed < 3; ++seed) {
    const Ids ids = tokenizer.encode(text_samples::random_text(seed) + "\xFF the ab");
    for (const TokenId id : ids) {
      EXPECT_GE(id, 0);
      EXPECT_LT(id, tokenizer.vocab_size());
    }
    const std::string pieces = text_samples::joined_pieces(tokenizer, ids);
    const std::string text = tokenizer.decode(ids);
    EXPECT_TRUE(text == pieces || " " + text == pieces);
  }
}

// Both ends are seen: some faults do no harm, and some are refused.
void expect_tokenizers_or_errors(const std::string& file,
                                 const std::function<void(const std::string&)>& read) {
  read(file);
  const support::MutationCount count = support::read_mutated(file, kMutations, read);
  EXPECT_EQ(count.accepted + count.refused, kMutations);
  EXPECT_GT(count.accepted, 0);
  EXPECT_GT(count.refused, kMutations / 4);
}

void read_json_file(const std::string& text) {
  use(*make_tokenizer(parse_tokenizer_json(text, "tokenizer.json")));
}

TEST(TokenizerMutations, ADamagedTokenizerJsonIsReadOrRefused) {
  for (const auto& json :
       {text_samples::llama_json(), text_samples::gemma_json(), text_samples::qwen_json()}) {
    expect_tokenizers_or_errors(boost::json::serialize(json), read_json_file);
  }
}

TEST(TokenizerMutations, ADamagedVocabularyIsReadOrRefused) {
  const BpeVocabulary vocabulary = text_samples::byte_level_vocabulary({"h e", "t he", "Ġ the"});
  const std::string vocab = text_samples::vocab_json(vocabulary);
  const std::string merges = text_samples::merges_txt(vocabulary);
  const auto read = [](const std::string& vocab_text, const std::string& merges_text) {
    use(*make_byte_level_bpe(
        parse_vocab_merges({vocab_text, "vocab.json"}, {merges_text, "merges.txt"}),
        pre_tokenization("qwen2", "vocab.json")));
  };
  expect_tokenizers_or_errors(vocab, [&](const std::string& text) { read(text, merges); });
  expect_tokenizers_or_errors(merges, [&](const std::string& text) { read(vocab, text); });
}

TEST(TokenizerMutations, ADamagedSentencePieceModelIsReadOrRefused) {
  for (const bool is_bpe : {true, false}) {
    for (const bool bytes : {true, false}) {
      const auto pieces = text_samples::common_pieces();
      SentencePieceModel model =
          text_samples::bpe_model(bytes ? text_samples::scored_vocabulary(pieces)
                                        : text_samples::scored_vocabulary_without_bytes(pieces));
      text_samples::add_piece("<user>", TokenKind::kUserDefined, model.vocabulary);
      model.is_bpe = is_bpe;
      expect_tokenizers_or_errors(sentencepiece_bytes(model), [](const std::string& text) {
        use(*make_sentencepiece_tokenizer(parse_sentencepiece_model(text, "tokenizer.model")));
      });
    }
  }
}

TEST(TokenizerMutations, ADamagedLlama2cTokenizerIsReadOrRefused) {
  const auto pieces = text_samples::common_pieces();
  expect_tokenizers_or_errors(
      text_samples::llama2c_bytes(text_samples::scored_vocabulary_without_bytes(pieces)),
      [](const std::string& text) {
        use(*make_scored_bpe(
            parse_llama2c_tokenizer(std::as_bytes(std::span(text)), "tokenizer.bin")));
      });
}

TEST(TokenizerMutations, ADamagedConfigIsReadOrRefused) {
  const support::TemporaryFolder folder;
  folder.write("tokenizer.model",
               sentencepiece_bytes(text_samples::bpe_model(
                   text_samples::scored_vocabulary_without_bytes({"▁", "a", "▁a"}))));
  expect_tokenizers_or_errors(
      R"({"add_bos_token": true, "bos_token": "<s>", "eos_token": {"content": "</s>"},
          "added_tokens_decoder": {"0": {"content": "<unk>", "special": true}},
          "tokenizer_class": "LlamaTokenizer"})",
      [&](const std::string& text) {
        folder.write("tokenizer_config.json", text);
        use(*load_tokenizer(folder.path()));
      });
}

}  // namespace
}  // namespace mllm_npu
