#include "engine/metrics/result_record.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::bytes_of;
using support::input_error_of;
using support::TemporaryFolder;
using ::testing::EndsWith;
using ::testing::HasSubstr;

Factors some_factors() {
  return {{"device", "redmi-k70-pro"}, {"prompt_length", 1024}, {"prompt_tokens", {1451, 1672}}};
}

ResultRecord some_record() {
  ResultRecord record;
  record.experiment = "fig14";
  record.title = "Prefill speed";
  record.context = {"1f3a", {{"soc/b", "02"}, {"model/a", "01"}}, 7, 1};
  record.rows = {{some_factors(),
                  {{"prefill_tokens_per_second", 1106.25, "token/s", 1106.0, "validation"},
                   {"prefill_energy", 1.0 / 3, "J"}}},
                 {{}, {}}};
  return record;
}

// A record on disk, and what is said about it after `from` in its text became `to`.
std::string error_with(const std::string& from, const std::string& to) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "r.json";
  write_result_record(some_record(), path);
  std::string text = bytes_of(path);
  const std::size_t place = text.find(from);
  if (place == std::string::npos) return "the record has no " + from;
  folder.write("r.json", text.replace(place, from.size(), to));
  return input_error_of([&] { read_result_record(path); });
}

TEST(ResultRecord, IsWrittenAsTheFormatSays) {
  EXPECT_EQ(boost::json::serialize(to_json(some_record())),
            R"({"experiment":"fig14","title":"Prefill speed",)"
            R"("context":{"revision":"1f3a","cards":{"model/a":"01","soc/b":"02"},)"
            R"("seed":7,"schema":1},)"
            R"("rows":[{"factors":{"device":"redmi-k70-pro","prompt_length":1024,)"
            R"("prompt_tokens":[1451,1672]},)"
            R"("measures":{"prefill_tokens_per_second":{"value":1.10625E3,"unit":"token/s",)"
            R"("paper":1.106E3,"role":"validation"},)"
            R"("prefill_energy":{"value":3.333333333333333E-1,"unit":"J"}}},)"
            R"({"factors":{},"measures":{}}]})");
}

TEST(ResultRecord, ReadsBackWhatWasWritten) {
  const TemporaryFolder folder;
  write_result_record(some_record(), folder.path() / "r.json");
  const ResultRecord record = read_result_record(folder.path() / "r.json");
  EXPECT_EQ(record.experiment, "fig14");
  EXPECT_EQ(record.title, "Prefill speed");
  EXPECT_EQ(record.context.revision, "1f3a");
  EXPECT_EQ(record.context.cards, some_record().context.cards);
  EXPECT_EQ(record.context.seed, 7u);
  ASSERT_EQ(record.rows.size(), 2u);
  EXPECT_TRUE(same_factors(record.rows[0].factors, some_factors()));
  const Measure* const speed = find_measure(record.rows[0], "prefill_tokens_per_second");
  ASSERT_NE(speed, nullptr);
  EXPECT_EQ(speed->value, 1106.25);
  EXPECT_EQ(speed->unit, "token/s");
  EXPECT_EQ(speed->paper, 1106.0);
  EXPECT_EQ(speed->role, "validation");
  EXPECT_EQ(find_measure(record.rows[0], "prefill_energy")->value, 1.0 / 3);
  EXPECT_EQ(find_measure(record.rows[0], "prefill_energy")->paper, std::nullopt);
}

TEST(ResultRecord, ReadAndWrittenAgainIsTheSameBytes) {
  const TemporaryFolder folder;
  ResultRecord record = some_record();
  record.context.seed = std::numeric_limits<std::uint64_t>::max();
  for (const double value : {0.1, -0.0, 1e-300, 1e300, 3.0, 90393.75829744355, 5e-324}) {
    record.rows.push_back({{{"pruning_rate", value}}, {{"accuracy", value, "%"}}});
  }
  write_result_record(record, folder.path() / "first.json");
  write_result_record(read_result_record(folder.path() / "first.json"),
                      folder.path() / "second.json");
  EXPECT_EQ(bytes_of(folder.path() / "first.json"), bytes_of(folder.path() / "second.json"));
}

TEST(ResultRecord, KeepsTheOrderOfFactorsAndMeasures) {
  const TemporaryFolder folder;
  ResultRecord record = some_record();
  record.rows = {{{{"z", 1}, {"a", 2}}, {{"z", 1, "s"}, {"a", 2, "s"}}}};
  write_result_record(record, folder.path() / "r.json");
  const ResultRow row = read_result_record(folder.path() / "r.json").rows[0];
  EXPECT_EQ(factors_text(row.factors), "z=1, a=2");
  EXPECT_EQ(row.measures[0].name, "z");
}

TEST(ResultRecord, MayHaveNoRevision) { EXPECT_EQ(error_with("\"1f3a\"", "\"\""), "no error"); }

