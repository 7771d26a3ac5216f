#include "baselines/systems/engine_card.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/model/model_catalog.h"
#include "tests/support/data_copy.h"
#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::DataCopy;
using support::input_error_of;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

// A stranger's card under baselines/catalog.
class CardOfAStranger {
 public:
  explicit CardOfAStranger(const std::string& facts, const std::string& models = "[]") {
    data_.write(file_,
                R"({"name": "stranger", "title": "A stranger", "source": "told", "models": )" +
                    models + R"(, "facts": {)" + facts + "}}");
  }
  EngineCard read() const { return read_engine_card(data_.root() / file_); }
  std::string error() const {
    return input_error_of([&] { read(); });
  }

 private:
  DataCopy data_;
  std::string file_ = support::kSystemFolder + "stranger.json";
};

std::string fact(const std::string& key, const std::string& value, const std::string& unit) {
  return "\"" + key + R"(": {"value": )" + value + R"(, "unit": ")" + unit +
         R"(", "source": "told"})";
}

const std::string kLinearFact = fact("linear_throughput", "200", "GOPS");

TEST(EngineCard, IsReadInSiUnits) {
  const CardOfAStranger card(kLinearFact + "," + fact("size_exponent", "0.25", "1") + "," +
                             fact("attention_throughput", "3", "GOPS") + "," +
                             fact("decode_bandwidth", "20", "GB/s"));
  const EngineCard engine = card.read();
  EXPECT_EQ(engine.name, "stranger");
  EXPECT_EQ(engine.linear_throughput, 200e9);
  EXPECT_EQ(engine.size_exponent, 0.25);
  EXPECT_EQ(engine.attention_throughput, 3e9);
  EXPECT_EQ(engine.decode_bandwidth, 20e9);
}

TEST(EngineCard, NeedsNothingButTheThroughputOfLinears) {
  const EngineCard engine = CardOfAStranger(kLinearFact).read();
  EXPECT_EQ(engine.size_exponent, 0);
  EXPECT_EQ(engine.attention_throughput, 0);
  EXPECT_EQ(engine.decode_bandwidth, 0);
  EXPECT_THAT(CardOfAStranger(fact("size_exponent", "0.25", "1")).error(),
              HasSubstr("facts.linear_throughput: expected a value, found no such key"));
}

TEST(EngineCard, WithoutAThroughputOfAttentionComputesItAsFastAsLinears) {
  EXPECT_EQ(CardOfAStranger(kLinearFact).read().throughput_of_attention(), 200e9);
  const std::string both = kLinearFact + "," + fact("attention_throughput", "3", "GOPS");
  EXPECT_EQ(CardOfAStranger(both).read().throughput_of_attention(), 3e9);
}

TEST(EngineCard, WithAnUnknownKeyIsRefusedWithTheKnownOnes) {
  EXPECT_THAT(CardOfAStranger(kLinearFact + "," + fact("npu.free", "1", "ms")).error(),
              AllOf(HasSubstr("facts: expected only the keys"), HasSubstr("decode_bandwidth"),
                    EndsWith("found npu.free")));
}

TEST(EngineCard, ListsTheModelsThatThePaperRunsOnIt) {
  EXPECT_THAT(CardOfAStranger(kLinearFact, R"(["gemma-2b", "phi-2-2.7b"])").read().models,
              ElementsAre("gemma-2b", "phi-2-2.7b"));
  EXPECT_THAT(CardOfAStranger(kLinearFact, R"("gemma-2b")").error(),
              HasSubstr("models: expected an array"));
  EXPECT_THAT(CardOfAStranger(kLinearFact, "[2]").error(),
              HasSubstr("models[0]: expected a string"));
}

class EngineCardRange : public ::testing::TestWithParam<EngineField> {
 protected:
  static std::string error_with(double value) {
    const std::string number = boost::json::serialize(boost::json::value(value));
    std::string facts = fact(GetParam().key, number, GetParam().unit);
    if (GetParam().home != &EngineCard::linear_throughput) facts += "," + kLinearFact;
    return CardOfAStranger(facts).error();
  }
};

TEST_P(EngineCardRange, EndsAreTakenAndWhatLiesBeyondIsRefused) {
  const EngineField& field = GetParam();
  const std::string refusal = std::string("facts.") + field.key + ".value: expected a number from";
  EXPECT_EQ(error_with(field.low), "no error");
  EXPECT_EQ(error_with(field.high), "no error");
  EXPECT_THAT(error_with(field.low - 1e-3), HasSubstr(refusal));
  EXPECT_THAT(error_with(field.high * (1 + 1e-9)), HasSubstr(refusal));
}

INSTANTIATE_TEST_SUITE_P(EngineFields, EngineCardRange, ::testing::ValuesIn(engine_fields()),
                         [](const auto& each) { return std::string(each.param.key); });

TEST(EngineFields, HaveKeysAndHomesOfTheirOwn) {
  EngineCard card;
  std::set<std::string_view> keys;
  std::set<const double*> homes;
  for (const EngineField& field : engine_fields()) {
    EXPECT_TRUE(keys.insert(field.key).second) << field.key;
    EXPECT_TRUE(homes.insert(&(card.*field.home)).second) << field.key;
  }
  EXPECT_THAT(keys, SizeIs(4));
}

TEST(EngineCards, EveryOneIsReadUnderItsName) {
  const EngineCards cards = read_engine_cards();
  EXPECT_THAT(cards, Not(SizeIs(0)));
  for (const auto& [name, card] : cards) EXPECT_EQ(card.name, name);
}

TEST(EngineCards, NameModelsOfTheCatalogue) {
  for (const auto& [name, card] : read_engine_cards()) {
    EXPECT_THAT(card.models, Not(SizeIs(0))) << name;
    for (const std::string& model : card.models) {
      EXPECT_THAT(model_names(), Contains(model)) << name;
    }
  }
}

TEST(EngineCards, AFaultyOneIsRefusedByItsFile) {
  const DataCopy data;
  data.erase(support::kSystemFolder + "mnn-cpu.json", {"models"});
  EXPECT_THAT(input_error_of([] { read_engine_cards(); }),
              AllOf(HasSubstr("mnn-cpu.json"), HasSubstr("models: expected a value")));
}

}  // namespace
}  // namespace mllm_npu
