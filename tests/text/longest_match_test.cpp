#include "engine/text/longest_match.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Found tokens as their ids, other text as it is.
std::vector<std::string> split(const std::vector<std::string>& tokens, std::string_view text) {
  LongestMatch match;
  TokenId id = 0;
  for (const std::string& token : tokens) match.add(token, id++, "file");
  std::vector<std::string> parts;
  for (const LongestMatch::Part& part : match.split(text)) {
    parts.push_back(part.id ? std::to_string(*part.id) + "=" + std::string(part.text)
                            : std::string(part.text));
  }
  return parts;
}

TEST(LongestMatch, WithoutTokensTheTextIsOnePart) {
  EXPECT_THAT(split({}, "text"), ElementsAre("text"));
  EXPECT_THAT(split({}, ""), IsEmpty());
  EXPECT_THAT(split({"a"}, ""), IsEmpty());
}

TEST(LongestMatch, TokensAreFoundAtBothEndsAndSideBySide) {
  EXPECT_THAT(split({"<a>", "<b>"}, "<a>x<b><a>"), ElementsAre("0=<a>", "x", "1=<b>", "0=<a>"));
}

TEST(LongestMatch, TheLongestAtAPlaceCounts) {
  EXPECT_THAT(split({"  ", "    "}, "     "), ElementsAre("1=    ", " "));
  EXPECT_THAT(split({"ab", "abcd"}, "abcx"), ElementsAre("0=ab", "cx"));
}

TEST(LongestMatch, AnEarlierPlaceCountsBeforeALongerToken) {
  EXPECT_THAT(split({"ab", "bcd"}, "abcd"), ElementsAre("0=ab", "cd"));
}

TEST(LongestMatch, OfEqualTokensTheFirstCounts) {
  EXPECT_THAT(split({"x", "x"}, "x"), ElementsAre("0=x"));
}

TEST(LongestMatch, ATokenHasOneByteToOneKibibyte) {
  LongestMatch match;
  EXPECT_NO_THROW(match.add(std::string(1024, 'a'), 0, "f"));
  EXPECT_THAT(support::input_error_of([&] { match.add(std::string(1025, 'a'), 7, "f"); }),
              HasSubstr("f: token 7: expected 1 to 1024 bytes, found 1025"));
  EXPECT_THAT(support::input_error_of([&] { match.add("", 7, "f"); }), HasSubstr("found 0"));
}

}  // namespace
}  // namespace mllm_npu
