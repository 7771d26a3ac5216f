#include "tests/architecture/circles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu::architecture {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

SourceFile includes(const std::string& path, const std::string& included) {
  return {path, "#include \"" + included + "\"\n"};
}

TEST(Circles, ThereIsNoneBetweenFilesOfThisRepository) {
  EXPECT_THAT(circles_between_files(code_of_this_repository()), IsEmpty());
}

TEST(Circles, ThereIsNoneBetweenFilesOfTheTests) {
  EXPECT_THAT(circles_between_files(tests_of_this_repository()), IsEmpty());
}

TEST(Circles, ThereIsNoneBetweenFoldersOfThisRepository) {
  EXPECT_THAT(circles_between_folders(code_of_this_repository()), IsEmpty());
}

TEST(Circles, ASourceThatIncludesItsOwnHeaderIsNoCircle) {
  EXPECT_THAT(circles_between_files({includes("engine/soc/a.cpp", "engine/soc/a.h")}), IsEmpty());
}

TEST(Circles, TwoWaysToTheSameFileAreNoCircle) {
  EXPECT_THAT(circles_between_files({includes("a.h", "b.h"), includes("a.h", "c.h"),
                                     includes("b.h", "d.h"), includes("c.h", "d.h")}),
              IsEmpty());
}

TEST(Circles, ACircleOfHeadersIsNamedStepByStep) {
  EXPECT_THAT(circles_between_files(
                  {includes("a.h", "b.h"), includes("b.h", "c.h"), includes("c.h", "a.h")}),
              ElementsAre("a -> b -> c -> a"));
}

TEST(Circles, ComponentsThatLeanOnEachOtherThroughTheirSourcesAreACircle) {
  EXPECT_THAT(circles_between_files({includes("a.cpp", "b.h"), includes("b.cpp", "a.h")}),
              ElementsAre("a -> b -> a"));
}

TEST(Circles, FoldersThatIncludeEachOtherThroughDifferentFilesAreACircle) {
  const SourceTree tree = {includes("engine/soc/a.h", "engine/sim/b.h"),
                           includes("engine/sim/c.h", "engine/soc/d.h")};
  EXPECT_THAT(circles_between_files(tree), IsEmpty());
  EXPECT_THAT(circles_between_folders(tree), ElementsAre("engine/sim -> engine/soc -> engine/sim"));
}

}  // namespace
}  // namespace mllm_npu::architecture
