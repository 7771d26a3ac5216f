#include "engine/kernels/int8_pairs.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <utility>

#include "engine/kernels/highway_targets.h"
#include "engine/kernels/keep_in_register.h"
#include "engine/kernels/parallel_work.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/int8_pairs.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#ifndef MLLM_NPU_INT8_PAIRS_SIZES
#define MLLM_NPU_INT8_PAIRS_SIZES
namespace mllm_npu {
namespace {

constexpr std::int64_t kPanel = 16;       // outputs
constexpr std::int64_t kTileRows = 6;     // 6 x 16 sums fill AVX2's registers
constexpr std::int64_t kPairBlock = 512;  // pairs of inputs that a tile keeps in the first cache
constexpr std::int64_t kGroup = 8;        // panels per task, at most

// Sums of a tile for each panel of a group, and its rows of x in 16 bits.
struct TileMemory {
  alignas(64) std::array<std::int32_t, kGroup * kTileRows * kPanel> sums;
  alignas(64) std::array<std::int16_t, kTileRows * kPairBlock * 2> x;
};

}  // namespace
}  // namespace mllm_npu
#endif

HWY_BEFORE_NAMESPACE();
namespace mllm_npu {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

// `to`: 16 bits, filled up with zeros to a whole pair.
void widen(const std::int8_t* from, std::int64_t count, std::int16_t* to) {
  const hn::CappedTag<std::int16_t, 16> d16;
  const hn::Rebind<std::int8_t, decltype(d16)> d8;
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(d16));
  std::int64_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    hn::StoreU(hn::PromoteTo(d16, hn::LoadU(d8, from + i)), d16, to + i);
  }
  for (; i < count; ++i) to[i] = from[i];
  if (count % 2 == 1) to[count] = 0;
}

// The sums of one row += the products of one pair.
template <class W, class V>
HWY_INLINE void add_pair(const std::int16_t* x, W w_low, W w_high, V& low, V& low_rest, V& high,
                         V& high_rest) {
  const hn::DFromV<V> d;
  std::int32_t two;
  std::memcpy(&two, x, sizeof(two));
  const auto both = hn::BitCast(hn::DFromV<W>(), hn::Set(d, two));
  low = hn::ReorderWidenMulAccumulate(d, both, w_low, low, low_rest);
  keep_in_register(low);
  high = hn::ReorderWidenMulAccumulate(d, both, w_high, high, high_rest);
  keep_in_register(high);
}

// sums[row][output] += products of the pairs, for two vectors of outputs.
template <std::size_t... kRow>
HWY_INLINE void add_pairs(const std::int16_t* x, const std::int8_t* panel, std::int64_t pairs,
                          std::int32_t* sums, std::index_sequence<kRow...>) {
  const hn::CappedTag<std::int32_t, 8> d;
  const hn::Repartition<std::int16_t, decltype(d)> d16;
  const hn::Rebind<std::int8_t, decltype(d16)> d8;
  using V = hn::Vec<decltype(d)>;
  const std::size_t lanes = hn::Lanes(d);
  V low[] = {hn::Load(d, sums + kRow * kPanel)...};
  V high[] = {hn::Load(d, sums + kRow * kPanel + lanes)...};
  V low_rest[] = {(static_cast<void>(kRow), hn::Zero(d))...};
  V high_rest[] = {(static_cast<void>(kRow), hn::Zero(d))...};
  for (std::int64_t pair = 0; pair < pairs; ++pair) {
    const auto w_low = hn::PromoteTo(d16, hn::LoadU(d8, panel));
    const auto w_high = hn::PromoteTo(d16, hn::LoadU(d8, panel + 2 * lanes));
    (add_pair(x + 2 * kRow * kPairBlock, w_low, w_high, low[kRow], low_rest[kRow], high[kRow],
              high_rest[kRow]),
     ...);
    x += 2;
    panel += 2 * kPanel;
  }
  (hn::Store(hn::RearrangeToOddPlusEven(low[kRow], low_rest[kRow]), d, sums + kRow * kPanel), ...);
  (hn::Store(hn::RearrangeToOddPlusEven(high[kRow], high_rest[kRow]), d,
             sums + kRow * kPanel + lanes),
   ...);
}

template <std::size_t kRows>
void add_panel(const std::int16_t* x, const std::int8_t* panel, std::int64_t pairs,
               std::int32_t* sums) {
  const auto step = static_cast<std::int64_t>(2 * hn::Lanes(hn::CappedTag<std::int32_t, 8>()));
  for (std::int64_t output = 0; output < kPanel; output += step) {
    add_pairs(x, panel + 2 * output, pairs, sums + output, std::make_index_sequence<kRows>());
  }
}

