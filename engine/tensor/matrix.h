#pragma once

// Row-major matrices: one that owns its numbers, one that looks at somebody's, and Eigen's look at
// either. Everything the arithmetic wing passes around has one of these three forms.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <type_traits>

#include <Eigen/Core>

#include "engine/base/check.h"

namespace mllm_npu {

// Looks at rows × columns numbers that somebody else owns; rows lie `stride` numbers apart.
template <class T>
struct MatrixView {
  T* data = nullptr;
  std::int64_t rows = 0;
  std::int64_t columns = 0;
  std::int64_t stride = 0;

  MatrixView() = default;
  MatrixView(T* first, std::int64_t row_count, std::int64_t column_count)
      : MatrixView(first, row_count, column_count, column_count) {}
  MatrixView(T* first, std::int64_t row_count, std::int64_t column_count, std::int64_t row_stride)
      : data(first), rows(row_count), columns(column_count), stride(row_stride) {}
  // NOLINTNEXTLINE(google-explicit-constructor): a view to read is what a view to write offers.
  operator MatrixView<const T>() const requires(!std::is_const_v<T>) {
    return {data, rows, columns, stride};
  }

  std::span<T> row(std::int64_t index) const {
    return {data + index * stride, static_cast<std::size_t>(columns)};
  }
  T& operator()(std::int64_t row, std::int64_t column) const { return data[row * stride + column]; }
  // Parts. REQUIRES: they lie inside.
  MatrixView row_range(std::int64_t begin, std::int64_t count) const {
    return {data + begin * stride, count, columns, stride};
  }
  MatrixView column_range(std::int64_t begin, std::int64_t count) const {
    return {data + begin, rows, count, stride};
  }
};

// Owns rows × columns numbers, zero at first, aligned for any vector unit.
template <class T>
class Matrix {
 public:
  Matrix() = default;
  // REQUIRES: neither is negative.
  Matrix(std::int64_t rows, std::int64_t columns) : rows_(rows), columns_(columns) {
    MLLM_NPU_CHECK(rows >= 0 && columns >= 0,
                   std::to_string(rows) + " x " + std::to_string(columns));
    const auto count = static_cast<std::size_t>(rows * columns);
    data_.reset(static_cast<T*>(::operator new(count * sizeof(T), kAlignment)));
    std::uninitialized_value_construct_n(data_.get(), count);
  }

  std::int64_t rows() const { return rows_; }
  std::int64_t columns() const { return columns_; }
  MatrixView<T> view() { return {data_.get(), rows_, columns_}; }
  MatrixView<const T> view() const { return {data_.get(), rows_, columns_}; }
  std::span<T> row(std::int64_t index) { return view().row(index); }
  std::span<const T> row(std::int64_t index) const { return view().row(index); }
  T& operator()(std::int64_t row, std::int64_t column) { return view()(row, column); }
  const T& operator()(std::int64_t row, std::int64_t column) const { return view()(row, column); }

 private:
  static constexpr std::align_val_t kAlignment{64};
  struct Free {
    void operator()(T* data) const { ::operator delete(data, kAlignment); }
  };
  static_assert(std::is_trivially_destructible_v<T>);

  std::int64_t rows_ = 0;
  std::int64_t columns_ = 0;
  std::unique_ptr<T[], Free> data_;
};

template <class T>
using EigenRowMajor =
    Eigen::Matrix<std::remove_const_t<T>, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// The same numbers as an Eigen matrix, without a copy.
template <class T>
auto as_eigen(MatrixView<T> view) {
  using Plain = std::conditional_t<std::is_const_v<T>, const EigenRowMajor<T>, EigenRowMajor<T>>;
  return Eigen::Map<Plain, 0, Eigen::OuterStride<>>(view.data, view.rows, view.columns,
                                                    Eigen::OuterStride<>(view.stride));
}

}  // namespace mllm_npu
