#include "experiments/public_logs/public_log.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"
#include "tests/support/mutations.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using support::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr const char* kLog =
    R"({"name": "a-1", "repository": "owner/name", "issue": 1, "date": "2025-01-02",
        "says": "slow", "phone": "not stated", "device": "redmi-k70-pro", "model": "qwen1.5-1.8b",
        "prompt_length": 64, "tokens_per_second": [4, 6], "paper_prompt_length": 256,
        "assumptions": ["A phone"], "unpriced": ["Heat", "Dust"],
        "steps": [
          {"name": "one", "cause": "It waits", "source": "f.cpp", "options": {"policy": "serial"}},
          {"name": "two", "cause": "It cuts", "source": "g.cpp",
           "options": {"chunk_lengths": [32]}}]})";

std::string file_with(const std::string& logs) {
  return R"({"source": "S", "logs": [)" + logs + "]}";
}

// kLog with the first `from` replaced by `to`.
std::string log_with(const std::string& from, const std::string& to) {
  std::string text = kLog;
  return text.replace(text.find(from), from.size(), to);
}

std::vector<PublicLog> read_text(const std::string& text) {
  const TemporaryFolder folder;
  return read_public_logs(folder.write("logs.json", text));
}

// The message after the file's name.
std::string log_error(const std::string& logs) {
  const std::string message = input_error_of([&] { read_text(file_with(logs)); });
  const std::size_t start = message.find("logs.json: ");
  return start == std::string::npos ? message : message.substr(start + 11);
}

TEST(PublicLogs, AreReadFieldByField) {
  const std::vector<PublicLog> logs = read_text(file_with(kLog));
  ASSERT_THAT(logs, SizeIs(1));
  const PublicLog& log = logs.front();
  EXPECT_THAT(
      (std::vector{log.name, log.repository, log.date, log.says, log.phone, log.device, log.model}),
      ElementsAre("a-1", "owner/name", "2025-01-02", "slow", "not stated", "redmi-k70-pro",
                  "qwen1.5-1.8b"));
  EXPECT_EQ(log.issue, 1);
  EXPECT_EQ(log.prompt_length, 64);
  EXPECT_EQ(log.paper_prompt_length, 256);
  EXPECT_EQ(log.low, 4);
  EXPECT_EQ(log.high, 6);
  EXPECT_THAT(log.assumptions, ElementsAre("A phone"));
  EXPECT_THAT(log.unpriced, ElementsAre("Heat", "Dust"));
  EXPECT_EQ(log.steps.front().name, "one");
  EXPECT_EQ(log.steps.front().cause, "It waits");
  EXPECT_EQ(log.steps.front().source, "f.cpp");
}

TEST(PublicLogs, AddTheOptionsOfAStepToThoseOfTheStepsBefore) {
  const std::vector<LogStep> steps = read_text(file_with(kLog)).front().steps;
  EXPECT_EQ(steps[0].options, (PrefillOptions{.policy = "serial"}));
  EXPECT_EQ(steps[1].options, (PrefillOptions{.chunk_lengths = {32}, .policy = "serial"}));
}

TEST(PublicLogs, TakeTheMiddleOfARange) {
  EXPECT_EQ(read_text(file_with(kLog)).front().tokens_per_second(), 5);
  EXPECT_EQ(read_text(file_with(log_with("[4, 6]", "[4, 4]"))).front().tokens_per_second(), 4);
}

TEST(PublicLogs, RefuseARangeThatIsNone) {
  EXPECT_THAT(log_error(log_with("[4, 6]", "[6, 4]")),
              StartsWith("logs[0].tokens_per_second[1]: expected a number from 6 "));
  EXPECT_THAT(log_error(log_with("[4, 6]", "[4]")),
              StartsWith("logs[0].tokens_per_second: expected [lowest, highest]"));
  EXPECT_THAT(log_error(log_with("[4, 6]", "[0, 6]")),
              StartsWith("logs[0].tokens_per_second[0]: expected a number"));
}

TEST(PublicLogs, RefuseANameThatStandsTwice) {
  EXPECT_EQ(log_error(std::string(kLog) + "," + kLog),
            "logs[1].name: expected a name of its own, found a-1");
  EXPECT_EQ(log_error(log_with("\"two\"", "\"one\"")),
            "logs[0].steps[1].name: expected a name of its own, found one");
}

TEST(PublicLogs, RefuseNoLogAndNoStep) {
  EXPECT_EQ(log_error(""), "logs: expected one or more, found none");
  std::string stepless = kLog;
  stepless = stepless.substr(0, stepless.find("\"steps\"")) + "\"steps\": []}";
  EXPECT_EQ(log_error(stepless), "logs[0].steps: expected one or more, found none");
}

TEST(PublicLogs, RefuseAKeyThatIsMissingOrUnknown) {
  for (const char* key : {"name", "repository", "issue", "date", "says", "phone", "device", "model",
                          "prompt_length", "tokens_per_second", "paper_prompt_length",
                          "assumptions", "unpriced", "steps", "cause", "source", "options"}) {
    const std::string quoted = std::string("\"") + key + "\":";
    EXPECT_THAT(log_error(log_with(quoted, "\"other\":")), StartsWith("logs[0]")) << key;
  }
}

TEST(PublicLogs, RefuseAStepThatChangesNothing) {
  EXPECT_EQ(log_error(log_with("\"serial\"", "\"out-of-order\"")),
            "logs[0].steps[0].options: expected a change of the options, found none");
}

TEST(PublicLogs, OfADamagedFileAreReadOrRefused) {
  const TemporaryFolder folder;
  const auto counted = support::read_mutated(file_with(kLog), 300, [&](const std::string& text) {
    read_public_logs(folder.write("logs.json", text));
  });
  EXPECT_GT(counted.refused, 0);
}

TEST(PublicLogs, OfThisProjectSayWhereTheyStandAndWhatTheyRestOn) {
  std::set<std::int64_t> issues;
  for (const PublicLog& log : public_logs()) {
    EXPECT_EQ(log.repository, "UbiquitousLearning/mllm");
    EXPECT_FALSE(log.assumptions.empty()) << log.name;
    EXPECT_EQ(log.name, "mllm-" + std::to_string(log.issue));
    issues.insert(log.issue);
  }
  EXPECT_THAT(issues, ElementsAre(116, 206, 299));
}

TEST(FindPublicLog, ListsWhatThereIs) {
  const std::vector<PublicLog> logs = read_text(file_with(kLog));
  EXPECT_EQ(find_public_log(logs, "--report", "a-1").name, "a-1");
  EXPECT_EQ(input_error_of([&] { find_public_log(logs, "--report", "b"); }),
            "command line: --report: expected one of a-1, found b");
}

}  // namespace
}  // namespace mllm_npu
