#include "engine/base/data_root.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/environment_variable.h"
#include "tests/support/input_error_of.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::EnvironmentVariable;
using support::input_error_of;
using support::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(DataRoot, IsTheSourceTreeUnlessToldOtherwise) {
  const EnvironmentVariable unset("MLLM_NPU_DATA", std::nullopt);
  EXPECT_TRUE(std::filesystem::equivalent(data_root(), MLLM_NPU_SOURCE_DIR));
}

TEST(DataRoot, IsTheFolderThatTheEnvironmentNames) {
  const TemporaryFolder folder;
  folder.write("engine/card.json", "{}");
  const EnvironmentVariable set("MLLM_NPU_DATA", folder.path().string());
  EXPECT_EQ(data_root(), folder.path());
}

TEST(DataRoot, AnEmptyVariableCountsAsNone) {
  const EnvironmentVariable set("MLLM_NPU_DATA", "");
  EXPECT_TRUE(std::filesystem::equivalent(data_root(), MLLM_NPU_SOURCE_DIR));
}

TEST(DataRoot, AFolderWithoutDataIsAnErrorAndNotPassedOver) {
  const TemporaryFolder folder;
  const EnvironmentVariable set("MLLM_NPU_DATA", folder.path().string());
  EXPECT_EQ(input_error_of([] { data_root(); }),
            "MLLM_NPU_DATA: expected a folder that holds engine/, found " + folder.path().string());
}

TEST(CardNames, AreSortedAndWithoutTheirEnding) {
  const TemporaryFolder folder;
  for (const char* name : {"b.json", "a.json", "c.1.json"}) folder.write(name, "{}");
  EXPECT_THAT(card_names(folder.path()), ElementsAre("a", "b", "c.1"));
}

TEST(CardNames, LeaveOutOtherFilesAndFolders) {
  const TemporaryFolder folder;
  folder.write("a.txt", "");
  folder.write("a.json.tmp", "");
  folder.write("folder.json/b.txt", "");
  EXPECT_THAT(card_names(folder.path()), IsEmpty());
}

TEST(CardNames, OfAMissingFolderAreAnError) {
  const TemporaryFolder folder;
  EXPECT_THAT(input_error_of([&] { card_names(folder.path() / "none"); }),
              HasSubstr("none: expected a readable folder, found "));
}

TEST(CardPath, LeadsToTheCard) {
  const TemporaryFolder folder;
  const auto path = folder.write("a.json", "{}");
  EXPECT_EQ(card_path(folder.path(), "a"), path);
}

TEST(CardPath, OfAnUnknownNameListsWhatThereIs) {
  const TemporaryFolder folder;
  folder.write("a.json", "{}");
  folder.write("b.json", "{}");
  EXPECT_EQ(input_error_of([&] { card_path(folder.path(), "c"); }),
            folder.path().string() + ": name: expected one of a, b, found c");
}

TEST(CardPath, DoesNotLeaveItsFolder) {
  const TemporaryFolder folder;
  folder.write("outside.json", "{}");
  folder.write("cards/a.json", "{}");
  EXPECT_THAT(input_error_of([&] { card_path(folder.path() / "cards", "../outside"); }),
              EndsWith("expected one of a, found ../outside"));
}

}  // namespace
}  // namespace mllm_npu
