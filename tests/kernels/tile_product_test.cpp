#include "engine/kernels/tile_product.h"

#include <vector>

#include <gtest/gtest.h>

#include "tests/kernels/instruction_sets.h"
#include "tests/kernels/matrices.h"

namespace mllm_npu {
namespace {

// The definition, word by word.
template <class T>
void add_plainly(MatrixView<const float> a, MatrixView<const T> b, MatrixView<float> sums) {
  for (std::int64_t k = 0; k < a.columns; ++k) {
    for (std::int64_t row = 0; row < a.rows; ++row) {
      for (std::int64_t lane = 0; lane < b.columns; ++lane) {
        const float product = a(row, k) * static_cast<float>(b(k, lane));
        sums(row, lane) += product;
      }
    }
  }
}

Matrix<Eigen::half> halves(const Matrix<float>& from) {
  Matrix<Eigen::half> to(from.rows(), from.columns());
  for (std::int64_t row = 0; row < from.rows(); ++row) {
    for (std::int64_t column = 0; column < from.columns(); ++column) {
      to(row, column) = Eigen::half(from(row, column));
    }
  }
  return to;
}

template <class T>
void expect_definition(const Matrix<T>& b) {
  const auto a = support::random_floats(kTileRows, kTileDepth, 1);
  for (std::int64_t rows = 1; rows <= kTileRows; ++rows) {
    for (const std::int64_t depth : {0, 1, 7, 64}) {
      for (const std::int64_t lanes : {32, 96}) {
        const auto part = a.view().row_range(0, rows).column_range(0, depth);
        const auto b_part = b.view().row_range(0, depth).column_range(3, lanes);
        auto expected = support::random_floats(rows, lanes, 3);
        add_plainly(part, b_part, expected.view());
        support::with_every_instruction_set([&] {
          auto sums = support::random_floats(rows, lanes, 3);
          add_tile_product(part, b_part, sums.view());
          EXPECT_TRUE(support::same_bits(sums, expected)) << rows << ' ' << depth << ' ' << lanes;
        });
      }
    }
  }
}

TEST(TileProduct, RoundsEveryProductAndSumInOrder) {
  expect_definition(support::random_floats(64, 101, 2));
}

TEST(TileProduct, ReadsFp16) { expect_definition(halves(support::random_floats(64, 101, 2))); }

TEST(TileProduct, ReadsEveryFiniteFp16NumberOnEveryInstructionSet) {
  Matrix<float> one(1, kTileDepth);
  one(0, 0) = 1;
  for (const std::int64_t sign : {0x0000, 0x8000}) {
    Matrix<Eigen::half> all(1, 0x7C00);
    for (std::int64_t i = 0; i < all.columns(); ++i) {
      all(0, i) = Eigen::numext::bit_cast<Eigen::half>(static_cast<std::uint16_t>(i + sign));
    }
    support::with_every_instruction_set([&] {
      Matrix<float> sums(1, all.columns());
      add_tile_product(one.view().column_range(0, 1), all.view(), sums.view());
      for (std::int64_t i = 0; i < all.columns(); ++i) {
        ASSERT_EQ(sums(0, i), static_cast<float>(all(0, i)));
      }
    });
  }
}

TEST(TileProduct, LeavesWhatLiesBesideItsSums) {
  const auto a = support::random_floats(2, kTileDepth, 1);
  const auto b = support::random_floats(kTileDepth, 32, 2);
  Matrix<float> wide(3, 50);
  add_tile_product(a.view(), b.view(), wide.view().row_range(0, 2).column_range(9, 32));
  for (std::int64_t row = 0; row < 3; ++row) {
    for (std::int64_t column = 0; column < 50; ++column) {
      const bool inside = row < 2 && column >= 9 && column < 41;
      EXPECT_EQ(wide(row, column) != 0, inside) << row << ", " << column;
    }
  }
}

TEST(Transpose, SwapsRowsAndColumnsOfAnyShape) {
  const auto from = support::random_floats(9, 70, 1);
  for (std::int64_t rows = 1; rows <= 9; ++rows) {
    for (const std::int64_t columns : {1, 3, 4, 5, 8, 70}) {
      support::with_every_instruction_set([&] {
        Matrix<float> to(71, 12);
        transpose(from.view().row_range(0, rows).column_range(0, columns), to.view());
        for (std::int64_t row = 0; row < 71; ++row) {
          for (std::int64_t column = 0; column < 12; ++column) {
            const bool inside = row < columns && column < rows;
            ASSERT_EQ(to(row, column), inside ? from(column, row) : 0);
          }
        }
      });
    }
  }
}

}  // namespace
}  // namespace mllm_npu
