#include "engine/kernels/attention.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

#include "engine/base/check.h"
#include "engine/kernels/parallel_work.h"
#include "engine/kernels/tile_product.h"
#include "engine/kernels/vector_math.h"

namespace mllm_npu {
namespace {

constexpr std::int64_t kBlock = KeyValueStore::kBlock;
// Queries of one task: their keys and values are still in the cache when the next tile reads them.
constexpr std::int64_t kTaskRows = 4 * kTileRows;

// Positions begin..end - 1.
struct Range {
  std::int64_t begin;
  std::int64_t end;

  bool empty() const { return begin >= end; }
};

Range both(Range a, Range b) { return {std::max(a.begin, b.begin), std::min(a.end, b.end)}; }

// A few neighbouring queries of one head.
template <class T>
class Tile {
 public:
  Tile(MatrixView<const float> queries, std::int64_t first_position, const KeyValueStore& store,
       const KeyValueStore::Rows<T>& rows, std::int64_t kv_head, std::optional<std::int64_t> window)
      : queries_(queries),
        first_position_(first_position),
        store_(store),
        rows_(rows),
        kv_head_(kv_head),
        window_(window),
        scale_(static_cast<float>(1 / std::sqrt(static_cast<double>(store.head_dim())))) {
    const auto count = static_cast<std::size_t>(queries.rows * store.value_stride());
    std::fill_n(sums_.begin(), count, 0.0F);
    for (SoftmaxSums& softmax : softmax_) {
      softmax.largest = -std::numeric_limits<float>::infinity();
      std::ranges::fill(softmax.lanes, 0.0F);
    }
  }

  void run(MatrixView<float> out) {
    const std::int64_t end = keys_of(queries_.rows - 1).end;
    for (std::int64_t block = keys_of(0).begin / kBlock; block * kBlock < end; ++block) {
      add_block(block);
    }
    for (std::int64_t row = 0; row < out.rows; ++row) finish(row, out.row(row));
  }

 private:
  // The keys that a query sees.
  Range keys_of(std::int64_t row) const {
    const std::int64_t end = first_position_ + row + 1;
    return {window_ ? std::max<std::int64_t>(0, end - *window_) : 0, end};
  }

  MatrixView<float> sums() { return {sums_.data(), queries_.rows, store_.value_stride()}; }

  void add_block(std::int64_t block) {
    const Range here{block * kBlock, (block + 1) * kBlock};
    const std::int64_t place = store_.row_of(kv_head_, block);
    const MatrixView<float> weights(weights_.data(), queries_.rows, kBlock);
    std::ranges::fill(weights_, 0.0F);
    const T* keys = rows_.keys.row(place).data();
    add_tile_product(queries_, MatrixView<const T>(keys, store_.head_dim(), kBlock), weights);
    for (std::int64_t row = 0; row < queries_.rows; ++row) {
      const Range seen = both(keys_of(row), here);
      if (!seen.empty()) weigh(row, {seen.begin - here.begin, seen.end - here.begin});
    }
    add_values(here,
               MatrixView<const T>(rows_.values.row(place).data(), kBlock, store_.value_stride()));
  }

  // Scores become weights; what the query does not see weighs 0.
  void weigh(std::int64_t row, Range seen) {
    const std::span<float> scores(&weights_[static_cast<std::size_t>(row * kBlock)], kBlock);
    constexpr float kNever = -std::numeric_limits<float>::infinity();
    std::fill(scores.begin(), scores.begin() + seen.begin, kNever);
    std::fill(scores.begin() + seen.end, scores.end(), kNever);
    const float factor = vector_softmax(scores, scale_, softmax_[static_cast<std::size_t>(row)]);
    if (factor != 1) vector_scale(sums().row(row), factor);
  }

  // Rows see different keys at both ends: there each one adds its own, between they do it together.
  // Every row adds what it sees in the order of the keys.
  void add_values(Range here, MatrixView<const T> values) {
    const Range joint = both({keys_of(queries_.rows - 1).begin, keys_of(0).end}, here);
    if (joint.empty()) {
      for (std::int64_t row = 0; row < queries_.rows; ++row) {
        add_range(row, 1, both(keys_of(row), here), here, values);
      }
      return;
    }
    for (std::int64_t row = 0; row < queries_.rows; ++row) {
      add_range(row, 1, both(keys_of(row), {here.begin, joint.begin}), here, values);
    }
    add_range(0, queries_.rows, joint, here, values);
    for (std::int64_t row = 0; row < queries_.rows; ++row) {
      add_range(row, 1, both(keys_of(row), {joint.end, here.end}), here, values);
    }
  }

