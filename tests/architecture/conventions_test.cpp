#include "tests/architecture/conventions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu::architecture {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

TEST(Conventions, OnlyTheProgramOfThisRepositoryHasAMain) {
  EXPECT_THAT(stray_mains(code_of_this_repository()), IsEmpty());
  EXPECT_THAT(stray_mains(tests_of_this_repository()), IsEmpty());
}

TEST(Conventions, NoFileOfThisRepositoryUsesNamespaceStd) {
  EXPECT_THAT(using_namespace_std(code_of_this_repository()), IsEmpty());
  EXPECT_THAT(using_namespace_std(tests_of_this_repository()), IsEmpty());
}

TEST(Conventions, EveryHeaderOfThisRepositoryBeginsWithPragmaOnce) {
  EXPECT_THAT(headers_without_pragma_once(code_of_this_repository()), IsEmpty());
  EXPECT_THAT(headers_without_pragma_once(tests_of_this_repository()), IsEmpty());
}

TEST(Conventions, OnlyTheGnuplotPageOfThisRepositoryIncludesGnuplotIostream) {
  EXPECT_THAT(stray_gnuplot_includes(code_of_this_repository()), IsEmpty());
}

TEST(Conventions, TheBaseOfThisRepositoryHasNoDomainWord) {
  EXPECT_THAT(domain_words_in_base(code_of_this_repository()), IsEmpty());
}

TEST(Conventions, AMainIsFoundInCodeAndNotInComments) {
  EXPECT_THAT(stray_mains({{"engine/soc/a.cpp", "int main() {}\n"},
                           {"engine/soc/b.cpp", "// int main() {}\n"},
                           {"engine/soc/c.cpp", "int main_thread() {}\n"},
                           {"experiments/main.cpp", "int main() {}\n"}}),
              ElementsAre(StartsWith("engine/soc/a.cpp")));
}

TEST(Conventions, UsingNamespaceStdIsFoundAndItsLiteralsAreNot) {
  EXPECT_THAT(using_namespace_std({{"a.cpp", "using  namespace std;\n"},
                                   {"b.cpp", "using namespace std::chrono_literals;\n"}}),
              ElementsAre(StartsWith("a.cpp")));
}

TEST(Conventions, PragmaOnceMayFollowACommentAndNothingElse) {
  EXPECT_THAT(headers_without_pragma_once({{"good.h", "// Why.\n#pragma once\n"},
                                           {"late.h", "#include <vector>\n#pragma once\n"},
                                           {"none.h", "struct A {};\n"},
                                           {"source.cpp", "struct A {};\n"}}),
              ElementsAre(StartsWith("late.h"), StartsWith("none.h")));
}

TEST(Conventions, GnuplotIostreamIsFoundInEitherKindOfInclude) {
  EXPECT_THAT(
      stray_gnuplot_includes({{"plots/a.cpp", "#include <gnuplot-iostream.h>\n"},
                              {"plots/b.cpp", "#include \"gnuplot-iostream.h\"\n"},
                              {"plots/gnuplot_page.cpp", "#include <gnuplot-iostream.h>\n"}}),
      SizeIs(2));
}

TEST(Conventions, ADomainWordIsFoundInAnyCaseAndAsPartOfAName) {
  EXPECT_THAT(domain_words_in_base({{"engine/base/a.h", "int chunk_length;\n"}}), SizeIs(1));
  EXPECT_THAT(domain_words_in_base({{"engine/base/a.h", "class ChunkList;\n"}}), SizeIs(1));
  EXPECT_THAT(domain_words_in_base({{"engine/base/a.h", "// One NPU.\n"}}), SizeIs(1));
}

TEST(Conventions, ADomainWordIsFineAboveTheBaseAndInsideAnotherWord) {
  EXPECT_THAT(domain_words_in_base({{"engine/soc/a.h", "int chunk_length;\n"}}), IsEmpty());
  EXPECT_THAT(domain_words_in_base({{"engine/base/a.h", "int associate;\n"}}), IsEmpty());
}

TEST(Conventions, APathOfDataInTheTreeIsNoDomainWord) {
  EXPECT_THAT(domain_words_in_base({{"engine/base/a.h", "// Below engine/model/catalog.\n"}}),
              IsEmpty());
}

TEST(Conventions, TheNameOfTheProjectAndOperatorsOfCppAreNoDomainWords) {
  EXPECT_THAT(domain_words_in_base({{"engine/base/a.h",
                                     "namespace mllm_npu { auto operator<=>(A, B); }\n"
                                     "explicit operator bool() const;\n"}}),
              IsEmpty());
}

}  // namespace
}  // namespace mllm_npu::architecture
