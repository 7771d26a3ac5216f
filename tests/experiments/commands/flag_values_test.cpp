#include "experiments/commands/flag_values.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using ::testing::HasSubstr;

TEST(IntegerFlag, TakesItsLimits) {
  EXPECT_EQ(integer_flag("--n", "-3", -3, 7), -3);
  EXPECT_EQ(integer_flag("--n", "7", -3, 7), 7);
  EXPECT_EQ(integer_flag("--n", "9223372036854775807", 0, std::numeric_limits<std::int64_t>::max()),
            std::numeric_limits<std::int64_t>::max());
}

TEST(IntegerFlag, RefusesOneStepBeyondThem) {
  for (const char* text : {"-4", "8", "9223372036854775808"}) {
    EXPECT_EQ(
        input_error_of([&] { integer_flag("--n", text, -3, 7); }),
        std::string("command line: --n: expected a whole number from -3 to 7, found ") + text);
  }
}

TEST(IntegerFlag, RefusesWhatIsNotAllANumber) {
  for (const char* text : {"", "x", "1x", " 1", "1 ", "1.0", "+1", "--1"}) {
    EXPECT_THAT(input_error_of([&] { integer_flag("--n", text, -3, 7); }), HasSubstr("--n"))
        << text;
  }
}

TEST(NumberFlag, TakesItsLimitsInAnyWriting) {
  EXPECT_EQ(number_flag("--x", "0.5", 0.5, 100), 0.5);
  EXPECT_EQ(number_flag("--x", "1e2", 0.5, 100), 100);
  EXPECT_EQ(number_flag("--x", ".75", 0.5, 100), 0.75);
}

TEST(NumberFlag, RefusesWhatIsBeyondThemOrNoNumber) {
  for (const char* text : {"0.4999", "100.0001", "nan", "-nan", "inf", "1e400", "1e-400", "1,5"}) {
    EXPECT_EQ(input_error_of([&] { number_flag("--x", text, 0.5, 100); }),
              std::string("command line: --x: expected a number from 0.5 to 100, found ") + text);
  }
}

TEST(NameFlag, TakesAKnownNameAndListsThemForAnother) {
  check_name_flag("--pet", "cat", {"ant", "cat"});
  EXPECT_EQ(input_error_of([] {
              check_name_flag("--pet", "dog", {"ant", "cat"});
            }),
            "command line: --pet: expected one of ant, cat, found dog");
  EXPECT_EQ(input_error_of([] { check_name_flag("--pet", "", {"ant"}); }),
            "command line: --pet: expected one of ant, found nothing");
}

}  // namespace
}  // namespace mllm_npu
