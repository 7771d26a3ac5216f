#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "tests/support/input_error_of.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

namespace fs = std::filesystem;
using support::bytes_of;
using support::input_error_of;
using support::TemporaryFolder;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST(ReadJson, ReadsAFile) {
  const TemporaryFolder folder;
  EXPECT_EQ(read_json(folder.write("a.json", "[1]\n")).as_array().size(), 1u);
}

TEST(ReadJson, NamesAFileThatIsNotThere) {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "none.json";
  EXPECT_THAT(input_error_of([&] { read_json(path); }),
              StartsWith(path.string() + ": expected a readable file, found "));
}

TEST(ReadJson, RefusesAFolder) {
  const TemporaryFolder folder;
  EXPECT_THAT(input_error_of([&] { read_json(folder.path()); }), HasSubstr("a readable file"));
}

TEST(ReadJson, RefusesADeviceWithoutEnd) {
  EXPECT_THAT(input_error_of([&] { read_json("/dev/zero"); }), HasSubstr("a readable file"));
}

TEST(ReadJson, RefusesAnEmptyFile) {
  const TemporaryFolder folder;
  EXPECT_THAT(input_error_of([&] { read_json(folder.write("a.json", "")); }),
              HasSubstr("expected valid JSON"));
}

TEST(ReadJson, RefusesAFileOfMoreThan64MebibytesUnread) {
  const TemporaryFolder folder;
  const fs::path path = folder.write("a.json", "[1]");
  fs::resize_file(path, (std::uintmax_t{64} << 20) + 1);  // sparse: takes no room
  EXPECT_THAT(input_error_of([&] { read_json(path); }),
              HasSubstr("expected at most 64 MiB, found 67108865 bytes"));
}

TEST(WriteFile, MakesMissingFolders) {
  const TemporaryFolder folder;
  write_file(folder.path() / "a/b/c.txt", "text");
  EXPECT_EQ(bytes_of(folder.path() / "a/b/c.txt"), "text");
}

TEST(WriteFile, ReplacesWhatWasThere) {
  const TemporaryFolder folder;
  const fs::path path = folder.write("a.txt", "a long text of before");
  write_file(path, "new");
  EXPECT_EQ(bytes_of(path), "new");
}

TEST(WriteFile, LeavesNoTemporaryFile) {
  const TemporaryFolder folder;
  write_file(folder.path() / "a.txt", "text");
  EXPECT_EQ(files_in(folder.path()), 1u);
}

TEST(WriteFile, KeepsBytesAsTheyAre) {
  const TemporaryFolder folder;
  const std::string text("a\r\n\0\xff", 5);
  write_file(folder.path() / "a.bin", text);
  EXPECT_EQ(bytes_of(folder.path() / "a.bin"), text);
}

// A reader that opened the file before sees the old text to its end: the new text is another file
// under the same name, not the old one written over.
TEST(WriteFile, DoesNotTouchTheOldFileWhileItWrites) {
  const TemporaryFolder folder;
  const fs::path path = folder.write("a.txt", "old");
  const fs::path second_name = folder.path() / "link.txt";
  fs::create_hard_link(path, second_name);
  write_file(path, "new");
  EXPECT_EQ(bytes_of(second_name), "old");
}

TEST(WriteFile, AFolderUnderThatNameIsAnErrorAndLeavesNothing) {
  const TemporaryFolder folder;
  fs::create_directories(folder.path() / "a.txt/inside");
  EXPECT_THAT(input_error_of([&] { write_file(folder.path() / "a.txt", "text"); }),
              AllOf(HasSubstr("a.txt"), HasSubstr("expected a writable file")));
  EXPECT_EQ(files_in(folder.path()), 1u);
}

TEST(WriteFile, AFileInPlaceOfAFolderIsAnError) {
  const TemporaryFolder folder;
  folder.write("a", "a file");
  EXPECT_THAT(input_error_of([&] { write_file(folder.path() / "a/b.txt", "text"); }),
              HasSubstr("expected a writable file"));
}

TEST(WriteFile, AFullDiskIsAnErrorAndKeepsTheOldFile) {
  const TemporaryFolder folder;
  const fs::path path = folder.write("a.txt", "old");
  fs::create_symlink("/dev/full", folder.path() / "a.txt.tmp");
  EXPECT_THAT(input_error_of([&] { write_file(path, "new"); }),
              HasSubstr("found No space left on device"));
  EXPECT_EQ(bytes_of(path), "old");
}

}  // namespace
}  // namespace mllm_npu
