#include "experiments/report/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::bytes_of;
using support::input_error_of;
using support::TemporaryFolder;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kBegin = "<!-- results: begin, written by a program -->\n";
constexpr const char* kEnd = "<!-- results: end -->";

std::string document(const std::string& between) {
  return std::string("# Title\r\n\n") + kBegin + between + kEnd + "\nbehind, without a line end";
}

std::string replaced(const std::string& text, const std::string& by = "new\n") {
  return replace_between_markers(text, "results", by, "REPRODUCE.md");
}

std::string complaint_about(const std::string& text) {
  return input_error_of([&] { replaced(text); });
}

TEST(Document, LinesBetweenTheMarkersAreReplacedAndEveryOtherByteStays) {
  EXPECT_EQ(replaced(document("old\nlines\n")), document("new\n"));
}

TEST(Document, NothingBetweenTheMarkersIsFilled) {
  EXPECT_EQ(replaced(document("")), document("new\n"));
}

TEST(Document, ReplacingTwiceIsReplacingOnce) {
  const std::string once = replaced(document("old\n"));
  EXPECT_EQ(replaced(once), once);
}

TEST(Document, MarkersOfAnotherNameStay) {
  const std::string other = "<!-- table: begin -->\nkept\n<!-- table: end -->\n";
  EXPECT_EQ(replaced(other + document("old\n")), other + document("new\n"));
}

TEST(Document, AMissingMarkerIsNamed) {
  EXPECT_EQ(complaint_about("# Title\n"),
            "REPRODUCE.md: markers: expected a line <!-- results: begin ... -->, found none");
  EXPECT_THAT(complaint_about(std::string(kBegin) + "text\n"), HasSubstr("<!-- results: end"));
}

TEST(Document, ADoubledMarkerIsNamed) {
  EXPECT_EQ(complaint_about(kBegin + document("")),
            "REPRODUCE.md: markers: expected one line <!-- results: begin ... -->, found several");
  EXPECT_THAT(complaint_about(document("") + kEnd), HasSubstr("one line <!-- results: end"));
}

TEST(Document, MarkersInTheWrongOrderAreRefused) {
  EXPECT_THAT(complaint_about(std::string(kEnd) + "\n" + kBegin),
              HasSubstr("results: begin before results: end"));
}

TEST(Document, MarkersOnOneLineAreRefused) {
  EXPECT_THAT(complaint_about("<!-- results: begin --> <!-- results: end -->\n"),
              HasSubstr("results: begin before results: end"));
}

TEST(Document, AFileIsRewritten) {
  const TemporaryFolder folder;
  const auto file = folder.write("doc.md", document("old\n"));
  update_document(file, "results", "new\n");
  EXPECT_EQ(bytes_of(file), document("new\n"));
}

TEST(Document, AFileThatWouldNotChangeIsNotTouched) {
  const TemporaryFolder folder;
  const auto file = folder.write("doc.md", document("new\n"));
  const std::filesystem::file_time_type long_ago{};
  std::filesystem::last_write_time(file, long_ago);
  update_document(file, "results", "new\n");
  EXPECT_EQ(std::filesystem::last_write_time(file), long_ago);
}

TEST(Document, AFileWithFaultyMarkersStaysAsItIs) {
  const TemporaryFolder folder;
  const auto file = folder.write("doc.md", "# Title\n");
  EXPECT_THAT(input_error_of([&] { update_document(file, "results", "new\n"); }),
              StartsWith(file.string() + ": markers"));
  EXPECT_EQ(bytes_of(file), "# Title\n");
}

TEST(Document, AFileThatIsNotThereIsNamed) {
  const TemporaryFolder folder;
  EXPECT_THAT(input_error_of([&] { update_document(folder.path() / "a.md", "results", ""); }),
              HasSubstr("a.md: expected a readable file"));
}

}  // namespace
}  // namespace mllm_npu
