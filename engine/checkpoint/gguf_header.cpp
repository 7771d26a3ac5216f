#include "engine/checkpoint/gguf_header.h"

#include "engine/checkpoint/gguf.h"

namespace mllm_npu {
namespace {

template <class Number>
void append(std::string& text, Number number) {
  text.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void append_string(std::string& text, std::string_view string) {
  append<std::uint64_t>(text, string.size());
  text += string;
}

void append_value(std::string& text, const GgufValue& value) {
  if (value.is_array) append(text, GgufType::kArray);
  append(text, value.type);
  if (value.is_array) append(text, value.count);
  text.append(reinterpret_cast<const char*>(value.numbers.data()), value.numbers.size());
  for (const std::string& string : value.strings) append_string(text, string);
}

}  // namespace

std::uint64_t byte_count(const GgufTensorInfo& tensor) {
  std::int64_t count = block_bytes(tensor.format);
  for (const std::int64_t size : tensor.shape) count *= size;
  return static_cast<std::uint64_t>(count / block_length(tensor.format));
}

std::uint64_t padded(std::uint64_t size) {
  return (size + kGgufAlignment - 1) / kGgufAlignment * kGgufAlignment;
}

std::string gguf_header(const GgufMetadata& metadata, const std::vector<GgufTensorInfo>& tensors) {
  std::string text(kGgufMagic);
  append(text, kGgufVersion);
  append<std::uint64_t>(text, tensors.size());
  append<std::uint64_t>(text, metadata.values().size());
  for (const auto& [key, value] : metadata.values()) {
    append_string(text, key);
    append_value(text, value);
  }
  std::uint64_t offset = 0;
  for (const GgufTensorInfo& tensor : tensors) {
    append_string(text, tensor.name);
    append(text, static_cast<std::uint32_t>(tensor.shape.size()));
    for (std::size_t i = tensor.shape.size(); i-- > 0;) append(text, tensor.shape[i]);
    append(text, ggml_type(tensor.format));
    append(text, offset);
    offset += padded(byte_count(tensor));
  }
  text.resize(padded(text.size()));
  return text;
}

}  // namespace mllm_npu
