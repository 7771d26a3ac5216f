#include "engine/checkpoint/safetensors.h"

#include <cstring>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"
#include "tests/support/safetensors_text.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using support::safetensors_text;
using support::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::StartsWith;

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text));
}

std::string error_of(const std::string& file) {
  return input_error_of([&] { read_safetensors(bytes_of(file), "f"); });
}

// What is said about a header over `data` bytes.
std::string error_of(const std::string& header, std::size_t data) {
  return error_of(safetensors_text(header, std::string(data, 'x')));
}

TEST(Safetensors, FindsEachTensorInItsPlace) {
  const std::string file = safetensors_text(
      R"({"b": {"dtype": "F16", "shape": [2, 1], "data_offsets": [8, 12]},
          "a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}})",
      "01234567abcd");
  const auto entries = read_safetensors(bytes_of(file), "f");
  EXPECT_THAT(entries, ElementsAre(Key("a"), Key("b")));
  EXPECT_EQ(entries.at("a").dtype, "F32");
  EXPECT_THAT(entries.at("b").shape, ElementsAre(2, 1));
  EXPECT_EQ(std::memcmp(entries.at("a").bytes.data(), "01234567", 8), 0);
  EXPECT_EQ(std::memcmp(entries.at("b").bytes.data(), "abcd", 4), 0);
}

TEST(Safetensors, TakesMetadataAndPaddingOfTheHeader) {
  const std::string file = safetensors_text(R"({"__metadata__": {"format": "pt"}}      )", "");
  EXPECT_THAT(read_safetensors(bytes_of(file), "f"), IsEmpty());
}

TEST(Safetensors, TakesScalarsAndTensorsWithoutNumbers) {
  const std::string file = safetensors_text(
      R"({"none": {"dtype": "F32", "shape": [0, 5], "data_offsets": [0, 0]},
          "scalar": {"dtype": "I64", "shape": [], "data_offsets": [0, 8]}})",
      "01234567");
  const auto entries = read_safetensors(bytes_of(file), "f");
  EXPECT_THAT(entries.at("none").bytes, IsEmpty());
  EXPECT_EQ(entries.at("scalar").bytes.size(), 8U);
}

TEST(Safetensors, RefusesAFileThatIsTooShort) {
  EXPECT_EQ(error_of(""), "f: expected a safetensors file of at least 8 bytes, found 0 bytes");
  EXPECT_THAT(error_of("1234567"), HasSubstr("found 7 bytes"));
}

TEST(Safetensors, RefusesAHeaderThatIsLongerThanTheFile) {
  std::string file = safetensors_text("{}", "");
  file[0] = 3;
  EXPECT_EQ(error_of(file), "f: header length: expected at most 2 bytes, found 3");
}

TEST(Safetensors, RefusesTheLongestHeaderLength) {
  EXPECT_THAT(error_of(std::string(16, '\xff')),
              HasSubstr("at most 8 bytes, found 18446744073709551615"));
}

TEST(Safetensors, RefusesAHeaderThatIsNoJsonObject) {
  EXPECT_THAT(error_of("[]", 0), StartsWith("f: expected an object"));
  EXPECT_THAT(error_of("{", 0), HasSubstr("expected valid JSON"));
  EXPECT_THAT(error_of("", 0), HasSubstr("expected valid JSON"));
  EXPECT_THAT(error_of(R"({"a": 1})", 0), HasSubstr("a: expected an object"));
}

TEST(Safetensors, RefusesATensorThatStandsTwice) {
  const std::string tensor = R"("a": {"dtype": "U8", "shape": [1], "data_offsets": [0, 1]})";
  EXPECT_THAT(error_of("{" + tensor + ", " + tensor + "}", 1), HasSubstr("found a again"));
}

TEST(Safetensors, RefusesMetadataThatAreNoStrings) {
  EXPECT_EQ(error_of(R"({"__metadata__": {"step": 1}})", 0),
            "f: __metadata__.step: expected a string, found 1");
}

TEST(Safetensors, RefusesAKeyThatTheFormatLacks) {
  EXPECT_THAT(
      error_of(R"({"a": {"dtype": "U8", "shape": [1], "data_offsets": [0, 1], "x": 1}})", 1),
      HasSubstr("found x"));
}

TEST(Safetensors, RefusesATypeThatItDoesNotKnow) {
  EXPECT_THAT(error_of(R"({"a": {"dtype": "F33", "shape": [1], "data_offsets": [0, 1]}})", 1),
              StartsWith("f: a.dtype: expected one of BOOL, U8"));
}

TEST(Safetensors, RefusesASizeThatIsNotTheShapes) {
  EXPECT_EQ(error_of(R"({"a": {"dtype": "F32", "shape": [3], "data_offsets": [0, 8]}})", 8),
            "f: a.data_offsets: expected 12 bytes for F32 [3], found 8");
  EXPECT_EQ(error_of(R"({"a": {"dtype": "F32", "shape": [3], "data_offsets": [0, 16]}})", 16),
            "f: a.data_offsets: expected 12 bytes for F32 [3], found 16");
}

