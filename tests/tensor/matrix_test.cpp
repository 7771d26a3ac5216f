#include "engine/tensor/matrix.h"

#include <numeric>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/tensor/dtype.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;

// 0, 1, 2, ... row by row.
Matrix<int> counted(std::int64_t rows, std::int64_t columns) {
  Matrix<int> matrix(rows, columns);
  std::iota(matrix.view().data, matrix.view().data + rows * columns, 0);
  return matrix;
}

TEST(Matrix, IsZeroAtFirst) {
  const Matrix<float> matrix(3, 5);
  for (std::int64_t row = 0; row < 3; ++row) {
    EXPECT_THAT(matrix.row(row), ElementsAre(0, 0, 0, 0, 0));
  }
}

TEST(Matrix, StandsWhereAVectorUnitLikesIt) {
  for (const std::int64_t columns : {1, 3, 17, 100}) {
    const Matrix<std::int8_t> matrix(3, columns);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(matrix.view().data) % 64, 0U) << columns;
  }
}

TEST(Matrix, HasItsRowsOneAfterTheOther) {
  const Matrix<int> matrix = counted(3, 4);
  EXPECT_THAT(matrix.row(1), ElementsAre(4, 5, 6, 7));
  EXPECT_EQ(matrix(2, 3), 11);
}

TEST(Matrix, IsWrittenThroughItsViewItsRowsAndItsPlaces) {
  Matrix<int> matrix(2, 2);
  matrix.view()(0, 1) = 1;
  matrix.row(1)[0] = 2;
  matrix(1, 1) = 3;
  EXPECT_THAT(matrix.row(0), ElementsAre(0, 1));
  EXPECT_THAT(matrix.row(1), ElementsAre(2, 3));
}

TEST(Matrix, MayHaveNoRows) {
  const Matrix<int> matrix(0, 7);
  EXPECT_EQ(matrix.rows(), 0);
  EXPECT_EQ(matrix.columns(), 7);
  EXPECT_EQ(Matrix<int>().rows(), 0);
}

TEST(Matrix, KeepsItsNumbersWhenItMoves) {
  Matrix<int> matrix = counted(2, 2);
  const int* const place = matrix.view().data;
  const Matrix<int> moved = std::move(matrix);
  EXPECT_EQ(moved.view().data, place);
  EXPECT_THAT(moved.row(1), ElementsAre(2, 3));
}

TEST(MatrixDeathTest, HasNoNegativeSide) { EXPECT_DEATH(Matrix<int>(-1, 2), "-1 x 2"); }

TEST(MatrixView, OfRowsLooksAtTheSameNumbers) {
  Matrix<int> matrix = counted(4, 3);
  const MatrixView<int> middle = matrix.view().row_range(1, 2);
  EXPECT_EQ(middle.rows, 2);
  EXPECT_THAT(middle.row(0), ElementsAre(3, 4, 5));
  middle(1, 0) = -1;
  EXPECT_EQ(matrix(2, 0), -1);
}

TEST(MatrixView, OfColumnsKeepsTheDistanceOfTheRows) {
  const Matrix<int> matrix = counted(3, 5);
  const MatrixView<const int> part = matrix.view().column_range(1, 2);
  EXPECT_EQ(part.columns, 2);
  EXPECT_EQ(part.stride, 5);
  EXPECT_THAT(part.row(2), ElementsAre(11, 12));
  EXPECT_EQ(part.row_range(1, 1)(0, 1), 7);
}

TEST(AsEigen, SeesAPartOfAMatrixWithoutACopy) {
  Matrix<float> matrix(3, 4);
  auto part = as_eigen(matrix.view().row_range(1, 2).column_range(1, 2));
  part << 1, 2, 3, 4;
  EXPECT_THAT(matrix.row(0), ElementsAre(0, 0, 0, 0));
  EXPECT_THAT(matrix.row(1), ElementsAre(0, 1, 2, 0));
  EXPECT_THAT(matrix.row(2), ElementsAre(0, 3, 4, 0));
  EXPECT_EQ(as_eigen(std::as_const(matrix).view()).sum(), 10);
}

TEST(Dtype, TellsItsBytes) {
  EXPECT_EQ(bytes_per_element(Dtype::kInt8), 1);
  EXPECT_EQ(bytes_per_element(Dtype::kFp16), 2);
  EXPECT_EQ(bytes_per_element(Dtype::kInt32), 4);
  EXPECT_EQ(bytes_per_element(Dtype::kFp32), 4);
}

}  // namespace
}  // namespace mllm_npu
