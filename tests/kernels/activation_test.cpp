#include "engine/kernels/activation.h"

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "tests/kernels/instruction_sets.h"
#include "tests/kernels/matrices.h"

namespace mllm_npu {
namespace {

constexpr Activation kAll[] = {Activation::kSilu, Activation::kGelu, Activation::kGeluTanh};

double plain(Activation activation, double x) {
  switch (activation) {
    case Activation::kSilu:
      return x / (1 + std::exp(-x));
    case Activation::kGelu:
      return 0.5 * x * std::erfc(-x / std::sqrt(2.0));
    case Activation::kGeluTanh:
      return 0.5 * x * (1 + std::tanh(std::sqrt(2 / M_PI) * (x + 0.044715 * x * x * x)));
  }
  return 0;
}

float activated(Activation activation, float x) {
  std::vector<float> values{x};
  activate(activation, values);
  return values[0];
}

TEST(Activation, IsWhatDoublesSay) {
  for (const Activation activation : kAll) {
    for (float x = -12; x < 12; x += 0.0037F) {
      const double expected = plain(activation, static_cast<double>(x));
      ASSERT_NEAR(static_cast<double>(activated(activation, x)), expected,
                  1e-6 * std::abs(expected) + 2e-9)
          << x;
    }
  }
}

TEST(Activation, KnowsTheValuesThatOneKnows) {
  EXPECT_FLOAT_EQ(activated(Activation::kSilu, 1), 0.7310585786F);
  EXPECT_FLOAT_EQ(activated(Activation::kGelu, 1), 0.8413447461F);
  EXPECT_FLOAT_EQ(activated(Activation::kGeluTanh, 1), 0.8411919906F);
  for (const Activation activation : kAll) EXPECT_EQ(activated(activation, 0), 0);
}

TEST(Activation, IsNothingFarBelowAndTheNumberItselfFarAbove) {
  for (const Activation activation : kAll) {
    for (const float x : {100.0F, 1e4F, 1e30F}) {
      EXPECT_EQ(activated(activation, x), x);
      EXPECT_EQ(activated(activation, -x), 0);
    }
  }
}

TEST(Activation, KeepsANan) {
  for (const Activation activation : kAll) {
    EXPECT_TRUE(std::isnan(activated(activation, std::numeric_limits<float>::quiet_NaN())));
  }
}

TEST(Activation, AnyInstructionSetGivesTheSameBitsForAnyLength) {
  for (const Activation activation : kAll) {
    for (const std::int64_t length : {1, 7, 8, 9, 16, 31, 33, 1000}) {
      auto expected = support::random_floats(1, length, 3, 20);
      for (float& value : expected.row(0)) value = activated(activation, value);
      support::with_every_instruction_set([&] {
        auto x = support::random_floats(1, length, 3, 20);
        activate(activation, x.row(0));
        EXPECT_TRUE(support::same_bits(x, expected)) << length;
      });
    }
  }
}

TEST(Activation, MultipliesAndAddsNumberByNumber) {
  for (const std::int64_t length : {0, 1, 7, 8, 19}) {
    const auto y = support::random_floats(1, length, 2);
    auto product = support::random_floats(1, length, 1);
    auto sum = support::random_floats(1, length, 1);
    multiply(product.row(0), y.row(0));
    add(sum.row(0), y.row(0));
    const auto x = support::random_floats(1, length, 1);
    for (std::int64_t i = 0; i < length; ++i) {
      EXPECT_EQ(product(0, i), x(0, i) * y(0, i));
      EXPECT_EQ(sum(0, i), x(0, i) + y(0, i));
    }
  }
}

}  // namespace
}  // namespace mllm_npu
