#include "engine/base/hexadecimal.h"

#include <gtest/gtest.h>

#include "engine/base/fnv1a.h"

namespace mllm_npu {
namespace {

TEST(Hexadecimal, IsSixteenDigits) {
  EXPECT_EQ(hexadecimal(0), "0000000000000000");
  EXPECT_EQ(hexadecimal(0x0123456789abcdef), "0123456789abcdef");
}

TEST(Hexadecimal, ReadsBackWhatItWrote) {
  for (const std::uint64_t number : {std::uint64_t{0}, std::uint64_t{1} << 63, ~std::uint64_t{0}}) {
    EXPECT_EQ(read_hexadecimal(hexadecimal(number)), number);
  }
}

TEST(Hexadecimal, ReadsNothingElse) {
  for (const char* text : {"", "0", "00000000000000000", "000000000000000G", "000000000000000A"}) {
    EXPECT_EQ(read_hexadecimal(text), std::nullopt) << text;
  }
}

// The published test vectors of FNV-1a, 64 bits.
TEST(Fnv1a, IsThePublishedHash) {
  const auto hash = [](std::string_view text) {
    Fnv1a fnv;
    fnv.add(std::as_bytes(std::span(text)));
    return fnv.value();
  };
  EXPECT_EQ(hash(""), 0xcbf29ce484222325U);
  EXPECT_EQ(hash("a"), 0xaf63dc4c8601ec8cU);
  EXPECT_EQ(hash("foobar"), 0x85944171f73967e8U);
}

TEST(Fnv1a, OfANumberIsThatOfItsBytes) {
  Fnv1a number;
  number.add(std::uint64_t{'a'} | std::uint64_t{'b'} << 56);
  Fnv1a bytes;
  const std::string_view text("a\0\0\0\0\0\0b", 8);
  bytes.add(std::as_bytes(std::span(text)));
  EXPECT_EQ(number.value(), bytes.value());
}

}  // namespace
}  // namespace mllm_npu