TEST(Safetensors, RefusesAShapeThatNoMemoryHolds) {
  EXPECT_EQ(error_of(R"({"a": {"dtype": "F32", "shape": [4294967296, 4294967296],
                        "data_offsets": [0, 0]}})",
                     0),
            "f: a: expected a tensor that memory can hold, found [4294967296, 4294967296]");
}

TEST(Safetensors, RefusesANegativeSize) {
  EXPECT_THAT(error_of(R"({"a": {"dtype": "U8", "shape": [-1], "data_offsets": [0, 1]}})", 1),
              HasSubstr("a.shape[0]: expected a whole number"));
}

TEST(Safetensors, RefusesHalfBytes) {
  EXPECT_THAT(error_of(R"({"a": {"dtype": "F4", "shape": [3], "data_offsets": [0, 1]}})", 1),
              HasSubstr("expected a tensor of whole bytes"));
}

TEST(Safetensors, RefusesOffsetsOutsideTheFileAndTakesTheLastOne) {
  const std::string header = R"({"a": {"dtype": "U8", "shape": [4], "data_offsets": [0, 4]}})";
  EXPECT_EQ(error_of(header, 4), "no error");
  EXPECT_EQ(error_of(header, 3),
            "f: a.data_offsets[1]: expected a whole number from 0 to 3, found 4");
}

TEST(Safetensors, RefusesOffsetsThatAreNoPairOrGoBackwards) {
  EXPECT_THAT(error_of(R"({"a": {"dtype": "U8", "shape": [1], "data_offsets": [0]}})", 1),
              HasSubstr("a.data_offsets: expected a beginning and an end"));
  EXPECT_THAT(error_of(R"({"a": {"dtype": "U8", "shape": [1], "data_offsets": [1, 0]}})", 1),
              HasSubstr("a.data_offsets[1]: expected a whole number from 1 to 1, found 0"));
}

std::string two_tensors(const std::string& second) {
  return R"({"a": {"dtype": "U8", "shape": [2], "data_offsets": [0, 2]},
             "b": {"dtype": "U8", "shape": [2], "data_offsets": )" +
         second + "}}";
}

TEST(Safetensors, RefusesTensorsThatOverlap) {
  EXPECT_EQ(error_of(two_tensors("[1, 3]"), 4),
            "f: b.data_offsets: expected to begin at 2, where the one before it ends, found 1");
}

TEST(Safetensors, RefusesAHoleBetweenTensors) {
  EXPECT_THAT(error_of(two_tensors("[3, 5]"), 5), HasSubstr("begin at 2"));
  EXPECT_EQ(error_of(two_tensors("[2, 4]"), 4), "no error");
}

TEST(Safetensors, RefusesBytesThatNoTensorHas) {
  EXPECT_EQ(error_of(two_tensors("[2, 4]"), 5),
            "f: size: expected 4 bytes after the header, as the tensors have, found 5");
}

TEST(Safetensors, TurnsPlainTypesIntoStoredTensorsAndNamesOthers) {
  EXPECT_EQ(stored_tensor("f", "a", {"BF16", {2}}).format, StorageFormat::kBf16);
  EXPECT_EQ(input_error_of([] {
              stored_tensor("f", "a", {"I64", {2}});
            }),
            "f: a: expected F32, F16 or BF16, found I64");
}

TEST(SafetensorsWriter, WritesWhatTheReaderReads) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "a.safetensors";
  SafetensorsWriter writer(path, {{"x", "F16", {2, 2}}, {"y", "F32", {1}}});
  writer.append(bytes_of("01234567"));
  writer.append(bytes_of("abcd"));
  EXPECT_FALSE(std::filesystem::exists(path));
  writer.finish();
  const std::string file = support::bytes_of(path);
  const auto entries = read_safetensors(bytes_of(file), "f");
  EXPECT_THAT(entries.at("x").shape, ElementsAre(2, 2));
  EXPECT_EQ(std::memcmp(entries.at("y").bytes.data(), "abcd", 4), 0);
}

TEST(SafetensorsWriter, AlignsTheNumbersToEightBytes) {
  const TemporaryFolder folder;
  for (const char* name : {"a", "ab", "abc"}) {
    SafetensorsWriter writer(folder.path() / name, {{name, "F32", {0}}});
    writer.finish();
    EXPECT_EQ(std::filesystem::file_size(folder.path() / name) % 8, 0U);
  }
}

TEST(SafetensorsWriterDeathTest, StopsWhenNumbersAreMissing) {
  const TemporaryFolder folder;
  SafetensorsWriter writer(folder.path() / "a", {{"x", "F32", {1}}});
  EXPECT_DEATH(writer.finish(), "size");
}

}  // namespace
}  // namespace mllm_npu
