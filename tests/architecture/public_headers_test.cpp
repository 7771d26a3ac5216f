#include "tests/architecture/public_headers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu::architecture {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(PublicHeaders, ThisRepositoryInstallsAtMostTwenty) {
  EXPECT_LE(public_headers_of_this_repository().size(), 20u);
}

TEST(PublicHeaders, EachOneThatIsListedIsThere) {
  for (const SourceFile& header : public_headers_of_this_repository()) {
    EXPECT_FALSE(header.text.empty()) << header.path;
  }
}

TEST(PublicHeaders, OfThisRepositoryIncludeNoHeaderThatIsNotInstalled) {
  EXPECT_THAT(includes_of_private_headers(public_headers_of_this_repository()), IsEmpty());
}

TEST(PublicHeaders, OfThisRepositoryAreAThirdContracts) {
  const double share = comment_share(public_headers_of_this_repository());
  EXPECT_GE(share, 0.30);
  EXPECT_LE(share, 0.45);
}

TEST(PublicHeaders, TheShareCountsLinesThatCarryAComment) {
  EXPECT_DOUBLE_EQ(comment_share({{"a.h",
                                   "// A contract.\n"
                                   "\n"
                                   "int a;  // tokens\n"
                                   "  /// Indented.\n"
                                   "int b;\n"}}),
                   0.75);
  EXPECT_DOUBLE_EQ(comment_share({}), 0);
}

TEST(PublicHeaders, AnIncludeOfAPrivateHeaderIsFound) {
  EXPECT_THAT(includes_of_private_headers({{"a.h", "#include \"b.h\"\n#include \"c.h\"\n"},
                                           {"b.h", "#include <vector>\n"}}),
              ElementsAre("a.h is installed and includes c.h, which is not"));
}

}  // namespace
}  // namespace mllm_npu::architecture
