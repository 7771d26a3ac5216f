#include "tests/architecture/source_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu::architecture {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;

TEST(SourceTree, HoldsTheFilesOfTheRepositoryByTheirPathFromTheRoot) {
  EXPECT_THAT(code_of_this_repository(),
              Contains(Field(&SourceFile::path, "experiments/main.cpp")));
  EXPECT_THAT(tests_of_this_repository(),
              Contains(Field(&SourceFile::path, "tests/architecture/source_tree.h")));
}

TEST(SourceTree, QuotedIncludesAreFoundAndSystemIncludesAreNot) {
  EXPECT_THAT(includes_of({"a.h", "#include <vector>\n#include \"b.h\"\n// #include \"c.h\"\n"}),
              ElementsAre("b.h"));
}

TEST(SourceTree, CommentsAreBlankedAndLinesStayLines) {
  EXPECT_EQ(without_comments_and_strings("a; // b\nc; /* d\ne */ f;\n"),
            "a;     \nc;     \n     f;\n");
}

TEST(SourceTree, TheContentsOfStringsAreBlankedWithTheirEscapes) {
  EXPECT_EQ(without_comments_and_strings(R"(f("a // \" b"); g)"), "f(\"         \"); g");
  EXPECT_EQ(without_comments_and_strings("f('\"'); g"), "f(' '); g");
}

TEST(SourceTree, ARawStringIsBlankedToItsOwnEnd) {
  EXPECT_EQ(without_comments_and_strings("R\"x(a)\" b)x\" + c"), "             + c");
}

TEST(SourceTree, AnApostropheInANumberBeginsNoCharacter) {
  EXPECT_EQ(without_comments_and_strings("1'000 + a; // b"), "1'000 + a;     ");
}

TEST(SourceTree, AHeaderAndItsSourceAreOneComponent) {
  EXPECT_EQ(component_of("engine/soc/flash.h"), component_of("engine/soc/flash.cpp"));
  EXPECT_EQ(folder_of("engine/soc/flash.h"), "engine/soc");
  EXPECT_EQ(folder_of("README.md"), "");
}

}  // namespace
}  // namespace mllm_npu::architecture