TEST(ResultRecord, IsNotReadFromAnotherSchema) {
  EXPECT_THAT(error_with("\"schema\": 1", "\"schema\": 2"),
              EndsWith("context.schema: expected a whole number from 1 to 1, found 2"));
}

TEST(ResultRecord, IsNotReadWithAnUnknownKey) {
  EXPECT_THAT(error_with("\"title\"", "\"titel\""), EndsWith("found titel"));
  EXPECT_THAT(error_with("\"seed\"", "\"sed\""), EndsWith("found sed"));
  EXPECT_THAT(error_with("\"measures\"", "\"measure\""), EndsWith("found measure"));
  EXPECT_THAT(error_with("\"paper\"", "\"papr\""), EndsWith("found papr"));
}

TEST(ResultRecord, IsNotReadWithAMissingKey) {
  EXPECT_THAT(error_with("\"value\": 1106.25,", ""),
              EndsWith("rows[0].measures.prefill_tokens_per_second.value: expected a value, "
                       "found no such key"));
}

TEST(ResultRecord, IsNotReadWithAMeasureThatStandsTwice) {
  EXPECT_THAT(error_with("prefill_energy", "prefill_tokens_per_second"),
              EndsWith("expected each key once, found prefill_tokens_per_second again"));
}

TEST(ResultRecord, IsNotReadWithAWrongType) {
  EXPECT_THAT(error_with("1106.25", "\"1106.25\""), HasSubstr("expected a number"));
  EXPECT_THAT(error_with("\"token/s\"", "3"), HasSubstr("expected a string"));
  EXPECT_THAT(error_with("\"seed\": 7", "\"seed\": -7"), HasSubstr("expected a whole number"));
  EXPECT_THAT(error_with("\"seed\": 7", "\"seed\": \"7\""), HasSubstr("expected a whole number"));
  EXPECT_THAT(error_with("\"1f3a\"", "3"), HasSubstr("revision: expected a string"));
}

TEST(ResultRecord, IsNotReadWithANumberThatIsNotFinite) {
  EXPECT_THAT(error_with("1106.25", "1e999"), HasSubstr("expected a number"));
  EXPECT_THAT(error_with("1106.25", "NaN"), HasSubstr("expected valid JSON"));
}

TEST(ResultRecord, IsNotReadWithAnUnknownRole) {
  EXPECT_THAT(error_with("\"validation\"", "\"valid\""),
              EndsWith("expected one of calibration, mechanism, validation, found \"valid\""));
}

TEST(ResultRecord, IsNotReadWithAPrintedValueWithoutItsRole) {
  EXPECT_THAT(error_with(",\n          \"role\": \"validation\"", ""),
              EndsWith("role: expected a value, found no such key"));
}

TEST(ResultRecordDeathTest, AValueThatIsNotFiniteStopsTheProgram) {
  ResultRecord record = some_record();
  record.rows[0].measures[0].value = std::numeric_limits<double>::quiet_NaN();
  EXPECT_DEATH(to_json(record), "prefill_tokens_per_second is not finite");
}

TEST(ResultRecordDeathTest, AMeasureTwiceStopsTheProgram) {
  ResultRecord record = some_record();
  record.rows[0].measures[1].name = "prefill_tokens_per_second";
  EXPECT_DEATH(to_json(record), "measure prefill_tokens_per_second twice");
}

TEST(ResultRecordDeathTest, APrintedValueWithoutItsRoleStopsTheProgram) {
  ResultRecord record = some_record();
  record.rows[0].measures[0].role.reset();
  EXPECT_DEATH(to_json(record), "without its role");
}

TEST(ResultRow, FindsAMeasureByNameOrNone) {
  const ResultRow row = some_record().rows[0];
  EXPECT_EQ(find_measure(row, "prefill_energy")->unit, "J");
  EXPECT_EQ(find_measure(row, "accuracy"), nullptr);
}

TEST(ResultRow, GivesAFactorAsText) {
  const ResultRow row = some_record().rows[0];
  EXPECT_EQ(factor_text(row, "device"), "redmi-k70-pro");
  EXPECT_EQ(factor_text(row, "prompt_length"), "1024");
  EXPECT_EQ(factor_text(row, "prompt_tokens"), "[1451, 1672]");
  EXPECT_EQ(factor_text(row, "system"), "");
}

TEST(ResultRow, GivesAFactorAsANumber) {
  EXPECT_EQ(factor_number(some_record().rows[0], "prompt_length"), 1024);
}

TEST(ResultRowDeathTest, AFactorThatIsNoNumberStopsTheProgram) {
  const ResultRow row = some_record().rows[0];
  EXPECT_DEATH(factor_number(row, "device"), "check failed");
  EXPECT_DEATH(factor_number(row, "system"), "check failed");
}

}  // namespace
}  // namespace mllm_npu
