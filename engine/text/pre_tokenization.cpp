#include "engine/base/input_error.h"
#include "engine/text/byte_level_bpe.h"

namespace mllm_npu {
namespace {

constexpr const char* kGpt2 =
    R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";
constexpr const char* kQwen2 =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*)"
    R"(|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr const char* kLlama3 =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*)"
    R"(|\s*[\r\n]+|\s+(?!\S)|\s+)";

}  // namespace

PreTokenization pre_tokenization(std::string_view name, const std::string& file) {
  if (name == "qwen2") return {.nfc = true, .patterns = {kQwen2}};
  if (name == "gpt-2" || name == "phi-2") return {.patterns = {kGpt2}};
  if (name == "llama-bpe") return {.patterns = {kLlama3}};
  throw InputError(file, "pre-tokenizer", "one of qwen2, gpt-2, phi-2, llama-bpe",
                   std::string(name));
}

std::optional<std::string> name_of(const PreTokenization& words) {
  for (const char* const name : {"qwen2", "gpt-2", "llama-bpe"}) {
    const PreTokenization known = pre_tokenization(name, "");
    if (known.nfc == words.nfc && known.patterns == words.patterns) return name;
  }
  return std::nullopt;
}

}  // namespace mllm_npu