  void add_range(std::int64_t row, std::int64_t rows, Range keys, Range here,
                 MatrixView<const T> values) {
    if (keys.empty()) return;
    const std::int64_t first = keys.begin - here.begin;
    const std::int64_t count = keys.end - keys.begin;
    const MatrixView<const float> weights(weights_.data(), queries_.rows, kBlock);
    add_tile_product(weights.row_range(row, rows).column_range(first, count),
                     values.row_range(first, count), sums().row_range(row, rows));
  }

  void finish(std::int64_t row, std::span<float> out) {
    std::span<float> lanes = softmax_[static_cast<std::size_t>(row)].lanes;
    for (std::size_t half = lanes.size() / 2; half > 0; half /= 2) {
      for (std::size_t i = 0; i < half; ++i) lanes[i] += lanes[i + half];
    }
    vector_scale(sums().row(row), 1 / lanes[0]);
    std::copy_n(sums().row(row).begin(), out.size(), out.begin());
  }

  const MatrixView<const float> queries_;
  const std::int64_t first_position_;
  const KeyValueStore& store_;
  const KeyValueStore::Rows<T>& rows_;
  const std::int64_t kv_head_;
  const std::optional<std::int64_t> window_;
  const float scale_;
  alignas(64) std::array<float, kTileRows * kBlock> weights_;
  alignas(64) std::array<float, kTileRows * KeyValueStore::kMaxHeadDim> sums_;
  std::array<SoftmaxSums, kTileRows> softmax_;
};

void check_shapes(MatrixView<const float> queries, std::int64_t first_position,
                  const KeyValueStore& store, const AttentionShape& shape, MatrixView<float> out) {
  MLLM_NPU_CHECK(
      shape.kv_heads == store.kv_heads() && shape.head_dim == store.head_dim() && shape.heads > 0 &&
          shape.heads % shape.kv_heads == 0,
      std::to_string(shape.heads) + " heads, " + std::to_string(shape.kv_heads) + " of keys");
  MLLM_NPU_CHECK(queries.columns == shape.heads * shape.head_dim &&
                     out.columns == queries.columns && out.rows == queries.rows,
                 std::to_string(queries.columns) + ", " + std::to_string(out.columns));
  MLLM_NPU_CHECK(first_position >= 0 && first_position + queries.rows <= store.capacity(),
                 std::to_string(first_position) + " + " + std::to_string(queries.rows));
  MLLM_NPU_CHECK(!shape.sliding_window || *shape.sliding_window > 0,
                 std::to_string(*shape.sliding_window));
}

}  // namespace

void attention(MatrixView<const float> queries, std::int64_t first_position,
               const KeyValueStore& store, const AttentionShape& shape, MatrixView<float> out) {
  check_shapes(queries, first_position, store, shape, out);
  const std::int64_t groups = (queries.rows + kTaskRows - 1) / kTaskRows;
  const std::int64_t heads_per_key = shape.heads / shape.kv_heads;
  const auto run_task = [&](std::int64_t task, const auto& rows) {
    const std::int64_t head = task / groups;
    const std::int64_t column = head * shape.head_dim;
    const std::int64_t begin = task % groups * kTaskRows;
    const std::int64_t end = std::min(begin + kTaskRows, queries.rows);
    for (std::int64_t row = begin; row < end; row += kTileRows) {
      const std::int64_t count = std::min(kTileRows, end - row);
      Tile tile(queries.row_range(row, count).column_range(column, shape.head_dim),
                first_position + row, store, rows, head / heads_per_key, shape.sliding_window);
      tile.run(out.row_range(row, count).column_range(column, shape.head_dim));
    }
  };
  const std::int64_t products =
      2 * queries.rows * queries.columns * (first_position + queries.rows);
  parallel_for_work(shape.heads * groups, products, [&](std::int64_t task) {
    std::visit([&](const auto& rows) { run_task(task, rows); }, store.rows());
  });
}

}  // namespace mllm_npu
