#include "engine/kernels/int8_matmul.h"

#include <algorithm>
#include <cstdlib>
#include <dnnl.hpp>
#include <utility>

#include <gtest/gtest.h>

#include "tests/kernels/instruction_sets.h"
#include "tests/kernels/matrices.h"
#include "tests/support/environment_variable.h"

namespace mllm_npu {
namespace {

Matrix<std::int32_t> product(const Matrix<std::int8_t>& x, const Matrix<std::int8_t>& w,
                             Int8Path path = exact_int8_path()) {
  Matrix<std::int32_t> y(x.rows(), w.rows());
  const PackedInt8Weights weights(w.view(), path);
  Int8Matmul(weights, x.rows()).run(x.view(), y.view());
  return y;
}

Matrix<std::int32_t> plain_product(MatrixView<const std::int8_t> x,
                                   MatrixView<const std::int8_t> w) {
  Matrix<std::int32_t> y(x.rows, w.rows);
  for (std::int64_t row = 0; row < x.rows; ++row) {
    for (std::int64_t output = 0; output < w.rows; ++output) {
      const std::int8_t* a = x.row(row).data();
      const std::int8_t* b = w.row(output).data();
      std::int32_t sum = 0;
      for (std::int64_t i = 0; i < x.columns; ++i) sum += a[i] * b[i];
      y(row, output) = sum;
    }
  }
  return y;
}

Matrix<std::int8_t> all(std::int64_t rows, std::int64_t columns, std::int8_t value) {
  Matrix<std::int8_t> matrix(rows, columns);
  for (std::int64_t row = 0; row < rows; ++row) std::ranges::fill(matrix.row(row), value);
  return matrix;
}

// Products whose sums of two leave 16 bits.
bool worst_cases_are_exact() {
  for (const std::int64_t rows : {1, 5, 64}) {
    for (const int x : {-128, 127}) {
      for (const int w : {-128, 127}) {
        const auto y = product(all(rows, 512, static_cast<std::int8_t>(x)),
                               all(48, 512, static_cast<std::int8_t>(w)));
        for (std::int64_t row = 0; row < rows; ++row) {
          for (const std::int32_t sum : y.row(row)) {
            if (sum != 512 * x * w) return false;
          }
        }
      }
    }
  }
  return true;
}

TEST(Int8Matmul, IsExactInTheWorstCases) { EXPECT_TRUE(worst_cases_are_exact()); }

// Rows around the tile's 6, inputs around pairs, vectors and the block of 1024, outputs around the
// panel's 16 and a group's 128.
TEST(Int8Matmul, IsWhatPlainLoopsSayAroundEveryEdge) {
  const auto all_x = support::random_bytes(13, 1027, 1);
  const auto all_w = support::random_bytes(130, 1027, 2);
  for (const std::int64_t inputs : {1, 2, 31, 64, 1024, 1027}) {
    Matrix<std::int8_t> x(13, inputs);
    as_eigen(x.view()) = as_eigen(all_x.view().column_range(0, inputs));
    for (const std::int64_t outputs : {1, 15, 16, 17, 130}) {
      const auto w = all_w.view().row_range(0, outputs).column_range(0, inputs);
      const Matrix<std::int32_t> expected = plain_product(x.view(), w);
      for (const Int8Path path : {Int8Path::kPairs, exact_int8_path()}) {
        const PackedInt8Weights weights(w, path);
        for (const std::int64_t rows : {1, 2, 3, 5, 6, 7, 13}) {
          Matrix<std::int32_t> y(rows, outputs);
          Int8Matmul(weights, rows).run(x.view().row_range(0, rows), y.view());
          ASSERT_EQ(as_eigen(y.view()), as_eigen(expected.view().row_range(0, rows)))
              << rows << " x " << inputs << " x " << outputs;
        }
      }
    }
  }
}

TEST(Int8Matmul, AnyInstructionSetIsExact) {
  const auto x = support::random_bytes(9, 1030, 1);
  const auto w = support::random_bytes(33, 1030, 2);
  const auto expected = plain_product(x.view(), w.view());
  support::with_every_instruction_set(
      [&] { EXPECT_TRUE(support::same_bits(product(x, w, Int8Path::kPairs), expected)); });
}

// Weights of 6 bits do not saturate anywhere.
TEST(Int8Matmul, OneDnnAgreesWhereNothingSaturates) {
  const auto x = support::random_bytes(7, 100, 1);
  auto w = support::random_bytes(20, 100, 2);
  for (std::int64_t row = 0; row < w.rows(); ++row) {
    for (std::int8_t& value : w.row(row)) value = static_cast<std::int8_t>(value / 4);
  }
  EXPECT_TRUE(
      support::same_bits(product(x, w, Int8Path::kOneDnn), plain_product(x.view(), w.view())));
}

TEST(Int8Matmul, SumsAsManyProductsAsInt32Holds) {
  const auto y = product(all(1, kMaxInt8Inputs, -128), all(1, kMaxInt8Inputs, -128));
  EXPECT_EQ(y(0, 0), 16384 * kMaxInt8Inputs);
}

TEST(Int8Matmul, WeightsServeAnyRowCountAndMayMove) {
  const auto x = support::random_bytes(6, 64, 1);
  const auto w = support::random_bytes(32, 64, 2);
  for (const Int8Path path : {Int8Path::kPairs, exact_int8_path()}) {
    PackedInt8Weights weights(w.view(), path);
    const Int8Matmul six(weights, 6);
    const Int8Matmul one(weights, 1);
    const PackedInt8Weights moved = std::move(weights);
    Matrix<std::int32_t> all_rows(6, 32);
    six.run(x.view(), all_rows.view());
    Matrix<std::int32_t> last(1, 32);
    one.run(x.view().row_range(5, 1), last.view());
    EXPECT_TRUE(std::ranges::equal(last.row(0), all_rows.row(5)));
  }
}

TEST(Int8Matmul, WeightsMayHaveAStride) {
  const auto x = support::random_bytes(3, 20, 1);
  const auto wide = support::random_bytes(8, 50, 2);
  Matrix<std::int8_t> w(8, 20);
  as_eigen(w.view()) = as_eigen(wide.view().column_range(7, 20));
  for (const Int8Path path : {Int8Path::kPairs, Int8Path::kOneDnn}) {
    const PackedInt8Weights strided(wide.view().column_range(7, 20), path);
    Matrix<std::int32_t> y(3, 8);
    Int8Matmul(strided, 3).run(x.view(), y.view());
    EXPECT_TRUE(support::same_bits(y, product(x, w, path)));
  }
}

TEST(Int8Matmul, PackedWeightsTellTheirSizes) {
  const PackedInt8Weights weights(all(17, 30, 1).view(), Int8Path::kPairs);
  EXPECT_EQ(weights.inputs(), 30);
  EXPECT_EQ(weights.outputs(), 17);
  EXPECT_EQ(weights.bytes(), 32 * 30);
  EXPECT_GE(PackedInt8Weights(all(17, 30, 1).view(), Int8Path::kOneDnn).bytes(), 17 * 30);
}

// oneDNN looks at the cap when it is first used, so each cap needs a process of its own.
class Int8MatmulCappedDeathTest
    : public testing::TestWithParam<std::pair<const char*, dnnl::cpu_isa>> {};

TEST_P(Int8MatmulCappedDeathTest, IsExactWithFewerInstructions) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto [cap, isa] = GetParam();
  const support::EnvironmentVariable variable("ONEDNN_MAX_CPU_ISA", cap);
  EXPECT_EXIT(
      {
        const bool capped = dnnl::get_effective_cpu_isa() == isa;
        std::_Exit(capped && worst_cases_are_exact() ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}

INSTANTIATE_TEST_SUITE_P(, Int8MatmulCappedDeathTest,
                         testing::Values(std::pair{"SSE41", dnnl::cpu_isa::sse41},
                                         std::pair{"AVX2", dnnl::cpu_isa::avx2}));

TEST(Int8MatmulDeathTest, RefusesOtherShapes) {
  const PackedInt8Weights weights(all(4, 8, 1).view());
  const Int8Matmul two(weights, 2);
  Matrix<std::int32_t> y(2, 4);
  EXPECT_DEATH(two.run(all(3, 8, 1).view(), y.view()), "3 x 8");
  EXPECT_DEATH(two.run(all(2, 9, 1).view().column_range(0, 8), y.view()), "2 x 8");
  EXPECT_DEATH(PackedInt8Weights(MatrixView<const std::int8_t>(nullptr, 1, kMaxInt8Inputs + 1)),
               "131072");
}

}  // namespace
}  // namespace mllm_npu
