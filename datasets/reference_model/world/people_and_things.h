#pragma once

// Who lives in the world, and what lies about in it.

#include <span>
#include <string_view>

namespace mllm_npu {

struct Person {
  std::string_view name;
  std::string_view pronoun;  // "She" or "He"
};

// A thing, and what it is made of.
struct Thing {
  std::string_view name;
  std::string_view material;
};

std::span<const Person> people();
std::span<const Thing> things();
std::span<const std::string_view> spots();  // where people go: "the SPOT"

}  // namespace mllm_npu
