#include "tests/architecture/file_size.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu::architecture {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

SourceFile with_lines(const std::string& path, int lines) {
  SourceFile file{path, ""};
  for (int i = 0; i < lines; ++i) file.text += "x\n";
  return file;
}

SourceTree code_and_tests() {
  SourceTree tree = code_of_this_repository();
  const SourceTree& tests = tests_of_this_repository();
  tree.insert(tree.end(), tests.begin(), tests.end());
  return tree;
}

TEST(FileSize, NoFileOfThisRepositoryIsLongerThan400Lines) {
  EXPECT_THAT(files_longer_than(400, code_and_tests()), IsEmpty());
}

TEST(FileSize, TheMedianFileOfThisRepositoryHasAtMost100Lines) {
  EXPECT_LE(median_line_count(code_and_tests()), 100u);
}

TEST(FileSize, ThisRepositoryHasAtLeastFourLinesOfTestsForFiveOfCode) {
  const auto code = static_cast<double>(line_count(code_of_this_repository()));
  EXPECT_GE(static_cast<double>(line_count(tests_of_this_repository())), 0.8 * code)
      << "for " << code << " lines of code";
}

TEST(FileSize, AFileAtTheLimitIsFineAndOneLineMoreIsNot) {
  EXPECT_THAT(files_longer_than(3, {with_lines("at.h", 3), with_lines("above.h", 4)}),
              ElementsAre("above.h has 4 lines"));
}

TEST(FileSize, ALastLineWithoutAnEndCounts) {
  EXPECT_EQ(line_count(SourceFile{"a.h", "one\ntwo"}), 2u);
  EXPECT_EQ(line_count(SourceFile{"a.h", "one\n\n"}), 2u);
  EXPECT_EQ(line_count(SourceFile{"a.h", ""}), 0u);
}

TEST(FileSize, TheMedianIsTheMiddleFileAndNotTheMean) {
  EXPECT_EQ(median_line_count({with_lines("a", 1), with_lines("b", 90), with_lines("c", 2)}), 2u);
  EXPECT_EQ(median_line_count({with_lines("a", 7), with_lines("b", 4)}), 4u);
  EXPECT_EQ(median_line_count(SourceTree{}), 0u);
}

}  // namespace
}  // namespace mllm_npu::architecture
