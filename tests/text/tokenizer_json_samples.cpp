#include "tests/text/tokenizer_json_samples.h"

#include "tests/text/tokenizer_samples.h"

namespace mllm_npu::text_samples {
namespace bj = boost::json;

bj::value parsed(const std::string& text) { return bj::parse(text); }

bj::object tokenizer_json(const BpeVocabulary& vocabulary) {
  bj::object vocab;
  for (std::size_t i = 0; i < vocabulary.tokens.size(); ++i) vocab[vocabulary.tokens[i]] = i;
  bj::array merges;
  for (const auto& [left, right] : vocabulary.merges) merges.emplace_back(left + " " + right);
  return {{"version", "1.0"},
          {"added_tokens", bj::array()},
          {"normalizer", nullptr},
          {"pre_tokenizer", nullptr},
          {"post_processor", nullptr},
          {"decoder", nullptr},
          {"model",
           {{"type", "BPE"},
            {"unk_token", nullptr},
            {"continuing_subword_prefix", nullptr},
            {"end_of_word_suffix", ""},
            {"vocab", vocab},
            {"merges", merges}}}};
}

BpeVocabulary llama_vocabulary() {
  BpeVocabulary vocabulary;
  vocabulary.file = "f";
  for (const ScoredPiece& piece : scored_vocabulary({"▁", "a", "b", "t", "h", "e", "n"}).pieces) {
    vocabulary.tokens.push_back(piece.text);
  }
  add_merges({"h e", "t he", "▁ the", "▁ ▁"}, vocabulary);
  return vocabulary;
}

bj::object llama_json() {
  bj::object json = tokenizer_json(llama_vocabulary());
  json["added_tokens"] = parsed(R"([{"id": 0, "content": "<unk>", "special": true},
      {"id": 1, "content": "<s>", "special": true}, {"id": 2, "content": "</s>"}])");
  json["normalizer"] = parsed(R"({"type": "Sequence", "normalizers": [
      {"type": "Prepend", "prepend": "▁"},
      {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]})");
  json["decoder"] = parsed(R"({"type": "Sequence", "decoders": [
      {"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"},
      {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}]})");
  json["post_processor"] = parsed(R"({"type": "TemplateProcessing",
      "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A"}}],
      "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}}})");
  bj::object& model = json["model"].as_object();
  model["unk_token"] = "<unk>";
  model["fuse_unk"] = true;
  model["byte_fallback"] = true;
  return json;
}

bj::object gemma_json() {
  bj::object json = llama_json();
  json["normalizer"] = parsed(R"({"type": "Replace", "pattern": {"String": " "}, "content": "▁"})");
  json["pre_tokenizer"] = parsed(R"({"type": "Split", "pattern": {"String": " "},
      "behavior": "MergedWithPrevious", "invert": false})");
  json["decoder"].as_object()["decoders"].as_array().pop_back();
  return json;
}

bj::object qwen_json() {
  bj::object json = tokenizer_json(byte_level_vocabulary({"h e", "t he", "Ġ the", "1 1"}));
  json["added_tokens"] = parsed(R"([{"id": 260, "content": "<end>", "special": true},
      {"id": 261, "content": "<tool>", "special": false}])");
  json["normalizer"] = parsed(R"({"type": "NFC"})");
  json["pre_tokenizer"] = parsed(R"({"type": "Sequence", "pretokenizers": [
      {"type": "Split", "pattern": {"Regex": " ?\\p{L}+|\\p{N}"}, "behavior": "Isolated",
       "invert": false},
      {"type": "ByteLevel", "add_prefix_space": false, "use_regex": false}]})");
  json["post_processor"] = json["decoder"] =
      parsed(R"({"type": "ByteLevel", "add_prefix_space": true, "use_regex": true})");
  return json;
}

}  // namespace mllm_npu::text_samples
