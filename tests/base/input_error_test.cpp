#include "engine/base/input_error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(InputError, NamesFileKeyExpectedAndFoundInOneLine) {
  EXPECT_STREQ(InputError("a.json", "width", "a number", "true").what(),
               "a.json: width: expected a number, found true");
}

TEST(InputError, LeavesOutTheFileWhenThereIsNone) {
  EXPECT_STREQ(InputError("", "--width", "a number", "x").what(),
               "--width: expected a number, found x");
}

TEST(InputError, LeavesOutTheKeyWhenThereIsNone) {
  EXPECT_STREQ(InputError("a.json", "", "valid JSON", "nothing").what(),
               "a.json: expected valid JSON, found nothing");
}

TEST(InputError, LeavesOutWhatWasFoundWhenThereIsNothing) {
  EXPECT_STREQ(InputError("a.json", "width", "a number", "").what(),
               "a.json: width: expected a number");
}

TEST(InputError, KeepsItsPartsForPrograms) {
  const InputError error("a.json", "width", "a number", "one\ntwo");
  EXPECT_EQ(error.file(), "a.json");
  EXPECT_EQ(error.key(), "width");
  EXPECT_EQ(error.expected(), "a number");
  EXPECT_EQ(error.found(), "one\ntwo");
}

TEST(InputError, StaysOneLineWhateverItsPartsHold) {
  const std::string nasty = std::string("a\nb\r\x1b[31m\x7f") + '\0';
  const std::string message = InputError(nasty, nasty, nasty, nasty).what();
  for (const char c : message) EXPECT_GE(static_cast<unsigned char>(c), 0x20) << message;
  EXPECT_THAT(message, HasSubstr("a?b??[31m??"));
}

TEST(InputError, KeepsTextOf160BytesWhole) {
  EXPECT_THAT(InputError("", "", "less", std::string(160, 'x')).what(),
              EndsWith("found " + std::string(160, 'x')));
}

TEST(InputError, CutsTextOf161Bytes) {
  EXPECT_THAT(InputError("", "", "less", std::string(161, 'x')).what(),
              EndsWith("found " + std::string(160, 'x') + "..."));
}

TEST(InputError, CutsAlsoALongKey) {
  EXPECT_THAT(InputError("", std::string(1000, 'k'), "less", "").what(),
              Not(HasSubstr(std::string(161, 'k'))));
}

TEST(InputError, DoesNotCutInsideACharacter) {
  const std::string umlaut = "\xc3\xa4";
  EXPECT_THAT(InputError("", "", "less", std::string(159, 'x') + umlaut + umlaut).what(),
              EndsWith(std::string(159, 'x') + "..."));
}

}  // namespace
}  // namespace mllm_npu
