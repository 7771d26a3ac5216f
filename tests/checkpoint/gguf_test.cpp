#include "engine/checkpoint/gguf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/gguf_text.h"
#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::GgufText;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::uint32_t kF32 = 0;
constexpr std::uint32_t kQ8 = 8;

GgufFile read(const std::string& text) { return read_gguf(support::as_bytes(text), "m.gguf"); }
std::string error_of(const std::string& text) {
  return support::input_error_of([&] { read(text); });
}
std::string error_of(const GgufText& text) { return error_of(text.text()); }

// One tensor of four floats, padded.
std::string small_file(std::uint32_t version = 3) {
  return GgufText()
      .begin(1, 1, version)
      .string("a.key")
      .u32(4)
      .u32(7)
      .tensor("t", {2, 2}, kF32, 0)
      .pad(32)
      .number(1.0F)
      .number(2.0F)
      .number(3.0F)
      .number(4.0F)
      .text();
}

// A file of `tensors` entries whose bytes are `size` zeros.
GgufText with_data(GgufText entries, std::size_t size) {
  entries.pad(32).bytes(std::string(size, '\0'));
  return entries;
}

TEST(Gguf, ReadsVersionsTwoAndThree) {
  for (const std::uint32_t version : {2U, 3U}) {
    const std::string text = small_file(version);
    const GgufFile file = read(text);
    EXPECT_EQ(file.metadata.integer("a.key", 0, 100), 7);
    ASSERT_EQ(file.tensors.size(), 1U);
    EXPECT_EQ(file.tensors[0].name, "t");
  }
}

TEST(Gguf, TensorsLookIntoTheFile) {
  const std::string text = small_file();
  const GgufFile file = read(text);
  Matrix<float> rows(2, 2);
  read_rows(file.tensors[0], 0, rows.view());
  EXPECT_EQ(rows(0, 1), 2);
  EXPECT_EQ(rows(1, 0), 3);
  EXPECT_EQ(file.tensors[0].bytes.data() + 16, support::as_bytes(text).data() + text.size());
}

TEST(Gguf, TurnsDimensionsOutermostFirst) {
  const GgufText text = with_data(GgufText().begin(1, 0).tensor("t", {32, 3}, kQ8, 0), 3 * 34);
  const StoredTensor tensor = read(text.text()).tensors.at(0);
  EXPECT_THAT(tensor.shape, ElementsAre(3, 32));
  EXPECT_EQ(tensor.format, StorageFormat::kQ8_0);
  EXPECT_EQ(tensor.bytes.size(), 3U * 34U);
}

TEST(Gguf, KnowsTheNumbersOfItsFormats) {
  EXPECT_EQ(ggml_type(StorageFormat::kF32), 0U);
  EXPECT_EQ(ggml_type(StorageFormat::kF16), 1U);
  EXPECT_EQ(ggml_type(StorageFormat::kQ4_0), 2U);
  EXPECT_EQ(ggml_type(StorageFormat::kQ8_0), 8U);
  EXPECT_EQ(ggml_type(StorageFormat::kQ4K), 12U);
  EXPECT_EQ(ggml_type(StorageFormat::kQ6K), 14U);
  EXPECT_EQ(ggml_type(StorageFormat::kBf16), 30U);
}

TEST(Gguf, AlignsAsTheFileSays) {
  const std::string text = GgufText()
                               .begin(2, 1)
                               .string("general.alignment")
                               .u32(4)
                               .u32(64)
                               .tensor("a", {1}, kF32, 64)
                               .tensor("b", {1}, kF32, 0)
                               .pad(64)
                               .number(5.0F)
                               .pad(64)
                               .number(6.0F)
                               .text();
  const GgufFile file = read(text);
  Matrix<float> one(1, 1);
  read_rows(file.tensors[0], 0, one.view());
  EXPECT_EQ(one(0, 0), 6);
}

TEST(Gguf, MayHaveNoTensors) { EXPECT_TRUE(read(GgufText().begin(0, 0).text()).tensors.empty()); }

TEST(Gguf, RefusesAnEndAnywhere) {
  const std::string text = small_file();
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_THAT(error_of(text.substr(0, size)), StartsWith("m.gguf: ")) << size;
  }
}

TEST(Gguf, RefusesWhatIsNoGguf) {
  EXPECT_THAT(error_of("GGML"), HasSubstr("which begins with GGUF, found \"GGML\""));
  EXPECT_THAT(error_of(""), HasSubstr("which begins with GGUF"));
}

TEST(Gguf, RefusesOtherVersions) {
  EXPECT_THAT(error_of(small_file(1)), HasSubstr("version: expected GGUF version 2 or 3"));
  EXPECT_THAT(error_of(small_file(4)), HasSubstr("found 4"));
  EXPECT_THAT(error_of(small_file(3U << 24)), HasSubstr("little-endian"));
}

TEST(Gguf, RefusesCountsThatTheFileCannotHold) {
  const std::uint64_t huge = std::uint64_t{1} << 60;
  EXPECT_THAT(error_of(GgufText().begin(huge, 0)), HasSubstr("the end of the file"));
  EXPECT_THAT(error_of(GgufText().begin(0, huge)), HasSubstr("the end of the file"));
  EXPECT_THAT(error_of(GgufText().begin(0, 1).u64(huge)), HasSubstr("the end of the file"));
}

TEST(Gguf, RefusesArraysThatTheFileCannotHold) {
  const auto array = [](std::uint32_t type, std::uint64_t count) {
    return GgufText().begin(0, 1).string("k").u32(9).u32(type).u64(count).u64(0).u64(0);
  };
  EXPECT_EQ(error_of(array(8, 2)), "no error");
  EXPECT_THAT(error_of(array(8, 3)), HasSubstr("k: expected 3 elements"));
  EXPECT_EQ(error_of(array(4, 4)), "no error");
  EXPECT_THAT(error_of(array(4, 5)), HasSubstr("ends after 16 bytes"));
  EXPECT_THAT(error_of(array(10, std::uint64_t{1} << 62)), HasSubstr("elements"));
}

