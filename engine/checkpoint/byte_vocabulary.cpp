#include "engine/checkpoint/byte_vocabulary.h"

#include "engine/base/check.h"
#include "engine/base/json.h"

namespace mllm_npu {
namespace bj = boost::json;
namespace {

constexpr const char* kSpace = "\xe2\x96\x81";  // ▁

std::string byte_piece(int byte) {
  constexpr const char* kDigits = "0123456789ABCDEF";
  return std::string("<0x") + kDigits[byte / 16] + kDigits[byte % 16] + '>';
}

bj::object added_token(const VocabularyPiece& piece, std::size_t id) {
  return {{"id", id},        {"content", piece.text}, {"single_word", false}, {"lstrip", false},
          {"rstrip", false}, {"normalized", false},   {"special", true}};
}

bj::object replacement(const char* from, const char* to) {
  return {{"type", "Replace"}, {"pattern", bj::object{{"String", from}}}, {"content", to}};
}

bj::object normalizer() {
  return {{"type", "Sequence"},
          {"normalizers", bj::array{bj::object{{"type", "Prepend"}, {"prepend", kSpace}},
                                    replacement(" ", kSpace)}}};
}

bj::object decoder() {
  const bj::object strip = {{"type", "Strip"}, {"content", " "}, {"start", 1}, {"stop", 0}};
  return {{"type", "Sequence"},
          {"decoders", bj::array{replacement(kSpace, " "), bj::object{{"type", "ByteFallback"}},
                                 bj::object{{"type", "Fuse"}}, strip}}};
}

// Puts <s> in front.
bj::object post_processor() {
  const bj::object begin = {{"SpecialToken", bj::object{{"id", "<s>"}, {"type_id", 0}}}};
  const bj::object first = {{"Sequence", bj::object{{"id", "A"}, {"type_id", 0}}}};
  const bj::object second = {{"Sequence", bj::object{{"id", "B"}, {"type_id", 0}}}};
  const bj::object token = {
      {"id", "<s>"}, {"ids", bj::array{kByteVocabularyBegin}}, {"tokens", bj::array{"<s>"}}};
  return {{"type", "TemplateProcessing"},
          {"single", bj::array{begin, first}},
          {"pair", bj::array{begin, first, second}},
          {"special_tokens", bj::object{{"<s>", token}}}};
}

}  // namespace

std::vector<VocabularyPiece> byte_vocabulary(std::int64_t vocab_size) {
  MLLM_NPU_CHECK(vocab_size >= kMinByteVocabulary, std::to_string(vocab_size));
  using Kind = VocabularyPiece::Kind;
  std::vector<VocabularyPiece> pieces = {
      {"<unk>", Kind::kUnknown}, {"<s>", Kind::kControl}, {"</s>", Kind::kControl}};
  for (int byte = 0; byte < 256; ++byte) pieces.push_back({byte_piece(byte), Kind::kByte});
  pieces.push_back({kSpace, Kind::kNormal});
  while (static_cast<std::int64_t>(pieces.size()) < vocab_size) {
    pieces.push_back({'[' + std::to_string(pieces.size()) + ']', Kind::kNormal});
  }
  return pieces;
}

std::string byte_tokenizer_json(std::int64_t vocab_size) {
  bj::array added;
  bj::object vocabulary;
  for (const VocabularyPiece& piece : byte_vocabulary(vocab_size)) {
    const std::size_t id = vocabulary.size();
    if (id <= static_cast<std::size_t>(kByteVocabularyEnd)) added.push_back(added_token(piece, id));
    vocabulary.emplace(piece.text, id);
  }
  const bj::object model = {{"type", "BPE"},
                            {"dropout", nullptr},
                            {"unk_token", "<unk>"},
                            {"continuing_subword_prefix", nullptr},
                            {"end_of_word_suffix", nullptr},
                            {"fuse_unk", true},
                            {"byte_fallback", true},
                            {"vocab", std::move(vocabulary)},
                            {"merges", bj::array{}}};
  return to_text(bj::object{{"version", "1.0"},
                            {"truncation", nullptr},
                            {"padding", nullptr},
                            {"added_tokens", std::move(added)},
                            {"normalizer", normalizer()},
                            {"pre_tokenizer", nullptr},
                            {"post_processor", post_processor()},
                            {"decoder", decoder()},
                            {"model", model}}) +
         '\n';
}

std::string byte_tokenizer_config_json() {
  return to_text(bj::object{{"add_bos_token", true},
                            {"add_eos_token", false},
                            {"bos_token", "<s>"},
                            {"eos_token", "</s>"},
                            {"unk_token", "<unk>"},
                            {"clean_up_tokenization_spaces", false},
                            {"tokenizer_class", "PreTrainedTokenizerFast"}}) +
         '\n';
}

}  // namespace mllm_npu
