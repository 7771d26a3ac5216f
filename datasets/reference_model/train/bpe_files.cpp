#include "datasets/reference_model/train/bpe_training.h"
#include "engine/base/json.h"

namespace mllm_npu {
namespace bj = boost::json;
namespace {

bj::object special_token(const char* text, std::int32_t id) {
  return {{"id", id},        {"content", text},     {"single_word", false}, {"lstrip", false},
          {"rstrip", false}, {"normalized", false}, {"special", true}};
}

bj::object byte_level(bool uses_pattern) {
  return {{"type", "ByteLevel"},
          {"add_prefix_space", false},
          {"trim_offsets", true},
          {"use_regex", uses_pattern}};
}

// Puts <s> in front.
bj::object post_processor() {
  const bj::object begin = {{"SpecialToken", bj::object{{"id", kBeginToken}, {"type_id", 0}}}};
  const bj::object first = {{"Sequence", bj::object{{"id", "A"}, {"type_id", 0}}}};
  const bj::object second = {{"Sequence", bj::object{{"id", "B"}, {"type_id", 0}}}};
  const bj::object token = {
      {"id", kBeginToken}, {"ids", bj::array{kBeginId}}, {"tokens", bj::array{kBeginToken}}};
  return {{"type", "TemplateProcessing"},
          {"single", bj::array{begin, first}},
          {"pair", bj::array{begin, first, second}},
          {"special_tokens", bj::object{{kBeginToken, token}}}};
}

bj::object model(const LearnedBpe& bpe) {
  bj::object vocabulary;
  for (std::size_t id = 0; id < bpe.tokens.size(); ++id) vocabulary.emplace(bpe.tokens[id], id);
  bj::array merges;
  for (const auto& [left, right] : bpe.merges) merges.emplace_back(left + ' ' + right);
  return {{"type", "BPE"},
          {"dropout", nullptr},
          {"unk_token", nullptr},
          {"continuing_subword_prefix", nullptr},
          {"end_of_word_suffix", nullptr},
          {"fuse_unk", false},
          {"byte_fallback", false},
          {"vocab", std::move(vocabulary)},
          {"merges", std::move(merges)}};
}

}  // namespace

std::string tokenizer_json(const LearnedBpe& bpe) {
  return to_text(bj::object{{"version", "1.0"},
                            {"truncation", nullptr},
                            {"padding", nullptr},
                            {"added_tokens", bj::array{special_token(kBeginToken, kBeginId),
                                                       special_token(kEndToken, kEndId)}},
                            {"normalizer", nullptr},
                            {"pre_tokenizer", byte_level(true)},
                            {"post_processor", post_processor()},
                            {"decoder", byte_level(true)},
                            {"model", model(bpe)}}) +
         '\n';
}

std::string tokenizer_config_json() {
  return to_text(bj::object{{"add_bos_token", true},
                            {"add_eos_token", false},
                            {"bos_token", kBeginToken},
                            {"eos_token", kEndToken},
                            {"clean_up_tokenization_spaces", false},
                            {"tokenizer_class", "PreTrainedTokenizerFast"}}) +
         '\n';
}

}  // namespace mllm_npu
