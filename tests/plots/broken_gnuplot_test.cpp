// Without gnuplot, or with one that fails, there is one error and nothing half-written.

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plots/draw_figures.h"
#include "plots/gnuplot_page.h"
#include "tests/plots/plot_fixtures.h"
#include "tests/support/environment_variable.h"
#include "tests/support/input_error_of.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

namespace fs = std::filesystem;

using support::EnvironmentVariable;
using support::input_error_of;
using support::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  return names;
}

// The error of drawing a page with much data into FOLDER/figures, where one old picture lies.
std::string error_of_drawing(const TemporaryFolder& folder) {
  GnuplotPage page("page", 2, 1);
  page.command("plot " + page.data(Table(20000, {1.0, 2.0})) + " using 1:2");
  folder.write("figures/page.png", "old");
  return input_error_of([&] { page.write(folder.path() / "figures"); });
}

// The same with a shell script as gnuplot; what it leaves behind must be gone.
std::string error_with_gnuplot(const std::string& script) {
  const TemporaryFolder folder;
  const fs::path program = folder.write("bin/gnuplot", "#!/bin/sh\n" + script);
  fs::permissions(program, fs::perms::owner_all);
  const EnvironmentVariable path("PATH", (folder.path() / "bin").string());
  const std::string error = error_of_drawing(folder);
  EXPECT_THAT(files_in(folder.path() / "figures"), ElementsAre("page.png")) << error;
  EXPECT_EQ(support::bytes_of(folder.path() / "figures/page.png"), "old");
  return error;
}

TEST(BrokenGnuplot, NoneOnThePathIsAnErrorThatNamesThePackage) {
  const TemporaryFolder folder;
  for (const std::optional<std::string>& value :
       {std::optional<std::string>(""), {}, std::optional<std::string>(folder.path() / "none")}) {
    const EnvironmentVariable path("PATH", value);
    EXPECT_EQ(error_of_drawing(folder),
              "gnuplot: PATH: expected the program (Debian: gnuplot-nox), found none");
    EXPECT_THAT(files_in(folder.path() / "figures"), ElementsAre("page.png"));
  }
}

TEST(BrokenGnuplot, WithoutGnuplotNotEvenTheFolderIsMade) {
  const TemporaryFolder folder;
  write_result_record(plot_fixtures::fig2_record(), folder.path() / "fig2.json");
  const EnvironmentVariable path("PATH", "");
  EXPECT_THAT(input_error_of([&] { draw_figures(folder.path(), folder.path() / "f", {"fig2"}); }),
              HasSubstr("gnuplot-nox"));
  EXPECT_FALSE(fs::exists(folder.path() / "f"));
}

TEST(BrokenGnuplot, AFolderOfThatNameIsNotTheProgram) {
  const TemporaryFolder folder;
  fs::create_directories(folder.path() / "gnuplot");
  const EnvironmentVariable path("PATH", folder.path().string());
  EXPECT_THAT(error_of_drawing(folder), HasSubstr("gnuplot-nox"));
}

TEST(BrokenGnuplot, WhatItSaysIsInTheError) {
  EXPECT_EQ(error_with_gnuplot("echo 'no such terminal: pngcairo' >&2\n"),
            "gnuplot: page: expected a picture, found no such terminal: pngcairo?");
}

TEST(BrokenGnuplot, OneThatSaysNothingIsNoSuccess) {
  EXPECT_EQ(error_with_gnuplot("exit 0\n"), "gnuplot: page: expected a picture, found no answer");
}

TEST(BrokenGnuplot, OneThatDiesByASignalIsNoSuccess) {
  EXPECT_THAT(error_with_gnuplot("kill -9 $$\n"), HasSubstr("gnuplot: page: expected a picture"));
}

TEST(BrokenGnuplot, PicturesThatItBeganAreRemoved) {
  EXPECT_THAT(error_with_gnuplot("echo half > .page.png.part\necho all > .page.svg.part\n"),
              HasSubstr("expected a picture"));
}

TEST(BrokenGnuplot, AFileThatCannotBeRunIsNoSuccess) {
  const TemporaryFolder folder;
  folder.write("bin/gnuplot", "no program");
  const EnvironmentVariable path("PATH", (folder.path() / "bin").string());
  EXPECT_THAT(error_of_drawing(folder), HasSubstr("gnuplot: page: expected a picture"));
  EXPECT_THAT(files_in(folder.path() / "figures"), ElementsAre("page.png"));
}

TEST(BrokenGnuplot, FiguresDrawnBeforeTheFailureStayWhole) {
  const TemporaryFolder folder;
  write_result_record(plot_fixtures::fig2_record(), folder.path() / "fig2.json");
  folder.write("fig19.json", "broken");
  EXPECT_THAT(input_error_of([&] { draw_figures(folder.path(), folder.path() / "f", {}); }),
              HasSubstr("fig19.json"));
  auto names = files_in(folder.path() / "f");
  std::sort(names.begin(), names.end());
  EXPECT_THAT(names, ElementsAre("fig2.pdf", "fig2.png", "fig2.svg"));
}

}  // namespace
}  // namespace mllm_npu
