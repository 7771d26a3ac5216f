// Records are untrusted files: whatever text they hold is drawn letter by letter and never becomes
// a command, of gnuplot or of the shell.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plots/draw_figures.h"
#include "plots/figure_catalog.h"
#include "tests/plots/page_script.h"
#include "tests/plots/plot_fixtures.h"
#include "tests/support/input_error_of.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

namespace fs = std::filesystem;

using plot_fixtures::count_of;
using plot_fixtures::measure_of;
using support::TemporaryFolder;
using ::testing::HasSubstr;
using Strings = std::vector<std::string>;

// Each would create a file "pwned" if anyone ran it, or look otherwise if anyone formatted it.
const Strings& nasty_texts() {
  static const Strings texts = {"plain",
                                "a\"b",
                                "it's",
                                "back\\slash",
                                "tail\\",
                                "x^2_{sub}",
                                "{/Symbol a}",
                                "@GPVAL_TERM",
                                "100% %d %s %n",
                                "\\101\\n\\x41",
                                "<b>&amp;",
                                "#comment",
                                "a;b",
                                "$data1",
                                "END_OF_DATA",
                                "$(touch pwned)",
                                "\"; system(\"touch pwned\") #",
                                "\"; system \"touch pwned\" #",
                                "'; system 'touch pwned' #",
                                "\\\"; system('touch pwned') #",
                                "!touch pwned",
                                "@@A ~ & |",
                                "größer × 2"};
  return texts;
}

// gnuplot escapes what XML needs escaped; nothing else may change.
std::string in_svg(const std::string& text) {
  std::string result;
  for (char c : text) {
    result += c == '&' ? "&amp;" : c == '<' ? "&lt;" : std::string(1, c);
  }
  return result;
}

std::string all_texts() {
  std::string joined;
  for (const std::string& text : nasty_texts()) joined += text + " ";
  return joined;
}

// Draws `record` and returns the SVG of its first page.
std::string svg_of(const ResultRecord& record) {
  const TemporaryFolder folder;
  write_result_record(record, folder.path() / (record.experiment + ".json"));
  const auto pictures = draw_figures(folder.path(), folder.path() / "f", {record.experiment});
  EXPECT_FALSE(fs::exists(folder.path() / "f" / "pwned"));
  EXPECT_FALSE(fs::exists("pwned"));
  return support::bytes_of(pictures.at(1));
}

ResultRecord fig2_with_models(const Strings& models) {
  ResultRecord record = plot_fixtures::empty_record("fig2");
  for (const std::string& model : models) {
    record.rows.push_back({{{"step", "build"}, {"model", boost::json::string(model)}},
                           {measure_of("duration", 10, "ms")}});
  }
  return record;
}

ResultRecord gantt_with(const std::string& policy, const std::string& text) {
  const boost::json::string value(text);
  ResultRecord record = plot_fixtures::empty_record("fig13-gantt");
  record.rows = {{{{"policy", boost::json::string(policy)},
                   {"processor", value},
                   {"chunk", value},
                   {"kind", value}},
                  {measure_of("start", 0, "ms"), measure_of("end", 9, "ms")}}};
  return record;
}

TEST(LiteralText, InALegendIsDrawnLetterByLetter) {
  const std::string svg = svg_of(fig2_with_models(nasty_texts()));
  for (const std::string& text : nasty_texts()) {
    EXPECT_GE(count_of(svg, ">" + in_svg(text) + "<"), 1u) << text;
  }
}

TEST(LiteralText, OfATitleIsDrawnLetterByLetter) {
  ResultRecord record = plot_fixtures::empty_record("table3");
  for (const std::string& text : nasty_texts()) {
    record.rows.push_back(plot_fixtures::table3_record().rows.front());
    record.rows.back().factors.front().second = boost::json::string(text);
  }
  const std::string svg = svg_of(record);
  for (const std::string& text : nasty_texts()) {
    EXPECT_EQ(count_of(svg, ">" + in_svg(text) + ": matrix product"), 1u) << text;
  }
}

