#include "engine/kernels/fp32_matmul.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "tests/kernels/instruction_sets.h"
#include "tests/kernels/matrices.h"

namespace mllm_npu {
namespace {

// The largest difference from sums in double.
double largest_error(MatrixView<const float> x, MatrixView<const float> w,
                     std::span<const float> bias, MatrixView<const float> y) {
  double largest = 0;
  for (std::int64_t row = 0; row < x.rows; ++row) {
    for (std::int64_t output = 0; output < w.rows; ++output) {
      double sum = static_cast<double>(bias[static_cast<std::size_t>(output)]);
      const float* a = x.row(row).data();
      const float* b = w.row(output).data();
      for (std::int64_t i = 0; i < x.columns; ++i) {
        sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
      }
      largest = std::max(largest, std::abs(sum - static_cast<double>(y(row, output))));
    }
  }
  return largest;
}

// Rows around the tile's 6, inputs around a partial sum's 256, outputs around the panel's 32.
TEST(Fp32Matmul, IsWhatDoublesSayAroundEveryEdge) {
  const auto all_x = support::random_floats(13, 600, 1);
  const auto all_w = support::random_floats(70, 600, 2);
  const auto all_bias = support::random_floats(1, 70, 3);
  for (const std::int64_t inputs : {1, 3, 256, 257, 600}) {
    for (const std::int64_t outputs : {1, 31, 32, 33, 70}) {
      const auto w = all_w.view().row_range(0, outputs).column_range(0, inputs);
      const auto bias = all_bias.row(0).subspan(0, static_cast<std::size_t>(outputs));
      for (const std::int64_t rows : {1, 2, 5, 6, 7, 13}) {
        const auto x = all_x.view().row_range(0, rows).column_range(0, inputs);
        Matrix<float> y(rows, outputs);
        fp32_matmul(x, w, bias, y.view());
        ASSERT_LT(largest_error(x, w, bias, y.view()),
                  1e-6 * std::sqrt(static_cast<double>(inputs)))
            << rows << " x " << inputs << " x " << outputs;
      }
    }
  }
}

TEST(Fp32Matmul, NeedsNoBias) {
  const auto x = support::random_floats(2, 9, 1);
  const auto w = support::random_floats(3, 9, 2);
  Matrix<float> with(2, 3);
  Matrix<float> without(2, 3);
  fp32_matmul(x.view(), w.view(), std::vector<float>{0, 0, 1}, with.view());
  fp32_matmul(x.view(), w.view(), {}, without.view());
  EXPECT_EQ(without(1, 0), with(1, 0));
  EXPECT_EQ(without(1, 2) + 1, with(1, 2));
}

TEST(Fp32Matmul, TakesParts) {
  const auto x = support::random_floats(4, 20, 1);
  const auto w = support::random_floats(50, 30, 2);
  Matrix<float> y(4, 60);
  fp32_matmul(x.view().column_range(3, 10), w.view().column_range(20, 10), {},
              y.view().column_range(5, 50));
  Matrix<float> narrow_x(4, 10);
  Matrix<float> narrow_w(50, 10);
  as_eigen(narrow_x.view()) = as_eigen(x.view().column_range(3, 10));
  as_eigen(narrow_w.view()) = as_eigen(w.view().column_range(20, 10));
  Matrix<float> expected(4, 50);
  fp32_matmul(narrow_x.view(), narrow_w.view(), {}, expected.view());
  EXPECT_EQ(as_eigen(y.view().column_range(5, 50)), as_eigen(expected.view()));
  EXPECT_EQ(y(0, 4), 0);
  EXPECT_EQ(y(3, 55), 0);
}

TEST(Fp32Matmul, ARowIsTheSameBitsAloneAndOnAnyInstructionSet) {
  const auto x = support::random_floats(20, 300, 1);
  const auto w = support::random_floats(45, 300, 2);
  Matrix<float> all(20, 45);
  fp32_matmul(x.view(), w.view(), {}, all.view());
  support::with_every_instruction_set([&] {
    for (const std::int64_t step : {1, 3, 20}) {
      Matrix<float> parts(20, 45);
      for (std::int64_t row = 0; row < 20; row += step) {
        const std::int64_t count = std::min(step, 20 - row);
        fp32_matmul(x.view().row_range(row, count), w.view(), {},
                    parts.view().row_range(row, count));
      }
      EXPECT_TRUE(support::same_bits(parts, all)) << step;
    }
  });
}

TEST(Fp32Matmul, PackedWeightsGiveTheSameBits) {
  for (const std::int64_t outputs : {1, 32, 70}) {
    for (const std::int64_t inputs : {1, 255, 1500}) {
      const auto x = support::random_floats(7, inputs, 1);
      const auto w = support::random_floats(outputs, inputs, 2);
      const auto bias = support::random_floats(1, outputs, 3);
      const PackedFp32Weights packed(w.view());
      Matrix<float> expected(7, outputs);
      Matrix<float> found(7, outputs);
      fp32_matmul(x.view(), w.view(), bias.row(0), expected.view());
      fp32_matmul(x.view(), packed, bias.row(0), found.view());
      EXPECT_TRUE(support::same_bits(found, expected)) << outputs << " x " << inputs;
    }
  }
}

TEST(Fp32MatmulDeathTest, RefusesOtherShapesOfPackedWeights) {
  Matrix<float> y(2, 3);
  const PackedFp32Weights packed(Matrix<float>(3, 4).view());
  EXPECT_DEATH(fp32_matmul(Matrix<float>(2, 5).view(), packed, {}, y.view()), "2 x 5, 3 x 4");
}

TEST(Fp32MatmulDeathTest, RefusesOtherShapes) {
  Matrix<float> y(2, 3);
  EXPECT_DEATH(fp32_matmul(Matrix<float>(2, 5).view(), Matrix<float>(3, 4).view(), {}, y.view()),
               "2 x 5, 3 x 4");
}

}  // namespace
}  // namespace mllm_npu
