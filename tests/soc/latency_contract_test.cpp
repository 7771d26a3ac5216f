// Holds every latency model to the contract in engine/soc/latency_model.h.

#include "tests/support/latency_contract.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/soc/soc_catalog.h"
#include "tests/support/round_device.h"

namespace mllm_npu {
namespace {

using support::contract_violations;
using support::placements;
using support::round_device;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::uint64_t kSeed = 11;

// A model that prices everything with one formula.
class OneFormula : public LatencyModel {
 public:
  using Formula = double (*)(const Operator&);
  explicit OneFormula(Formula formula) : formula_(formula) {}
  double operator_seconds(const Operator& op, Processor) const override { return formula_(op); }
  double launch_seconds(Processor) const override { return 0; }
  double handover_seconds(Bytes) const override { return 0; }

 private:
  Formula formula_;
};

TEST(LatencyContract, IsKeptOnEveryPhoneOfTheCatalogue) {
  for (const std::string& name : device_names()) {
    EXPECT_THAT(contract_violations(CardLatencyModel(find_device(name)), kSeed), IsEmpty()) << name;
  }
}

TEST(LatencyContract, IsKeptOnTheRoundPhone) {
  EXPECT_THAT(contract_violations(CardLatencyModel(round_device()), kSeed), IsEmpty());
}

TEST(LatencyContract, IsKeptByAConstantPrice) {
  EXPECT_THAT(contract_violations(OneFormula([](const Operator&) { return 1.0; }), kSeed),
              IsEmpty());
}

TEST(LatencyContract, IsBrokenByANegativePrice) {
  EXPECT_THAT(contract_violations(OneFormula([](const Operator&) { return -1.0; }), kSeed),
              Contains("linear on NPU: below 0"));
}

TEST(LatencyContract, IsBrokenByAPriceThatFallsInOneDimension) {
  const auto falls_in = [](OneFormula::Formula formula) {
    return contract_violations(OneFormula(formula), kSeed);
  };
  EXPECT_THAT(falls_in([](const Operator& op) { return 1.0 / static_cast<double>(op.rows); }),
              Contains("attention on CPU: smaller for more rows"));
  EXPECT_THAT(falls_in([](const Operator& op) { return 1.0 / static_cast<double>(op.inner); }),
              Contains("lm_head on CPU: smaller for more inner"));
  EXPECT_THAT(falls_in([](const Operator& op) { return 1.0 / static_cast<double>(op.columns); }),
              Contains("flash_read on flash: smaller for more columns"));
}

TEST(LatencyContract, IsBrokenByAPriceThatChangesFromCallToCall) {
  static int calls = 0;
  calls = 0;
  const OneFormula drifting([](const Operator&) { return static_cast<double>(++calls); });
  EXPECT_THAT(contract_violations(drifting, kSeed), Contains("norm on CPU: not the same twice"));
}

// The catalogue's model, placement by placement, on a phone of round numbers.
class CardPrice : public ::testing::TestWithParam<support::Placement> {
 protected:
  Operator op() const {
    return {.kind = GetParam().kind,
            .dtype = GetParam().dtype,
            .rows = 64,
            .inner = 512,
            .columns = 256};
  }
  double seconds(const Operator& priced) const {
    return latency_.operator_seconds(priced, GetParam().processor);
  }

 private:
  CardLatencyModel latency_{round_device()};
};

TEST_P(CardPrice, IsZeroOnlyInsideAnNpuGraphAndForNothing) {
  const bool rides_along = GetParam().processor == Processor::kNpu && macs(op()) == 0;
  EXPECT_EQ(seconds(op()) == 0, rides_along);
}

TEST_P(CardPrice, IsFinite) { EXPECT_LT(seconds(op()), 1.0); }

INSTANTIATE_TEST_SUITE_P(Placements, CardPrice, ::testing::ValuesIn(placements()),
                         [](const auto& each) {
                           return std::string(name_of(each.param.kind)) + "On" +
                                  std::string(name_of(each.param.processor)) +
                                  std::to_string(each.index);
                         });

TEST(Placements, CoverEveryProcessorAndEveryOperatorKind) {
  std::vector<std::string> kinds;
  for (const support::Placement& placement : placements()) {
    kinds.emplace_back(name_of(placement.kind));
  }
  for (int kind = 0; kind <= static_cast<int>(OperatorKind::kLmHead); ++kind) {
    EXPECT_THAT(kinds, Contains(name_of(static_cast<OperatorKind>(kind))));
  }
  EXPECT_THAT(kinds, Not(Contains("unknown")));
}

}  // namespace
}  // namespace mllm_npu
