#include "engine/text/protobuf.h"

#include <bit>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using ::testing::HasSubstr;

std::vector<ProtobufField> fields(std::string_view message) {
  const std::string file = "file";
  ProtobufReader reader(message, file, "key");
  std::vector<ProtobufField> result;
  while (const std::optional<ProtobufField> field = reader.next()) result.push_back(*field);
  return result;
}

std::string error(std::string_view message) {
  return support::input_error_of([&] { fields(message); });
}

TEST(Protobuf, AnEmptyMessageHasNoFields) { EXPECT_TRUE(fields("").empty()); }

TEST(Protobuf, WhatIsWrittenReadsBack) {
  std::string message;
  put_number(1, 0, message);
  put_number(2, UINT64_MAX, message);
  put_number(16, 300, message);
  put_float(3, -1.5f, message);
  put_bytes(4, "text", message);
  put_bytes(5, "", message);
  const std::vector<ProtobufField> read = fields(message);
  ASSERT_EQ(read.size(), 6u);
  EXPECT_EQ(read[0].value, 0u);
  EXPECT_EQ(read[1].value, UINT64_MAX);
  EXPECT_EQ(read[2].number, 16u);
  EXPECT_EQ(read[2].value, 300u);
  EXPECT_EQ(std::bit_cast<float>(static_cast<std::uint32_t>(read[3].value)), -1.5f);
  EXPECT_TRUE(read[4].is_bytes);
  EXPECT_EQ(read[4].bytes, "text");
  EXPECT_TRUE(read[5].is_bytes);
}

TEST(Protobuf, TheBytesAreThoseOfTheFormat) {
  std::string message;
  put_number(1, 150, message);
  put_bytes(2, "testing", message);
  EXPECT_EQ(message, "\x08\x96\x01\x12\x07testing");
}

TEST(Protobuf, AFieldThatGoesBeyondTheEndIsRefused) {
  EXPECT_THAT(error("\x08"), HasSubstr("file: key: expected a protobuf message, found a number"));
  EXPECT_THAT(error("\x08\x96"), HasSubstr("beyond the end"));
  EXPECT_THAT(error("\x12\x02x"), HasSubstr("a field of 2 bytes, beyond the end"));
  EXPECT_THAT(error("\x1D\x01\x01\x01"), HasSubstr("beyond the end"));
  EXPECT_THAT(error("\x12\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"),
              HasSubstr("a field of 18446744073709551615 bytes"));
}

TEST(Protobuf, WhatIsNoFieldIsRefused) {
  EXPECT_THAT(error("\x0B"), HasSubstr("wire type 3"));
  EXPECT_THAT(error(std::string_view("\0\0", 2)), HasSubstr("a field numbered 0"));
  EXPECT_THAT(error("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"), HasSubstr("over 10 bytes"));
}

TEST(Protobuf, NumbersOfEightBytesAreRead) {
  const auto read = fields(std::string_view("\x09\x01\0\0\0\0\0\0\x80", 9));
  ASSERT_EQ(read.size(), 1u);
  EXPECT_EQ(read[0].value, 0x8000000000000001u);
}

}  // namespace
}  // namespace mllm_npu
