#include "engine/graph/operator.h"

#include <set>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Ne;

constexpr auto kLast = OperatorKind::kLmHead;

std::vector<OperatorKind> all_kinds() {
  std::vector<OperatorKind> kinds;
  for (int kind = 0; kind <= static_cast<int>(kLast); ++kind) {
    kinds.push_back(static_cast<OperatorKind>(kind));
  }
  return kinds;
}

// Rows 3, inner 5, columns 7, two bytes a weight.
Operator three_five_seven(OperatorKind kind) {
  return {.kind = kind, .dtype = Dtype::kFp16, .rows = 3, .inner = 5, .columns = 7};
}

template <class Property>
std::vector<OperatorKind> kinds_with(Property property) {
  std::vector<OperatorKind> kinds;
  for (const OperatorKind kind : all_kinds()) {
    if (property(three_five_seven(kind))) kinds.push_back(kind);
  }
  return kinds;
}

TEST(OperatorKind, HasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (const OperatorKind kind : all_kinds()) names.insert(name_of(kind));
  EXPECT_EQ(names.size(), all_kinds().size());
  EXPECT_THAT(names, Each(AllOf(Ne(""), Ne("unknown"))));
}

TEST(OperatorKind, IsStaticUnlessItIsAttention) {
  EXPECT_THAT(kinds_with([](const Operator& op) {
                return sharing_of(op.kind) == OperatorSharing::kDynamic;
              }),
              ElementsAre(OperatorKind::kAttention));
}

TEST(Macs, OfALinearAreRowsTimesInnerTimesColumns) {
  EXPECT_EQ(macs(three_five_seven(OperatorKind::kLinear)), 3 * 5 * 7);
}

TEST(Macs, OfASplitLinearAreThoseOfTheWhole) {
  Operator split = three_five_seven(OperatorKind::kGroupLinear);
  split.groups = 5;
  EXPECT_EQ(macs(split), 3 * 5 * 7);
}

TEST(Macs, OfAttentionAreTwoProductsOverTheKeys) {
  EXPECT_EQ(macs(three_five_seven(OperatorKind::kAttention)), 2 * 3 * 5 * 7);
}

TEST(Macs, AreNoneWhereNothingIsMultipliedByAMatrix) {
  EXPECT_THAT(
      kinds_with([](const Operator& op) { return macs(op) > 0; }),
      ElementsAre(OperatorKind::kLinear, OperatorKind::kGroupLinear, OperatorKind::kAttention,
                  OperatorKind::kShadowLinear, OperatorKind::kLmHead));
}

TEST(WeightBytes, AreInnerTimesColumnsInTheDtype) {
  Operator linear = three_five_seven(OperatorKind::kLinear);
  EXPECT_EQ(weight_bytes(linear), 70_B);
  linear.dtype = Dtype::kInt8;
  EXPECT_EQ(weight_bytes(linear), 35_B);
}

TEST(WeightBytes, AreReadByProductsAndByTheFlashAndNotByAttention) {
  EXPECT_THAT(
      kinds_with([](const Operator& op) { return weight_bytes(op) > 0_B; }),
      ElementsAre(OperatorKind::kLinear, OperatorKind::kGroupLinear, OperatorKind::kShadowLinear,
                  OperatorKind::kFlashRead, OperatorKind::kLmHead));
}

TEST(WeightBytes, DoNotGrowWithTheRows) {
  Operator linear = three_five_seven(OperatorKind::kLinear);
  linear.rows = 300;
  EXPECT_EQ(weight_bytes(linear), 70_B);
}

TEST(ActivationBytes, AreWhatIsReadPlusWhatIsWritten) {
  const auto per_output = [](OperatorKind kind) {
    return activation_bytes(three_five_seven(kind)).value / (3 * 7);
  };
  EXPECT_EQ(per_output(OperatorKind::kQuantize), 4 + 1);    // fp32 to int8
  EXPECT_EQ(per_output(OperatorKind::kDequantize), 4 + 4);  // int32 to fp32
  EXPECT_EQ(per_output(OperatorKind::kKvAppend), 4 + 2);    // fp32 to fp16
  EXPECT_EQ(per_output(OperatorKind::kAdd), 4 + 4 + 4);     // two inputs
  EXPECT_EQ(per_output(OperatorKind::kNorm), 4 + 4);
}

TEST(ActivationBytes, OfAGatherAreThePickedChannelsAlone) {
  EXPECT_EQ(activation_bytes(three_five_seven(OperatorKind::kShadowGather)), Bytes{3 * 5 * 8});
}

}  // namespace
}  // namespace mllm_npu
