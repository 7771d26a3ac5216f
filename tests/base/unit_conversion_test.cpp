#include "engine/base/unit_conversion.h"

#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

TEST(UnitConversion, AUnitIsItself) {
  EXPECT_EQ(convert_unit(0.1, "ms", "ms"), 0.1);
  EXPECT_EQ(convert_unit(7, "furlong", "furlong"), 7);
}

TEST(UnitConversion, ConvertsTimesBothWays) {
  EXPECT_EQ(convert_unit(3.3, "s", "ms"), 3300);
  EXPECT_EQ(convert_unit(149, "ms", "s"), 0.149);
  EXPECT_EQ(convert_unit(0.9, "ms", "us"), 900);
  EXPECT_EQ(convert_unit(7, "ns", "us"), 0.007);
}

TEST(UnitConversion, ConvertsSharesAndPercent) {
  EXPECT_DOUBLE_EQ(convert_unit(0.37, "ratio", "%").value(), 37);
  EXPECT_DOUBLE_EQ(convert_unit(0.7, "%", "ratio").value(), 0.007);
}

TEST(UnitConversion, ConvertsBytesInPowersOfTen) {
  EXPECT_EQ(convert_unit(2.4, "GB", "MB"), 2400);
  EXPECT_EQ(convert_unit(1, "kB", "B"), 1000);
}

TEST(UnitConversion, ConvertsEnergyAndPower) {
  EXPECT_EQ(convert_unit(3.024, "J", "mJ"), 3024);
  EXPECT_EQ(convert_unit(5, "kJ", "J"), 5000);
  EXPECT_EQ(convert_unit(1.5, "W", "mW"), 1500);
}

TEST(UnitConversion, RefusesWhatDoesNotMeasureTheSame) {
  EXPECT_FALSE(convert_unit(1, "s", "J"));
  EXPECT_FALSE(convert_unit(1, "J", "W"));
  EXPECT_FALSE(convert_unit(1, "%", "s"));
}

TEST(UnitConversion, RefusesAnUnknownUnit) {
  EXPECT_FALSE(convert_unit(1, "s", "furlong"));
  EXPECT_FALSE(convert_unit(1, "furlong", "s"));
  EXPECT_FALSE(convert_unit(1, "Ms", "s"));
}

}  // namespace
}  // namespace mllm_npu
