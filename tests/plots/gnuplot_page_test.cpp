#include "plots/gnuplot_page.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/plots/page_script.h"
#include "tests/support/input_error_of.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::bytes_of;
using support::input_error_of;
using support::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

GnuplotPage page_with_a_line(const std::string& name = "page") {
  GnuplotPage page(name, 2, 1);
  page.command("plot x notitle");
  return page;
}

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST(GnuplotPage, TablesComeBeforeCommandsWhenEverTheyWereAdded) {
  GnuplotPage page("page", 2, 1);
  page.command("set a");
  EXPECT_EQ(page.data({{1.0, std::monostate{}, "x"}, {2.5, 3.0, ""}}), "$data1");
  page.command("plot $data1");
  EXPECT_EQ(page.script(),
            "$data1 << END_OF_DATA\n1 ? \"x\"\n2.5 3 \"\"\nEND_OF_DATA\nset a\nplot $data1\n");
}

TEST(GnuplotPage, EveryTableHasANameOfItsOwn) {
  GnuplotPage page("page", 2, 1);
  EXPECT_EQ(page.data_blocks(), 0u);
  EXPECT_NE(page.data({{1.0}}), page.data({{1.0}}));
  EXPECT_EQ(page.data_blocks(), 2u);
}

TEST(GnuplotPage, PlacesAreSharesOfThePage) {
  GnuplotPage page("page", 4, 2);
  EXPECT_EQ(page.at(1, 0.5), "screen 0.25,0.25");
  page.place_axes({1, 0.5, 3, 1.5});
  EXPECT_EQ(page.script(),
            "set lmargin at screen 0.25\nset rmargin at screen 0.75\n"
            "set bmargin at screen 0.25\nset tmargin at screen 0.75\n");
}

TEST(GnuplotPageDeathTest, ItsNameIsAFileName) {
  EXPECT_DEATH(GnuplotPage("a/b", 2, 1), "a/b");
  EXPECT_DEATH(GnuplotPage("a b", 2, 1), "a b");
}

TEST(GnuplotPageDeathTest, ItHasASize) {
  EXPECT_DEATH(GnuplotPage("page", 0, 1), "width > 0");
  EXPECT_DEATH(GnuplotPage("page", 1, 0), "height > 0");
}

TEST(GnuplotPageDeathTest, TextInATableIsPlain) {
  GnuplotPage page("page", 2, 1);
  EXPECT_DEATH(page.data({{"a\" b"}}), "file_stem");
}

TEST(GnuplotPageWrite, DrawsThreeFormatsAndNothingElse) {
  const TemporaryFolder folder;
  const auto pictures = page_with_a_line().write(folder.path() / "new" / "figures");
  EXPECT_THAT(names_in(folder.path() / "new" / "figures"),
              ElementsAre("page.pdf", "page.png", "page.svg"));
  EXPECT_TRUE(bytes_of(pictures[0]).starts_with("\x89PNG"));
  EXPECT_NE(bytes_of(pictures[1]).find("<svg"), std::string::npos);
  EXPECT_TRUE(bytes_of(pictures[2]).starts_with("%PDF"));
}

TEST(GnuplotPageWrite, PicturesAreAsLargeAsThePage) {
  const TemporaryFolder folder;
  page_with_a_line().write(folder.path());
  EXPECT_NE(bytes_of(folder.path() / "page.svg").find("width=\"600\" height=\"300\""),
            std::string::npos);
  EXPECT_EQ(bytes_of(folder.path() / "page.png").substr(16, 8),
            std::string("\0\0\x02\x58\0\0\x01\x2c", 8));
}

TEST(GnuplotPageWrite, ThePdfCarriesNoDateOfToday) {
  const TemporaryFolder folder;
  page_with_a_line().write(folder.path());
  EXPECT_NE(bytes_of(folder.path() / "page.pdf").find("/CreationDate (D:19700101000000"),
            std::string::npos);
}

TEST(GnuplotPageWrite, TheFolderMayHaveAnyName) {
  const TemporaryFolder folder;
  const auto odd = folder.path() / "a 'b' \"c\" $(touch x) `touch y` ;#\\";
  page_with_a_line().write(odd);
  EXPECT_THAT(names_in(odd), ElementsAre("page.pdf", "page.png", "page.svg"));
}

TEST(GnuplotPageWrite, OldPicturesAreReplaced) {
  const TemporaryFolder folder;
  folder.write("page.png", "old");
  page_with_a_line().write(folder.path());
  EXPECT_TRUE(bytes_of(folder.path() / "page.png").starts_with("\x89PNG"));
}

TEST(GnuplotPageWrite, WhereGnuplotFailsOldPicturesStayAndNoneIsHalfWritten) {
  const TemporaryFolder folder;
  folder.write("page.png", "old");
  GnuplotPage page = page_with_a_line();
  page.command("no such command");
  EXPECT_THAT(input_error_of([&] { page.write(folder.path()); }),
              StartsWith("gnuplot: page: expected a picture, found "));
  EXPECT_THAT(names_in(folder.path()), ElementsAre("page.png"));
  EXPECT_TRUE(bytes_of(folder.path() / "page.png") == "old");
}

TEST(GnuplotPageWrite, GnuplotGivesUpAtTheFirstErrorThoughItCouldDrawTheRest) {
  const TemporaryFolder folder;
  GnuplotPage page("page", 2, 1);
  page.command("plot no_such_function(x)\nplot x");
  EXPECT_THAT(input_error_of([&] { page.write(folder.path()); }), HasSubstr("no_such_function"));
  EXPECT_THAT(names_in(folder.path()), IsEmpty());
}

TEST(GnuplotPageWrite, AFileInTheFoldersPlaceIsAnErrorThatNamesIt) {
  const TemporaryFolder folder;
  const auto file = folder.write("figures", "a file");
  EXPECT_THAT(input_error_of([&] { page_with_a_line().write(file); }),
              StartsWith(file.string() + ": expected a folder for figures"));
  EXPECT_EQ(bytes_of(file), "a file");
}

TEST(GnuplotPageWrite, AFolderInAPicturesPlaceIsAnErrorThatNamesIt) {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder.path() / "page.png" / "full");
  EXPECT_THAT(input_error_of([&] { page_with_a_line().write(folder.path()); }),
              HasSubstr("page.png: expected a file that can be written"));
  EXPECT_THAT(names_in(folder.path()), ElementsAre("page.png"));
}

}  // namespace
}  // namespace mllm_npu
