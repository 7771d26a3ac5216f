#include "engine/kernels/tile_product.h"

#include <cstddef>
#include <utility>

#include "engine/kernels/highway_targets.h"
#include "engine/kernels/keep_in_register.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/tile_product.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace mllm_npu {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<float>;
using V = hn::Vec<D>;

HWY_INLINE V load(const float* from) { return hn::LoadU(D(), from); }

HWY_INLINE V load(const Eigen::half* from) {
  const hn::Rebind<hwy::float16_t, D> d16;
  return hn::PromoteTo(D(), hn::LoadU(d16, reinterpret_cast<const hwy::float16_t*>(from)));
}

// The sums of one row += a · the vectors of b.
template <std::size_t... kVector>
HWY_INLINE void add_row(float a, const V* b, V* sums, std::index_sequence<kVector...>) {
  const V factor = hn::Set(D(), a);
  ((sums[kVector] = hn::Add(sums[kVector], hn::Mul(factor, b[kVector])),
    keep_in_register(sums[kVector])),
   ...);
}

template <std::size_t... kVector>
HWY_INLINE void load_row(const float* from, V* sums, std::index_sequence<kVector...>) {
  ((sums[kVector] = load(from + kVector * hn::Lanes(D()))), ...);
}

template <std::size_t... kVector>
HWY_INLINE void store_row(const V* sums, float* to, std::index_sequence<kVector...>) {
  (hn::StoreU(sums[kVector], D(), to + kVector * hn::Lanes(D())), ...);
}

// As many lanes as kVector has vectors, as many rows as kRow has numbers.
template <class T, std::size_t... kRow, std::size_t... kVector>
HWY_INLINE void add_lanes(MatrixView<const float> a, const T* b, std::int64_t b_stride,
                          MatrixView<float> sums, std::index_sequence<kRow...>,
                          std::index_sequence<kVector...> vectors) {
  V all[sizeof...(kRow)][sizeof...(kVector)];
  (load_row(sums.data + static_cast<std::int64_t>(kRow) * sums.stride, all[kRow], vectors), ...);
  const float* from = a.data;
  for (const float* const end = from + a.columns; from != end; ++from) {
    const V b_vectors[] = {load(b + kVector * hn::Lanes(D()))...};
    (add_row(from[kRow * kTileDepth], b_vectors, all[kRow], vectors), ...);
    b += b_stride;
  }
  (store_row(all[kRow], sums.data + static_cast<std::int64_t>(kRow) * sums.stride, vectors), ...);
}

template <std::size_t kRows, std::size_t kVectors, class T>
void add_rows(MatrixView<const float> a, MatrixView<const T> b, MatrixView<float> sums) {
  const auto step = static_cast<std::int64_t>(kVectors * hn::Lanes(D()));
  for (std::int64_t lane = 0; lane < b.columns; lane += step) {
    add_lanes(a, b.data + lane, b.stride, sums.column_range(lane, step),
              std::make_index_sequence<kRows>(), std::make_index_sequence<kVectors>());
  }
}

template <class T>
void add_all(MatrixView<const float> a, MatrixView<const T> b, MatrixView<float> sums) {
  if (a.rows == kTileRows) return add_rows<kTileRows, 2>(a, b, sums);
  std::int64_t row = 0;
  for (; row + 2 <= a.rows; row += 2) {
    add_rows<2, 2>(a.row_range(row, 2), b, sums.row_range(row, 2));
  }
  // A single row has too few sums to hide how long an addition takes, unless it takes more lanes.
  constexpr std::size_t kWide = kTileLanes / HWY_LANES(float);
  if (row < a.rows) add_rows<1, kWide>(a.row_range(row, 1), b, sums.row_range(row, 1));
}

// 4 rows of 4 numbers.
HWY_INLINE void transpose_square(const float* from, std::int64_t from_stride, float* to,
                                 std::int64_t to_stride) {
  const hn::FixedTag<float, 4> d;
  const hn::RepartitionToWide<decltype(d)> dd;
  const auto a = hn::LoadU(d, from);
  const auto b = hn::LoadU(d, from + from_stride);
  const auto c = hn::LoadU(d, from + 2 * from_stride);
  const auto e = hn::LoadU(d, from + 3 * from_stride);
  const auto ab_low = hn::BitCast(dd, hn::InterleaveLower(d, a, b));
  const auto ab_high = hn::BitCast(dd, hn::InterleaveUpper(d, a, b));
  const auto ce_low = hn::BitCast(dd, hn::InterleaveLower(d, c, e));
  const auto ce_high = hn::BitCast(dd, hn::InterleaveUpper(d, c, e));
  hn::StoreU(hn::BitCast(d, hn::InterleaveLower(dd, ab_low, ce_low)), d, to);
  hn::StoreU(hn::BitCast(d, hn::InterleaveUpper(dd, ab_low, ce_low)), d, to + to_stride);
  hn::StoreU(hn::BitCast(d, hn::InterleaveLower(dd, ab_high, ce_high)), d, to + 2 * to_stride);
  hn::StoreU(hn::BitCast(d, hn::InterleaveUpper(dd, ab_high, ce_high)), d, to + 3 * to_stride);
}

}  // namespace

void add_fp32(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> sums) {
  add_all(a, b, sums);
}

void add_fp16(MatrixView<const float> a, MatrixView<const Eigen::half> b, MatrixView<float> sums) {
  add_all(a, b, sums);
}

void transpose_all(MatrixView<const float> from, MatrixView<float> to) {
  const std::int64_t rows = from.rows / 4 * 4;
  const std::int64_t columns = from.columns / 4 * 4;
  for (std::int64_t row = 0; row < rows; row += 4) {
    for (std::int64_t column = 0; column < columns; column += 4) {
      transpose_square(&from(row, column), from.stride, &to(column, row), to.stride);
    }
  }
  for (std::int64_t row = 0; row < from.rows; ++row) {
    for (std::int64_t column = row < rows ? columns : 0; column < from.columns; ++column) {
      to(column, row) = from(row, column);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace mllm_npu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace mllm_npu {
HWY_EXPORT(add_fp32);
HWY_EXPORT(add_fp16);
HWY_EXPORT(transpose_all);

void add_tile_product(MatrixView<const float> a, MatrixView<const float> b,
                      MatrixView<float> sums) {
  HWY_DYNAMIC_DISPATCH(add_fp32)(a, b, sums);
}

void add_tile_product(MatrixView<const float> a, MatrixView<const Eigen::half> b,
                      MatrixView<float> sums) {
  HWY_DYNAMIC_DISPATCH(add_fp16)(a, b, sums);
}

void transpose(MatrixView<const float> from, MatrixView<float> to) {
  HWY_DYNAMIC_DISPATCH(transpose_all)(from, to);
}

}  // namespace mllm_npu
#endif