TEST(LiteralText, OfAGroupIsDrawnLetterByLetter) {
  ResultRecord record = fig2_with_models(Strings(nasty_texts().size(), "a"));
  for (std::size_t i = 0; i < record.rows.size(); ++i) {
    record.rows[i].factors.front().second = boost::json::string(nasty_texts()[i]);
  }
  const std::string svg = svg_of(record);
  for (const std::string& text : nasty_texts()) {
    EXPECT_EQ(count_of(svg, ">" + in_svg(text) + "<"), 1u) << text;
  }
}

TEST(LiteralText, OfAUnitIsDrawnLetterByLetter) {
  ResultRecord record = fig2_with_models({"a"});
  record.rows.front().measures.front().unit = all_texts();
  EXPECT_EQ(count_of(svg_of(record), ">Duration (" + in_svg(all_texts()) + ")<"), 1u);
}

TEST(LiteralText, OfProcessorsChunksAndKindsIsDrawnLetterByLetter) {
  for (const std::string& text : {all_texts(), std::string("100% %d"), std::string("tail\\")}) {
    const std::string svg = svg_of(gantt_with("p", text));
    EXPECT_EQ(count_of(svg, ">" + in_svg(text) + "<"), 1u) << text;
    EXPECT_EQ(count_of(svg, ">chunk " + in_svg(text) + "<"), 1u) << text;
    EXPECT_EQ(count_of(svg, ": " + in_svg(text) + "<"), 1u) << text;
  }
}

TEST(LiteralText, OfAPolicyIsDrawnAndBecomesAPlainFileName) {
  const std::string policy = "../" + std::string("$(touch pwned) '\"; #");
  const TemporaryFolder folder;
  write_result_record(gantt_with(policy, "a"), folder.path() / "fig13-gantt.json");
  const auto pictures = draw_figures(folder.path(), folder.path() / "f", {"fig13-gantt"});
  EXPECT_EQ(pictures.at(1), folder.path() / "f" / "fig13-gantt-..___touch_pwned_______.svg");
  EXPECT_EQ(count_of(support::bytes_of(pictures.at(1)), ">" + policy + ": the first 9.0"), 1u);
}

TEST(LiteralText, BackquotesBecomeApostrophes) {
  EXPECT_EQ(count_of(svg_of(fig2_with_models({"`touch pwned`"})), ">'touch pwned'<"), 1u);
}

TEST(LiteralText, ANewlineIsALineOfItsOwnAndNoCommand) {
  const std::string svg = svg_of(fig2_with_models({"one\nsystem('touch pwned')\n!touch pwned"}));
  EXPECT_GE(count_of(svg, "system('touch pwned')"), 1u);
  EXPECT_GE(count_of(svg, "!touch pwned"), 1u);
}

TEST(LiteralText, ControlCharactersAreBlanks) {
  EXPECT_EQ(count_of(svg_of(fig2_with_models({std::string("a\x01\x1b[2Jb\r")})), ">a  [2Jb <"), 1u);
}

TEST(LiteralText, AVeryLongTextIsDrawnWhole) {
  const std::string text(5000, 'x');
  EXPECT_EQ(count_of(svg_of(fig2_with_models({text})), ">" + text + "<"), 1u);
}

TEST(LiteralText, ANameLongerThanAPageCanBeIsAnError) {
  const TemporaryFolder folder;
  ResultRecord record = fig2_with_models({"a"});
  record.rows.front().factors.front().second = boost::json::string(200000, 'x');
  write_result_record(record, folder.path() / "fig2.json");
  EXPECT_THAT(
      support::input_error_of([&] { draw_figures(folder.path(), folder.path() / "f", {"fig2"}); }),
      HasSubstr("gnuplot: fig2: expected a picture"));
  EXPECT_TRUE(fs::is_empty(folder.path() / "f"));
}

TEST(LiteralText, EveryCommandIsOneOfOurs) {
  ResultRecord record = fig2_with_models(nasty_texts());
  for (ResultRow& row : record.rows) row.measures.front().unit = "\nquit\n";
  const GnuplotPage page = draw_fig2(record).front();
  EXPECT_TRUE(plot_fixtures::lines_with(page, "quit").empty());
  EXPECT_TRUE(plot_fixtures::lines_with(page, "system").empty());
  EXPECT_EQ(plot_fixtures::lines_with(page, "END_OF_DATA").size(), page.data_blocks());
}

}  // namespace
}  // namespace mllm_npu
