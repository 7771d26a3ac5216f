#include "engine/kernels/key_value_store.h"

#include <algorithm>
#include <array>
#include <string>
#include <type_traits>

#include "engine/base/check.h"
#include "engine/kernels/parallel_work.h"
#include "engine/kernels/tile_product.h"
#include "engine/kernels/vector_math.h"

namespace mllm_npu {
namespace {

template <class T>
void write_token(std::span<const float> from, T* to) {
  if constexpr (std::is_same_v<T, float>) {
    std::ranges::copy(from, to);
  } else {
    vector_round_to_half(from, {to, from.size()});
  }
}

// keys, values: [tokens, head_dim], of one head.
template <class T>
void write_head(KeyValueStore::Rows<T>& rows, const KeyValueStore& store, std::int64_t head,
                std::int64_t first_position, MatrixView<const float> keys,
                MatrixView<const float> values) {
  std::array<T, KeyValueStore::kMaxHeadDim> key;
  for (std::int64_t token = 0; token < keys.rows; ++token) {
    const std::int64_t position = first_position + token;
    const std::int64_t row = store.row_of(head, position / KeyValueStore::kBlock);
    const std::int64_t lane = position % KeyValueStore::kBlock;
    write_token(values.row(token), rows.values.row(row).data() + lane * store.value_stride());
    write_token(keys.row(token), key.data());
    T* to = rows.keys.row(row).data() + lane;
    for (std::int64_t i = 0; i < keys.columns; ++i) {
      to[i * KeyValueStore::kBlock] = key[static_cast<std::size_t>(i)];
    }
  }
}

}  // namespace

KeyValueStore::KeyValueStore(std::int64_t kv_heads, std::int64_t head_dim, std::int64_t capacity,
                             Dtype dtype)
    : kv_heads_(kv_heads),
      head_dim_(head_dim),
      capacity_(capacity),
      blocks_((capacity + kBlock - 1) / kBlock),
      value_stride_((head_dim + kTileLanes - 1) / kTileLanes * kTileLanes) {
  MLLM_NPU_CHECK(kv_heads > 0 && head_dim > 0 && head_dim <= kMaxHeadDim && capacity >= 0,
                 std::to_string(kv_heads) + " heads of " + std::to_string(head_dim) + ", " +
                     std::to_string(capacity) + " positions");
  MLLM_NPU_CHECK(dtype == Dtype::kFp16 || dtype == Dtype::kFp32,
                 std::to_string(static_cast<int>(dtype)));
  const std::int64_t count = kv_heads * blocks_;
  if (dtype == Dtype::kFp32) rows_.emplace<1>();
  std::visit(
      [&](auto& rows) {
        rows.keys = {count, head_dim * kBlock};
        rows.values = {count, kBlock * value_stride_};
      },
      rows_);
}

std::int64_t KeyValueStore::bytes() const {
  return kv_heads_ * blocks_ * kBlock * (head_dim_ + value_stride_) * bytes_per_element(dtype());
}

void KeyValueStore::write(std::int64_t first_position, MatrixView<const float> keys,
                          MatrixView<const float> values) {
  MLLM_NPU_CHECK(first_position >= 0 && first_position + keys.rows <= capacity_,
                 std::to_string(first_position) + " + " + std::to_string(keys.rows) + " of " +
                     std::to_string(capacity_));
  MLLM_NPU_CHECK(keys.columns == kv_heads_ * head_dim_ && values.columns == keys.columns &&
                     values.rows == keys.rows,
                 std::to_string(keys.columns) + " and " + std::to_string(values.columns));
  std::visit(
      [&](auto& rows) {
        parallel_for_work(kv_heads_, 8 * keys.rows * keys.columns, [&](std::int64_t head) {
          const std::int64_t begin = head * head_dim_;
          write_head(rows, *this, head, first_position, keys.column_range(begin, head_dim_),
                     values.column_range(begin, head_dim_));
        });
      },
      rows_);
}

}  // namespace mllm_npu
