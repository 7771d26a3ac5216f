#include "engine/kernels/tile_product.h"

#include <cstddef>
#include <type_traits>
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

// As many lanes as kVector has vectors, as many rows as kRow has numbers.
template <class T, std::size_t... kRow, std::size_t... kVector>
HWY_INLINE void add_lanes(MatrixView<const float> a, const T* b, std::int64_t b_stride, float* sums,
                          std::int64_t sums_stride, std::index_sequence<kRow...>,
                          std::index_sequence<kVector...> vectors) {
  constexpr std::size_t kVectors = sizeof...(kVector);
  constexpr std::size_t kCount = sizeof...(kRow) * kVectors;
  const auto place = [&](std::size_t i) HWY_ATTR {
    return sums + static_cast<std::int64_t>(i / kVectors) * sums_stride +
           static_cast<std::int64_t>(i % kVectors * hn::Lanes(D()));
  };
  V all[kCount];
  [&]<std::size_t... i>(std::index_sequence<i...>) HWY_ATTR {
    ((all[i] = hn::LoadU(D(), place(i))), ...);
  }
  (std::make_index_sequence<kCount>());
  const float* from[] = {a.data + static_cast<std::int64_t>(kRow) * a.stride...};
  for (std::int64_t k = 0; k < a.columns; ++k) {
    const V b_vectors[] = {load(b + kVector * hn::Lanes(D()))...};
    (add_row(from[kRow][k], b_vectors, all + kRow * kVectors, vectors), ...);
    b += b_stride;
  }
  [&]<std::size_t... i>(std::index_sequence<i...>) HWY_ATTR {
    (hn::StoreU(all[i], D(), place(i)), ...);
  }
  (std::make_index_sequence<kCount>());
}

template <std::size_t kRows, std::size_t kVectors, class T>
void add_rows(MatrixView<const float> a, MatrixView<const T> b, MatrixView<float> sums) {
  const auto step = static_cast<std::int64_t>(kVectors * hn::Lanes(D()));
  for (std::int64_t lane = 0; lane < b.columns; lane += step) {
    add_lanes(a, b.data + lane, b.stride, sums.data + lane, sums.stride,
              std::make_index_sequence<kRows>(), std::make_index_sequence<kVectors>());
  }
}

template <class T>
void add_all(MatrixView<const float> a, MatrixView<const T> b, MatrixView<float> sums) {
  std::int64_t row = 0;
  for (; row + kTileRows <= a.rows; row += kTileRows) {
    add_rows<kTileRows, 2>(a.row_range(row, kTileRows), b, sums.row_range(row, kTileRows));
  }
  for (; row + 2 <= a.rows; row += 2) {
    add_rows<2, 2>(a.row_range(row, 2), b, sums.row_range(row, 2));
  }
  // A single row has too few sums to hide how long an addition takes, unless it takes more lanes.
  constexpr std::size_t kWide = kTileLanes / HWY_LANES(float);
  if (row < a.rows) add_rows<1, kWide>(a.row_range(row, 1), b, sums.row_range(row, 1));
}

}  // namespace

void add_fp32(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> sums) {
  add_all(a, b, sums);
}

void add_fp16(MatrixView<const float> a, MatrixView<const Eigen::half> b, MatrixView<float> sums) {
  add_all(a, b, sums);
}

}  // namespace HWY_NAMESPACE
}  // namespace mllm_npu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace mllm_npu {
HWY_EXPORT(add_fp32);
HWY_EXPORT(add_fp16);

void add_tile_product(MatrixView<const float> a, MatrixView<const float> b,
                      MatrixView<float> sums) {
  HWY_DYNAMIC_DISPATCH(add_fp32)(a, b, sums);
}

void add_tile_product(MatrixView<const float> a, MatrixView<const Eigen::half> b,
                      MatrixView<float> sums) {
  HWY_DYNAMIC_DISPATCH(add_fp16)(a, b, sums);
}

}  // namespace mllm_npu
#endif
