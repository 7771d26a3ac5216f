#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/checkpoint/gguf.h"
#include "engine/checkpoint/gguf_header.h"

namespace mllm_npu::support {

inline std::span<const std::byte> as_bytes(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

// Numbers and strings as GGUF writes them, one after another.
class GgufText {
 public:
  template <class Number>
  GgufText& number(Number value) {
    text_.append(reinterpret_cast<const char*>(&value), sizeof value);
    return *this;
  }
  GgufText& u32(std::uint32_t value) { return number(value); }
  GgufText& u64(std::uint64_t value) { return number(value); }
  GgufText& string(std::string_view value) {
    u64(value.size());
    text_ += value;
    return *this;
  }
  GgufText& bytes(std::string_view value) {
    text_ += value;
    return *this;
  }
  // Magic, version and how many tensors and values follow.
  GgufText& begin(std::uint64_t tensors, std::uint64_t values, std::uint32_t version = 3) {
    return bytes("GGUF").u32(version).u64(tensors).u64(values);
  }
  // A tensor's entry; the innermost dimension is the first.
  GgufText& tensor(std::string_view name, const std::vector<std::uint64_t>& dimensions,
                   std::uint32_t type, std::uint64_t offset) {
    string(name).u32(static_cast<std::uint32_t>(dimensions.size()));
    for (const std::uint64_t size : dimensions) u64(size);
    return u32(type).u64(offset);
  }
  GgufText& pad(std::size_t alignment) {
    text_.resize((text_.size() + alignment - 1) / alignment * alignment);
    return *this;
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// A whole file of these tensors, all zeros.
inline std::string gguf_of_zeros(const GgufMetadata& metadata,
                                 const std::vector<GgufTensorInfo>& tensors) {
  std::string text = gguf_header(metadata, tensors);
  for (const GgufTensorInfo& tensor : tensors)
    text.resize(text.size() + padded(byte_count(tensor)));
  return text;
}

}  // namespace mllm_npu::support
