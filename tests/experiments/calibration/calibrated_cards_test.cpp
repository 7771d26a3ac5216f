#include "experiments/calibration/calibrated_cards.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "tests/support/data_copy.h"
#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::bytes_of;
using support::DataCopy;
using ::testing::HasSubstr;

FittedConstant fitted(const char* card, const char* key, double value) {
  FittedConstant constant;
  constant.parameter = {card, key, 1, 0.1, 1000};
  constant.value = value;
  constant.rows = {"toy: 2 rows"};
  return constant;
}

Calibration calibration_of(std::vector<FittedConstant> constants) {
  Calibration calibration;
  calibration.constants = std::move(constants);
  return calibration;
}

// The facts of card `name` after the calibration.
boost::json::value facts_of(const std::string& name, const Calibration& calibration) {
  for (const CardText& card : calibrated_cards(calibration)) {
    if (card.path.stem() == name) return parse_json(card.text, name).at("facts");
  }
  ADD_FAILURE() << "no card " << name;
  return {};
}

boost::json::value fact(const std::string& card, const char* key, const FittedConstant& constant) {
  return facts_of(card, calibration_of({constant})).at(key);
}

TEST(CalibratedCards, WithoutConstantsAreTheFilesAsTheyAre) {
  for (const CardText& card : calibrated_cards(calibration_of({}))) {
    EXPECT_EQ(card.text, bytes_of(card.path));
  }
}

TEST(CalibratedCards, AFittedFactSaysWhatItWasFittedTo) {
  const FittedConstant constant = fitted(kReferenceSoc, "npu.graph_launch", 123.4);
  EXPECT_EQ(fact(kReferenceSoc, "npu.graph_launch", constant),
            parse_json(R"({"value": 123.4, "unit": "us", "source": "fitted by `mllm-npu calibrate`",
                           "fitted_to": ["toy: 2 rows"]})",
                       ""));
}

TEST(CalibratedCards, AFactThatItsRowsDoNotDetermineSaysSo) {
  FittedConstant constant = fitted("mnn-cpu", "linear_throughput", 1000);
  constant.determined = false;
  EXPECT_THAT(fact("mnn-cpu", "linear_throughput", constant).at("source").as_string().c_str(),
              HasSubstr("do not determine it"));
}

TEST(CalibratedCards, TheOlderSocTakesTheReferencesFactsOver) {
  const FittedConstant constant = fitted(kReferenceSoc, "npu.graph_launch", 123.4);
  EXPECT_EQ(fact(kOlderSoc, "npu.graph_launch", constant),
            parse_json(R"({"value": 123.4, "unit": "us",
                           "source": "taken over from snapdragon-8-gen-3"})",
                       ""));
}

TEST(CalibratedCards, TheOlderSocsRelativeSpeedIsItsOwn) {
  const FittedConstant constant = fitted(kOlderSoc, "npu.relative_speed", 0.5);
  EXPECT_EQ(fact(kOlderSoc, "npu.relative_speed", constant).at("value"), 0.5);
  EXPECT_EQ(fact(kReferenceSoc, "npu.relative_speed", constant).at("value"), 1);
}

TEST(CalibratedCards, AnEnginesConstantIsNoOtherEngines) {
  const FittedConstant constant = fitted("mnn-cpu", "linear_throughput", 123.4);
  EXPECT_EQ(fact("mnn-cpu", "linear_throughput", constant).at("value"), 123.4);
  EXPECT_EQ(facts_of("llama.cpp-cpu", calibration_of({constant})),
            facts_of("llama.cpp-cpu", calibration_of({})));
}

TEST(CalibratedCards, FactsThatAreNotFittedStay) {
  const Calibration calibration =
      calibration_of({fitted(kReferenceSoc, "npu.graph_launch", 123.4)});
  boost::json::value before = facts_of(kReferenceSoc, calibration_of({}));
  boost::json::value after = facts_of(kReferenceSoc, calibration);
  before.as_object().erase("npu.graph_launch");
  after.as_object().erase("npu.graph_launch");
  EXPECT_EQ(before, after);
}

TEST(CalibratedCards, AreReadableAgainWithTheirNewValues) {
  const DataCopy data;
  for (const CardText& card :
       calibrated_cards(calibration_of({fitted(kReferenceSoc, "npu.graph_launch", 123.4)}))) {
    write_file(card.path, card.text);
  }
  EXPECT_NEAR(read_world().device("redmi-k60-pro").soc.npu.graph_launch, 123.4e-6, 1e-12);
}

TEST(CalibratedCards, AFaultyCardIsRefused) {
  const DataCopy data;
  data.edit("engine/soc/catalog/socs/snapdragon-8-gen-2.json", "\"facts\"", "\"fact\"");
  EXPECT_THAT(support::input_error_of([] { calibrated_cards(calibration_of({})); }),
              HasSubstr("snapdragon-8-gen-2.json"));
}

}  // namespace
}  // namespace mllm_npu
