#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace mllm_npu {

// FNV-1a with 64 bits: tells files apart that differ by accident. No protection against anybody.
class Fnv1a {
 public:
  void add(std::span<const std::byte> bytes) {
    for (const std::byte byte : bytes) {
      value_ = (value_ ^ static_cast<std::uint64_t>(byte)) * 0x100000001b3U;
    }
  }
  // The number's eight bytes, the lowest first.
  void add(std::uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8) {
      const auto byte = static_cast<std::byte>(number >> shift);
      add(std::span(&byte, 1));
    }
  }

  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325U;
};

}  // namespace mllm_npu
