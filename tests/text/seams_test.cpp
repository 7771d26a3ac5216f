#include "engine/text/seams.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> parts(const std::vector<std::string>& tokens, std::string_view text,
                               std::size_t least = 0) {
  Seams seams;
  for (const std::string& token : tokens) seams.add(token);
  std::vector<std::string> result;
  while (!text.empty()) {
    result.emplace_back(seams.first_part(text, least));
    text.remove_prefix(result.back().size());
  }
  return result;
}

TEST(Seams, WithoutTokensEveryCharacterIsAPart) {
  EXPECT_THAT(parts({}, "aé漢"), ElementsAre("a", "é", "漢"));
}

TEST(Seams, NeighboursInATokenAreNotCut) {
  EXPECT_THAT(parts({"ab", "bcd"}, "abcdab"), ElementsAre("abcd", "ab"));
  EXPECT_THAT(parts({"▁the"}, "the▁the▁"), ElementsAre("the", "▁the", "▁"));
}

TEST(Seams, TheOrderOfNeighboursCounts) { EXPECT_THAT(parts({"ab"}, "ba"), ElementsAre("b", "a")); }

TEST(Seams, APartHasTheLeastBytesThatAreAskedFor) {
  EXPECT_THAT(parts({}, "abcdefg", 3), ElementsAre("abc", "def", "g"));
  EXPECT_THAT(parts({"cd"}, "abcdefg", 3), ElementsAre("abcd", "efg"));
}

TEST(Seams, BytesThatAreNoUtf8AreCharactersOfTheirOwn) {
  EXPECT_THAT(parts({"\xFF\xFE"}, "\xFF\xFE\xFF"), ElementsAre("\xFF\xFE", "\xFF"));
}

}  // namespace
}  // namespace mllm_npu
