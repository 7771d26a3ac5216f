#include "datasets/workloads/workload.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/data_copy.h"
#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::DataCopy;
using support::input_error_of;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::SizeIs;

using Lengths = std::vector<std::pair<std::int64_t, std::int64_t>>;

Lengths drawn(const Workload& workload, std::size_t count, std::uint64_t seed) {
  Lengths lengths;
  for (const Request& request : draw_requests(workload, count, seed)) {
    lengths.emplace_back(request.prompt_length, request.output_length);
  }
  return lengths;
}

// A data root whose catalogue is `workloads`, and what reading it says.
std::string error_of(const std::string& workloads, const std::string& more = "") {
  const DataCopy data;
  data.write("datasets/workloads/workloads.json",
             R"({"source": "toy", "workloads": [)" + workloads + "]" + more + "}");
  return input_error_of([] { workload_catalog(); });
}

std::string workload(const std::string& prompt, const std::string& output) {
  return R"({"name": "toy", "title": "A toy", "prompt_tokens": )" + prompt +
         R"(, "output_tokens": )" + output + "}";
}

TEST(WorkloadCatalog, HoldsThoseOfTable5InItsOrder) {
  std::vector<std::string> names;
  for (const Workload& each : workload_catalog()) {
    names.push_back(each.name);
    EXPECT_FALSE(each.title.empty());
  }
  EXPECT_THAT(names, ElementsAre("droidtask-clock-short", "droidtask-clock-long",
                                 "longbench-2wikimqa", "longbench-triviaqa", "persona-chat"));
}

TEST(WorkloadCatalog, FindsOneByItsName) {
  const Workload chat = find_workload("persona-chat");
  EXPECT_EQ(chat.title, "Persona-Chat");
  EXPECT_EQ(chat.prompt.low, 488);
  EXPECT_EQ(chat.prompt.high, 584);
  EXPECT_EQ(chat.output.low, 35);
  EXPECT_EQ(chat.output.high, 57);
}

TEST(WorkloadCatalog, RefusesAnUnknownNameWithTheKnownOnes) {
  EXPECT_THAT(input_error_of([] { find_workload("chess"); }),
              AllOf(HasSubstr("workload: expected one of droidtask-clock-short, "),
                    HasSubstr(", persona-chat"), EndsWith("found chess")));
}

TEST(WorkloadCatalog, IsReadFromTheDataRoot) {
  const DataCopy data;
  data.edit("datasets/workloads/workloads.json", "[488, 584]", "[1, 2]");
  EXPECT_EQ(find_workload("persona-chat").prompt.high, 2);
}

TEST(WorkloadCatalog, TakesARangeOfOneLength) {
  EXPECT_EQ(error_of(workload("[7, 7]", "[1, 1048576]")), "no error");
}

TEST(WorkloadCatalog, RefusesWhatIsNoRange) {
  EXPECT_THAT(error_of(workload("[7]", "[1, 2]")),
              AllOf(HasSubstr("workloads.json: workloads[0].prompt_tokens: "),
                    HasSubstr("expected [lowest, highest]")));
  EXPECT_THAT(error_of(workload("[7, 8, 9]", "[1, 2]")), HasSubstr("expected [lowest, highest]"));
  EXPECT_THAT(error_of(workload("7", "[1, 2]")), HasSubstr("prompt_tokens: expected an array"));
  EXPECT_THAT(error_of(workload("[7, 8.5]", "[1, 2]")), HasSubstr("prompt_tokens[1]"));
}

TEST(WorkloadCatalog, RefusesRangesThatAreEmptyBelowOneOrBeyondEveryModel) {
  EXPECT_THAT(error_of(workload("[8, 7]", "[1, 2]")), HasSubstr("prompt_tokens[1]: expected"));
  EXPECT_THAT(error_of(workload("[7, 8]", "[0, 2]")), HasSubstr("output_tokens[0]: expected"));
  EXPECT_THAT(error_of(workload("[7, 8]", "[1, 1048577]")),
              HasSubstr("output_tokens[1]: expected"));
}

TEST(WorkloadCatalog, RefusesMissingAndUnknownKeys) {
  EXPECT_THAT(error_of(R"({"name": "toy"})"), HasSubstr("workloads[0].title: expected a value"));
  EXPECT_THAT(error_of(R"({"name": "toy", "lengths": []})"), EndsWith("found lengths"));
  EXPECT_THAT(error_of("", R"(, "colour": "red")"), EndsWith("found colour"));
}

TEST(WorkloadCatalog, RefusesAFileThatIsNotThere) {
  const DataCopy data;
  std::filesystem::remove(data.root() / "datasets/workloads/workloads.json");
  EXPECT_THAT(input_error_of([] { workload_catalog(); }), HasSubstr("workloads.json"));
}

TEST(Requests, LieInTheRangesOfTheirWorkload) {
  for (const Workload& each : workload_catalog()) {
    for (const auto& [prompt, output] : drawn(each, 500, 3)) {
      EXPECT_GE(prompt, each.prompt.low) << each.name;
      EXPECT_LE(prompt, each.prompt.high) << each.name;
      EXPECT_GE(output, each.output.low) << each.name;
      EXPECT_LE(output, each.output.high) << each.name;
    }
  }
}

TEST(Requests, TakeEveryPairOfLengthsBothEndsIncluded) {
  const Workload dice{.name = "dice", .title = "Dice", .prompt = {1, 6}, .output = {1, 4}};
  const Lengths lengths = drawn(dice, 1000, 0);
  EXPECT_THAT(std::set(lengths.begin(), lengths.end()), SizeIs(6 * 4));
}

// Worked out by another implementation of FNV-1a and of the 64-bit Mersenne twister.
TEST(Requests, AreThoseOfEveryCompiler) {
  EXPECT_THAT(drawn(find_workload("persona-chat"), 3, 0),
              ElementsAre(std::pair(580, 40), std::pair(557, 52), std::pair(551, 51)));
  EXPECT_THAT(drawn(find_workload("droidtask-clock-short"), 3, 7),
              ElementsAre(std::pair(574, 5), std::pair(565, 4), std::pair(565, 4)));
}

TEST(Requests, AreTheSameFromTheSameSeedAndOthersFromAnother) {
  const Workload chat = find_workload("persona-chat");
  EXPECT_EQ(drawn(chat, 20, 5), drawn(chat, 20, 5));
  EXPECT_NE(drawn(chat, 20, 5), drawn(chat, 20, 6));
}

TEST(Requests, OfAnotherWorkloadWithTheSameRangesAreOthers) {
  Workload one = find_workload("persona-chat");
  const Lengths lengths = drawn(one, 20, 5);
  one.name = "another";
  EXPECT_NE(drawn(one, 20, 5), lengths);
}

TEST(Requests, OfFewAreTheFirstOfMany) {
  const Workload chat = find_workload("persona-chat");
  Lengths many = drawn(chat, 20, 5);
  many.resize(3);
  EXPECT_EQ(drawn(chat, 3, 5), many);
}

}  // namespace
}  // namespace mllm_npu
