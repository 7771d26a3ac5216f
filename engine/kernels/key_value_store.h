#pragma once

#include <cstdint>
#include <variant>

#include <Eigen/Core>

#include "engine/tensor/dtype.h"
#include "engine/tensor/matrix.h"

namespace mllm_npu {

// Keys and values of one layer for the positions 0..capacity − 1, in the layout that attention()
// reads. Each position is written as its token is computed, in any order, and may be overwritten;
// attention reads the positions that it is asked to, so they must have been written before.
class KeyValueStore {
 public:
  // Positions per block of keys; blocks begin at multiples of it.
  static constexpr std::int64_t kBlock = 64;
  static constexpr std::int64_t kMaxHeadDim = 512;

  // dtype: kFp16, or kFp32 to keep every bit.
  // REQUIRES: kv_heads > 0, 0 < head_dim <= kMaxHeadDim, capacity >= 0.
  KeyValueStore(std::int64_t kv_heads, std::int64_t head_dim, std::int64_t capacity, Dtype dtype);

  std::int64_t kv_heads() const { return kv_heads_; }
  std::int64_t head_dim() const { return head_dim_; }
  std::int64_t capacity() const { return capacity_; }
  Dtype dtype() const { return rows_.index() == 0 ? Dtype::kFp16 : Dtype::kFp32; }
  // What the store takes in memory, padding included.
  std::int64_t bytes() const;

  // Keys and values of the positions first_position..first_position + tokens − 1, each
  // [tokens, kv_heads · head_dim]; keys are rotated already. In fp16, halves round to even and what
  // is too large for it becomes ±65504. REQUIRES: the positions lie below capacity.
  void write(std::int64_t first_position, MatrixView<const float> keys,
             MatrixView<const float> values);

  // For attention(): a row per head and block of positions.
  template <class T>
  struct Rows {
    Matrix<T> keys;    // [kv_heads · blocks, head_dim · kBlock]: lane = position
    Matrix<T> values;  // [kv_heads · blocks, kBlock · value_stride]: lane = number in the head
  };
  const std::variant<Rows<Eigen::half>, Rows<float>>& rows() const { return rows_; }
  std::int64_t row_of(std::int64_t head, std::int64_t block) const {
    return head * blocks_ + block;
  }
  // head_dim rounded up to a multiple of 32; the numbers between are 0.
  std::int64_t value_stride() const { return value_stride_; }

 private:
  std::int64_t kv_heads_;
  std::int64_t head_dim_;
  std::int64_t capacity_;
  std::int64_t blocks_;
  std::int64_t value_stride_;
  std::variant<Rows<Eigen::half>, Rows<float>> rows_;
};

}  // namespace mllm_npu