TEST(Gguf, RefusesUnknownTypesAndArraysOfArrays) {
  EXPECT_THAT(error_of(GgufText().begin(0, 1).string("k").u32(13).u64(0)),
              HasSubstr("value type from 0 to 12"));
  EXPECT_THAT(error_of(GgufText().begin(0, 1).string("k").u32(9).u32(9).u64(0)),
              HasSubstr("no array in an array, found 9"));
}

TEST(Gguf, RefusesAKeyOrATensorTwice) {
  EXPECT_THAT(error_of(GgufText().begin(0, 2).string("k").u32(0).number('a').string("k").u32(0)),
              HasSubstr("k: expected every key once"));
  EXPECT_THAT(error_of(with_data(
                  GgufText().begin(2, 0).tensor("t", {1}, kF32, 0).tensor("t", {1}, kF32, 32), 64)),
              HasSubstr("t: expected every tensor once"));
}

TEST(Gguf, RefusesNamesWithoutOrWithTooManyBytes) {
  EXPECT_THAT(error_of(GgufText().begin(0, 1).string("")), HasSubstr("found 0"));
  EXPECT_THAT(error_of(GgufText().begin(1, 0).string(std::string(65536, 'n'))),
              HasSubstr("expected 1 to 65535 bytes, found 65536"));
}

TEST(Gguf, RefusesShapesThatAreNone) {
  const auto with = [](const std::vector<std::uint64_t>& dimensions) {
    return error_of(with_data(GgufText().begin(1, 0).tensor("t", dimensions, kF32, 0), 64));
  };
  EXPECT_EQ(with({2, 2, 2, 2}), "no error");
  EXPECT_THAT(with({}), HasSubstr("1 to 4 dimensions, found 0"));
  EXPECT_THAT(with({1, 1, 1, 1, 1}), HasSubstr("1 to 4 dimensions, found 5"));
  EXPECT_THAT(with({2, 0}), HasSubstr("dimensions above 0, found 0"));
  EXPECT_THAT(with({~std::uint64_t{0}}), HasSubstr("found -1"));
}

TEST(Gguf, RefusesTensorsLargerThanAnyFile) {
  const std::uint64_t big = std::uint64_t{1} << 31;
  const auto with = [](const std::vector<std::uint64_t>& dimensions) {
    return error_of(with_data(GgufText().begin(1, 0).tensor("t", dimensions, kF32, 0), 64));
  };
  EXPECT_THAT(with({big, big}), HasSubstr("a tensor that fits into a file"));
  EXPECT_THAT(with({big, big, big, big}), HasSubstr("a tensor that fits into a file"));
  EXPECT_THAT(with({big}), HasSubstr("a file with 64 bytes for tensors"));
}

TEST(Gguf, RefusesTypesThatTheEngineCannotRead) {
  EXPECT_THAT(error_of(with_data(GgufText().begin(1, 0).tensor("t", {32}, 13, 0), 64)),
              HasSubstr("t: expected one of the types F32, F16, BF16, Q8_0, Q4_0, Q4_K, Q6_K, "
                        "found ggml's type 13"));
}

TEST(Gguf, RefusesRowsThatAreNoWholeBlocks) {
  EXPECT_THAT(error_of(with_data(GgufText().begin(1, 0).tensor("t", {48, 2}, kQ8, 0), 102)),
              HasSubstr("rows of whole blocks of 32, found [2, 48]"));
}

TEST(Gguf, RefusesOffsetsThatAreNotAligned) {
  EXPECT_THAT(error_of(with_data(GgufText().begin(1, 0).tensor("t", {1}, kF32, 16), 64)),
              HasSubstr("an offset that 32 divides, found offset 16"));
}

TEST(Gguf, RefusesTensorsBeyondTheFile) {
  const auto at = [](std::uint64_t offset, std::uint64_t count) {
    return error_of(with_data(GgufText().begin(1, 0).tensor("t", {count}, kF32, offset), 64));
  };
  EXPECT_EQ(at(0, 16), "no error");
  EXPECT_EQ(at(32, 8), "no error");
  EXPECT_THAT(at(0, 17), HasSubstr("68 bytes at offset 0"));
  EXPECT_THAT(at(32, 9), HasSubstr("64 bytes for tensors"));
  EXPECT_THAT(at(~std::uint64_t{31}, 8), HasSubstr("64 bytes for tensors"));
}

TEST(Gguf, RefusesTensorsThatOverlap) {
  const auto second_at = [](std::uint64_t offset) {
    return error_of(with_data(
        GgufText().begin(2, 0).tensor("b", {9}, kF32, 32).tensor("a", {9}, kF32, offset), 160));
  };
  EXPECT_EQ(second_at(96), "no error");
  EXPECT_THAT(second_at(64), HasSubstr("a: expected bytes of its own"));
  EXPECT_THAT(second_at(0), HasSubstr("b: expected bytes of its own"));
}

TEST(Gguf, RefusesAnAlignmentThatIsNoPowerOfTwo) {
  const auto with = [](std::uint32_t alignment) {
    return error_of(GgufText().begin(0, 1).string("general.alignment").u32(4).u32(alignment));
  };
  EXPECT_EQ(with(8), "no error");
  EXPECT_EQ(with(1U << 31), "no error");
  EXPECT_THAT(with(48), HasSubstr("a power of two, found 48"));
  EXPECT_THAT(with(0), HasSubstr("found 0"));
}

}  // namespace
}  // namespace mllm_npu
