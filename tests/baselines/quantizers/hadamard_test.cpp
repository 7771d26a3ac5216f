#include "baselines/quantizers/hadamard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "baselines/quantizers/hadamard_rotation.h"
#include "engine/kernels/fp32_matmul.h"
#include "tests/quant/products.h"

namespace mllm_npu {
namespace {

using support::product_error;
using support::random_floats;

// Rows of the rotation.
Matrix<float> rotation_matrix(std::int64_t size, std::uint64_t seed = 1) {
  const HadamardRotation rotation(size, seed);
  Matrix<float> matrix(size, size);
  for (std::int64_t row = 0; row < size; ++row) {
    matrix(row, row) = 1;
    rotation.rotate(matrix.row(row));
  }
  return matrix;
}

TEST(PaleyMatrix, HasOrthogonalRowsOfOnesAndMinusOnes) {
  for (const std::int64_t size : {4, 12, 20, 24, 28, 36, 44}) {
    const Matrix<float> matrix = paley_matrix(size);
    ASSERT_EQ(matrix.rows(), size);
    const auto h = as_eigen(matrix.view());
    EXPECT_TRUE((h.array().abs() == 1).all()) << size;
    EXPECT_EQ((h * h.transpose()).eval(),
              (static_cast<float>(size) * Eigen::MatrixXf::Identity(size, size)).eval())
        << size;
  }
}

TEST(PaleyMatrix, ThatStartsFromAPrimeOneModuloFourIsItsOwnInverse) {
  for (const std::int64_t size : {28, 36, 76}) {
    const Matrix<float> matrix = paley_matrix(size);
    EXPECT_EQ(as_eigen(matrix.view()).transpose().eval(), as_eigen(matrix.view()).eval());
  }
}

TEST(PaleyMatrix, IsNothingWhereNoPrimeFits) {
  for (const std::int64_t size : {1, 3, 6, 16, 40, 86, 172}) {
    EXPECT_EQ(paley_matrix(size).rows(), 0) << size;
  }
}

TEST(HadamardRotation, IsOrthogonalForEverySize) {
  for (const std::int64_t size : {1, 2, 7, 12, 40, 48, 56, 64, 172}) {
    const Matrix<float> r = rotation_matrix(size);
    Matrix<float> product(size, size);
    fp32_matmul(r.view(), r.view(), {}, product.view());
    EXPECT_LT(
        (as_eigen(product.view()) - Eigen::MatrixXf::Identity(size, size)).cwiseAbs().maxCoeff(),
        1e-5F)
        << size;
  }
}

TEST(HadamardRotation, CutsWidthsOfRealModelsAsItsHeaderSays) {
  struct Expected {
    std::int64_t size, outer, inner;
  };
  for (const Expected& expected :
       {Expected{128, 0, 128}, Expected{384, 12, 32}, Expected{2560, 20, 128},
        Expected{14336, 28, 512}, Expected{11008, 0, 256}, Expected{5504, 0, 128}}) {
    const HadamardRotation rotation(expected.size, 1);
    EXPECT_EQ(rotation.outer_size(), expected.outer) << expected.size;
    EXPECT_EQ(rotation.inner_size(), expected.inner) << expected.size;
  }
}

// Without the signs, by Sylvester: R = D H with R(0, 0) = ±1 / √4.
TEST(HadamardRotation, IsSylvestersMatrixBehindSigns) {
  const Matrix<float> r = rotation_matrix(4);
  constexpr float kSylvester[4][4] = {{1, 1, 1, 1}, {1, -1, 1, -1}, {1, 1, -1, -1}, {1, -1, -1, 1}};
  for (std::int64_t row = 0; row < 4; ++row) {
    EXPECT_EQ(std::abs(r(row, 0)), 0.5F);
    for (std::int64_t i = 0; i < 4; ++i) EXPECT_EQ(r(row, i), r(row, 0) * kSylvester[row][i]);
  }
}

// Two times the butterflies, that is, and the signs in between taken back.
TEST(HadamardRotation, OfAPowerOfTwoIsItsOwnInverseButForTheSigns) {
  const Matrix<float> r = rotation_matrix(64);
  Eigen::MatrixXf unsigned_part = as_eigen(r.view());
  for (Eigen::Index row = 0; row < 64; ++row) {
    if (unsigned_part(row, 0) < 0) unsigned_part.row(row) *= -1;
  }
  EXPECT_EQ((unsigned_part * unsigned_part).eval(), Eigen::MatrixXf::Identity(64, 64).eval());
}

TEST(HadamardRotation, HasSignsThatFollowTheSeed) {
  EXPECT_TRUE(support::same_bits(rotation_matrix(64, 5), rotation_matrix(64, 5)));
  EXPECT_FALSE(support::same_bits(rotation_matrix(64, 5), rotation_matrix(64, 6)));
}

TEST(HadamardRotation, LeavesProductsAsTheyAre) {
  const Matrix<float> x = random_floats(5, 384, 1);
  const Matrix<float> weights = random_floats(7, 384, 2);
  Matrix<float> rotated_x = support::copied(x);
  Matrix<float> rotated_weights = support::copied(weights);
  const HadamardRotation rotation(384, 3);
  for (std::int64_t row = 0; row < 5; ++row) rotation.rotate(rotated_x.row(row));
  for (std::int64_t row = 0; row < 7; ++row) rotation.rotate(rotated_weights.row(row));
  Matrix<float> y(5, 7);
  as_eigen(y.view()) = as_eigen(rotated_x.view()) * as_eigen(rotated_weights.view()).transpose();
  EXPECT_LT(support::relative_error(y, x, weights), 1e-6);
}

TEST(HadamardRotation, SpreadsAChannelOverAllOfItsBlock) {
  const HadamardRotation rotation(384, 3);
  std::vector<float> x(384);
  x[100] = 1;
  rotation.rotate(x);
  for (const float number : x) EXPECT_NEAR(std::abs(number), 1 / std::sqrt(384.0F), 1e-6F);
}

TEST(Hadamard, IsHardlyMovedByAnOutlierChannel) {
  Matrix<float> x = random_floats(64, 128, 1);
  const Matrix<float> weights = random_floats(48, 128, 2);
  const double without = product_error(Hadamard(1), x, weights);
  for (std::int64_t row = 0; row < x.rows(); ++row) x(row, 17) *= 100;
  // Weights of the outlier channel share the error of all others: compare what is lost of those.
  EXPECT_LT(product_error(Hadamard(1), x, weights), 3 * without);
}

TEST(Hadamard, ClipsWhatIsLargerThanTheSampleWhenRotated) {
  Matrix<float> sample(1, 2);
  sample(0, 0) = 1;
  Matrix<float> weights(1, 2);
  weights(0, 0) = 1;
  const auto linear = support::linear_of(Hadamard(1), weights, support::statistics_of(sample));
  Matrix<float> x(2, 2);
  x(0, 0) = 1;
  x(1, 0) = 10;
  const Matrix<float> y = support::product_of(*linear, x, 1);
  EXPECT_NEAR(y(0, 0), 1, 0.01);
  EXPECT_NEAR(y(1, 0), 1, 0.01);
}

}  // namespace
}  // namespace mllm_npu
