// Faulty cards of SoCs, phones and systems: one InputError that names file, key, expected, found.

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "baselines/system_catalog.h"
#include "engine/soc/soc_catalog.h"
#include "tests/support/data_copy.h"
#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::CardPath;
using support::DataCopy;
using support::input_error_of;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// A card, one of its facts, and what reads it.
struct CardCase {
  const char* title;
  std::string file;
  std::string fact;
  std::string unit;
  std::function<void()> read;
};

class FaultyCard : public ::testing::TestWithParam<CardCase> {
 protected:
  CardPath fact(const std::string& member = "") const {
    CardPath path = {"facts", GetParam().fact};
    if (!member.empty()) path.push_back(member);
    return path;
  }
  void set(const CardPath& path, const boost::json::value& value) const {
    data_.set(GetParam().file, path, value);
  }
  void erase(const CardPath& path) const { data_.erase(GetParam().file, path); }

  // The file, the key, and the rest of the message.
  auto says(const std::string& key, const std::string& rest) const {
    const std::string file = (data_.root() / GetParam().file).string();
    return AllOf(StartsWith(file + ": " + (key.empty() ? "" : key + ": ")), HasSubstr(rest));
  }
  std::string key(const std::string& member) const { return "facts." + GetParam().fact + member; }
  std::string error() const { return input_error_of(GetParam().read); }

 private:
  DataCopy data_;
};

TEST_P(FaultyCard, WithoutAFaultIsRead) { EXPECT_EQ(error(), "no error"); }

TEST_P(FaultyCard, WithAnUnknownKeyIsRefused) {
  set({"colour"}, "red");
  EXPECT_THAT(error(), AllOf(says("", "expected only the keys"), EndsWith("found colour")));
}

TEST_P(FaultyCard, WithAnUnknownFactIsRefused) {
  set({"facts", "npu.colour"}, boost::json::object{});
  EXPECT_THAT(error(), AllOf(says("facts", "expected only the keys"), EndsWith("npu.colour")));
}

TEST_P(FaultyCard, WithoutAFactIsRefused) {
  erase(fact());
  EXPECT_THAT(error(), says(key(""), "expected a value, found no such key"));
}

TEST_P(FaultyCard, WithoutNameTitleSourceOrFactsIsRefused) {
  for (const char* member : {"name", "title", "source", "facts"}) {
    const DataCopy data;
    data.erase(GetParam().file, {member});
    EXPECT_THAT(error(), HasSubstr(std::string(": ") + member + ": expected a value")) << member;
  }
}

TEST_P(FaultyCard, WithAFactOfTheWrongTypeIsRefused) {
  set(fact("value"), "3");
  EXPECT_THAT(error(), says(key(".value"), "expected a number, found \"3\""));
}

TEST_P(FaultyCard, WithABareNumberForAFactIsRefused) {
  set(fact(), 3);
  EXPECT_THAT(error(), says(key(""), "expected an object, found 3"));
}

TEST_P(FaultyCard, InAnotherUnitIsRefused) {
  set(fact("unit"), "furlong");
  EXPECT_THAT(error(),
              says(key(".unit"), "expected one of " + GetParam().unit + ", found \"furlong\""));
}

TEST_P(FaultyCard, WithoutAUnitIsRefused) {
  erase(fact("unit"));
  EXPECT_THAT(error(), says(key(".unit"), "found no such key"));
}

TEST_P(FaultyCard, WithoutASourceIsRefused) {
  set(fact("source"), "");
  EXPECT_THAT(error(), says(key(".source"), "expected a string that is not empty"));
}

TEST_P(FaultyCard, WithANegativeNumberIsRefused) {
  set(fact("value"), -1);
  EXPECT_THAT(error(), AllOf(says(key(".value"), "expected a number from "), EndsWith("-1")));
}

TEST_P(FaultyCard, WithAnAbsurdNumberIsRefused) {
  set(fact("value"), 1e30);
  EXPECT_THAT(error(), says(key(".value"), "expected a number from "));
}

TEST_P(FaultyCard, UnderAnotherNameThanTheFilesIsRefused) {
  set({"name"}, "other");
  EXPECT_THAT(error(), AllOf(says("name", "expected the file's name"), EndsWith("\"other\"")));
}

INSTANTIATE_TEST_SUITE_P(
    Cards, FaultyCard,
    ::testing::Values(CardCase{"Soc", support::kSocFolder + "snapdragon-8-gen-3.json",
                               "npu.weight_bandwidth", "GB/s", [] { find_device("xiaomi-14"); }},
                      CardCase{"Device", support::kDeviceFolder + "xiaomi-14.json", "flash.latency",
                               "us", [] { find_device("xiaomi-14"); }},
                      CardCase{"System", support::kSystemFolder + "llama.cpp-cpu.json",
                               "linear_throughput", "GOPS", [] { make_system("llama.cpp-cpu"); }}),
    [](const auto& each) { return each.param.title; });

// Each number of a SoC card, at its bounds and beyond.
class SocCardBounds : public ::testing::TestWithParam<SocField> {
 protected:
  std::string error_with(double value) const {
    data_.set(file_, {"facts", GetParam().key, "value"}, value);
    return input_error_of([&] { read_soc(data_.root() / file_); });
  }

 private:
  DataCopy data_;
  std::string file_ = support::kSocFolder + "snapdragon-8-gen-2.json";
};

TEST_P(SocCardBounds, AreTakenAndWhatLiesBeyondIsRefused) {
  const SocField& field = GetParam();
  const std::string refusal = std::string("facts.") + field.key + ".value: expected a number from";
  EXPECT_EQ(error_with(field.low), "no error");
  EXPECT_EQ(error_with(field.high), "no error");
  EXPECT_THAT(error_with(field.low - 1e-3), HasSubstr(refusal));
  EXPECT_THAT(error_with(field.high * (1 + 1e-9)), HasSubstr(refusal));
}

INSTANTIATE_TEST_SUITE_P(SocFields, SocCardBounds, ::testing::ValuesIn(soc_fields()),
                         [](const auto& each) {
                           std::string name = each.param.key;
                           for (char& letter : name) {
                             if (letter == '.') letter = '_';
                           }
                           return name;
                         });

TEST(DeviceCard, WithAnUnknownSocIsRefusedWithTheKnownOnes) {
  const DataCopy data;
  data.set(support::kDeviceFolder + "xiaomi-14.json", {"soc"}, "snapdragon-9");
  EXPECT_THAT(input_error_of([] { find_device("xiaomi-14"); }),
              EndsWith("expected one of snapdragon-8-gen-2, snapdragon-8-gen-3, "
                       "found snapdragon-9"));
}

TEST(DeviceCard, OfAnUnknownNameIsRefusedWithTheKnownOnes) {
  EXPECT_THAT(input_error_of([] { find_device("nokia-3310"); }),
              AllOf(HasSubstr("redmi-k70-pro"), EndsWith("found nokia-3310")));
}

TEST(DeviceCard, ThatIsNotJsonIsRefused) {
  const DataCopy data;
  write_file(data.root() / (support::kDeviceFolder + "xiaomi-14.json"), "{\"name\": ");
  EXPECT_THAT(input_error_of([] { find_device("xiaomi-14"); }),
              AllOf(HasSubstr("xiaomi-14.json"), HasSubstr("expected valid JSON")));
}

}  // namespace
}  // namespace mllm_npu