template <std::size_t kRows>
void multiply_tile(MatrixView<const std::int8_t> x, MatrixView<const std::int8_t> panels,
                   MatrixView<std::int32_t> y, TileMemory& memory) {
  memory.sums.fill(0);
  constexpr std::int64_t kPanelSums = kTileRows * kPanel;
  for (std::int64_t input = 0; input < x.columns; input += 2 * kPairBlock) {
    const std::int64_t inputs = std::min(2 * kPairBlock, x.columns - input);
    for (std::int64_t row = 0; row < x.rows; ++row) {
      widen(&x(row, input), inputs, &memory.x[static_cast<std::size_t>(2 * kPairBlock * row)]);
    }
    for (std::int64_t panel = 0; panel < panels.rows; ++panel) {
      add_panel<kRows>(memory.x.data(), &panels(panel, input * kPanel), (inputs + 1) / 2,
                       &memory.sums[static_cast<std::size_t>(panel * kPanelSums)]);
    }
  }
  for (std::int64_t panel = 0; panel < panels.rows; ++panel) {
    const std::int64_t output = panel * kPanel;
    const std::int64_t count = std::min(kPanel, y.columns - output);
    for (std::int64_t row = 0; row < x.rows; ++row) {
      std::memcpy(&y(row, output),
                  &memory.sums[static_cast<std::size_t>(panel * kPanelSums + row * kPanel)],
                  static_cast<std::size_t>(count) * sizeof(std::int32_t));
    }
  }
}

}  // namespace

// All rows of x with a few panels.
void multiply_group(MatrixView<const std::int8_t> x, MatrixView<const std::int8_t> panels,
                    MatrixView<std::int32_t> y) {
  TileMemory memory;
  std::int64_t row = 0;
  for (; row + kTileRows <= x.rows; row += kTileRows) {
    multiply_tile<kTileRows>(x.row_range(row, kTileRows), panels, y.row_range(row, kTileRows),
                             memory);
  }
  for (; row + 2 <= x.rows; row += 2) {
    multiply_tile<2>(x.row_range(row, 2), panels, y.row_range(row, 2), memory);
  }
  if (row < x.rows) multiply_tile<1>(x.row_range(row, 1), panels, y.row_range(row, 1), memory);
}

}  // namespace HWY_NAMESPACE
}  // namespace mllm_npu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace mllm_npu {
HWY_EXPORT(multiply_group);

Matrix<std::int8_t> pack_int8_pairs(MatrixView<const std::int8_t> weights) {
  const std::int64_t pairs = (weights.columns + 1) / 2;
  Matrix<std::int8_t> panels((weights.rows + kPanel - 1) / kPanel, pairs * kPanel * 2);
  parallel_for_work(panels.rows(), 4 * weights.rows * weights.columns, [&](std::int64_t panel) {
    const std::int64_t outputs = std::min(kPanel, weights.rows - panel * kPanel);
    for (std::int64_t i = 0; i < outputs; ++i) {
      for (std::int64_t input = 0; input < weights.columns; ++input) {
        panels(panel, input / 2 * kPanel * 2 + i * 2 + input % 2) =
            weights(panel * kPanel + i, input);
      }
    }
  });
  return panels;
}

void multiply_int8_pairs(MatrixView<const std::int8_t> x, MatrixView<const std::int8_t> panels,
                         MatrixView<std::int32_t> y) {
  // A group stays in the second cache while all rows pass it.
  constexpr std::int64_t kGroupBytes = std::int64_t{1} << 18;
  const std::int64_t group = std::clamp<std::int64_t>(kGroupBytes / panels.columns, 1, kGroup);
  const std::int64_t groups = (panels.rows + group - 1) / group;
  parallel_for_work(groups, x.rows * panels.rows * panels.columns, [&](std::int64_t task) {
    const std::int64_t panel = task * group;
    const std::int64_t count = std::min(group, panels.rows - panel);
    const std::int64_t output = panel * kPanel;
    const std::int64_t outputs = std::min(count * kPanel, y.columns - output);
    HWY_DYNAMIC_DISPATCH(multiply_group)
    (x, panels.row_range(panel, count), y.column_range(output, outputs));
  });
}

}  // namespace mllm_npu
#endif
