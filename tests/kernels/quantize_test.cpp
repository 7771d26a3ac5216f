#include "engine/kernels/quantize.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "tests/kernels/instruction_sets.h"
#include "tests/kernels/matrices.h"

namespace mllm_npu {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

std::vector<int> quantized(const std::vector<float>& x, float scale) {
  std::vector<std::int8_t> q(x.size(), 99);
  quantize(x, scale, q);
  return {q.begin(), q.end()};
}

std::vector<float> dequantized(const std::vector<std::int32_t>& sums, float scale,
                               const std::vector<float>& bias) {
  std::vector<float> y(sums.size());
  dequantize(sums, scale, bias, y);
  return y;
}

TEST(Quantize, RoundsHalvesToEven) {
  EXPECT_EQ(quantized({0.5F, 1.5F, 2.5F, -0.5F, -1.5F, -2.5F, 0.49F, 0.51F}, 1),
            (std::vector<int>{0, 2, 2, 0, -2, -2, 0, 1}));
}

TEST(Quantize, ClipsToEightBits) {
  EXPECT_EQ(
      quantized({126.4F, 126.6F, 127.6F, 1e30F, kInfinity, -127.6F, -128.4F, -1e30F, -kInfinity},
                1),
      (std::vector<int>{126, 127, 127, 127, 127, -128, -128, -128, -128}));
}

TEST(Quantize, MakesANanZero) {
  EXPECT_EQ(quantized({kNan, 1, -kNan}, 1), (std::vector<int>{0, 1, 0}));
}

// Right at the middle between two numbers x / scale and x · (1 / scale) round to different ones.
TEST(Quantize, DividesByTheScale) {
  int differences = 0;
  for (const float scale : {0.15F, 0.1F, 3.0F, 1e-6F}) {
    std::vector<float> x;
    std::vector<int> expected;
    for (int q = -128; q < 127; ++q) {
      const float middle = (static_cast<float>(q) + 0.5F) * scale;
      for (const float value :
           {middle, std::nextafter(middle, -1e9F), std::nextafter(middle, 1e9F)}) {
        x.push_back(value);
        expected.push_back(static_cast<int>(std::nearbyint(value / scale)));
        differences += expected.back() != static_cast<int>(std::nearbyint(value * (1 / scale)));
      }
    }
    EXPECT_EQ(quantized(x, scale), expected);
  }
  EXPECT_GT(differences, 0);
}

TEST(Quantize, AnyInstructionSetGivesTheSameNumbersForAnyLength) {
  for (std::int64_t length = 0; length < 40; ++length) {
    const auto x = support::random_floats(1, length, 5, 200);
    std::vector<std::int8_t> expected(static_cast<std::size_t>(length));
    for (std::size_t i = 0; i < expected.size(); ++i) {
      expected[i] =
          static_cast<std::int8_t>(std::clamp(std::nearbyint(x.row(0)[i] / 1.5F), -128.0F, 127.0F));
    }
    support::with_every_instruction_set([&] {
      std::vector<std::int8_t> q(expected.size());
      quantize(x.row(0), 1.5F, q);
      EXPECT_EQ(q, expected);
    });
  }
}

TEST(Quantize, BringsNumbersBackWithinHalfAScale) {
  const auto x = support::random_floats(1, 1000, 7, 12);
  const float scale = max_abs(x.row(0)) / 127;
  std::vector<std::int8_t> q(1000);
  quantize(x.row(0), scale, q);
  for (std::size_t i = 0; i < q.size(); ++i) {
    EXPECT_LE(std::abs(x.row(0)[i] - scale * static_cast<float>(q[i])), scale * 0.50001F);
  }
}

TEST(QuantizeDeathTest, RefusesAScaleThatIsNoSize) {
  std::vector<std::int8_t> q(1);
  for (const float scale : {0.0F, -1.0F, kNan, kInfinity}) {
    EXPECT_DEATH(quantize(std::vector<float>{1}, scale, q), "scale");
  }
}

TEST(Dequantize, MultipliesAndAddsTheBias) {
  EXPECT_EQ(dequantized({3, -4, 0}, 0.5F, {}), (std::vector<float>{1.5F, -2, 0}));
  EXPECT_EQ(dequantized({3, -4, 0}, 0.5F, {1, 2, 3}), (std::vector<float>{2.5F, 0, 3}));
}

TEST(Dequantize, RoundsEveryStepToFp32) {
  const float expected = static_cast<float>(2147483647) * 0.1F;
  const std::vector<float> y =
      dequantized(std::vector<std::int32_t>(20, 2147483647), 0.1F, std::vector<float>(20, 0.3F));
  for (const float value : y) EXPECT_EQ(value, expected + 0.3F);
}

TEST(Dequantize, AnyInstructionSetGivesTheSameNumbersForAnyLength) {
  for (std::size_t length = 0; length < 40; ++length) {
    std::vector<std::int32_t> sums(length);
    std::vector<float> bias(length);
    std::vector<float> expected(length);
    for (std::size_t i = 0; i < length; ++i) {
      sums[i] = static_cast<std::int32_t>(i) * 52345678 - 1000000000;
      bias[i] = 1.0F / static_cast<float>(i + 1);
      const float product = static_cast<float>(sums[i]) * 0.0123F;
      expected[i] = product + bias[i];
    }
    support::with_every_instruction_set(
        [&] { EXPECT_EQ(dequantized(sums, 0.0123F, bias), expected); });
  }
}

TEST(MaxAbs, IsTheLargestOfAnyLengthAtAnyPlace) {
  for (std::size_t length = 1; length < 40; ++length) {
    for (std::size_t place = 0; place < length; ++place) {
      std::vector<float> x(length, 1);
      x[place] = -2;
      EXPECT_EQ(max_abs(x), 2);
    }
  }
}

TEST(MaxAbs, IsZeroOfNothingAndSkipsNans) {
  EXPECT_EQ(max_abs({}), 0);
  std::vector<float> x(40, kNan);
  EXPECT_EQ(max_abs(x), 0);
  x[3] = -5;
  x[39] = 4;
  support::with_every_instruction_set([&] { EXPECT_EQ(max_abs(x), 5); });
}

}  // namespace
}  // namespace mllm_npu
