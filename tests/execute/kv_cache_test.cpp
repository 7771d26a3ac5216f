#include "engine/execute/kv_cache.h"

#include <gtest/gtest.h>

#include "tests/support/toy_model.h"

namespace mllm_npu {
namespace {

using Halves = KeyValueStore::Rows<Eigen::half>;

Matrix<float> filled(std::int64_t rows, float value) {
  Matrix<float> matrix(rows, 16);  // two heads of 8
  as_eigen(matrix.view()).setConstant(value);
  return matrix;
}

void append(KvCache& cache, std::int64_t layer, std::int64_t rows, float key, float value) {
  const Matrix<float> keys = filled(rows, key);
  const Matrix<float> values = filled(rows, value);
  cache.append(layer, keys.view(), values.view());
}

float key_at(const KvCache& cache, std::int64_t layer, std::int64_t position) {
  const KeyValueStore& store = cache.layer(layer);
  const auto& rows = std::get<Halves>(store.rows());
  return static_cast<float>(rows.keys(store.row_of(0, position / KeyValueStore::kBlock),
                                      position % KeyValueStore::kBlock));
}

TEST(KvCache, IsEmptyAtFirst) {
  const KvCache cache(support::toy_model(2), 10);
  EXPECT_EQ(cache.capacity(), 10);
  EXPECT_EQ(cache.tokens(0), 0);
  EXPECT_EQ(cache.tokens(1), 0);
}

TEST(KvCache, PutsTokensBehindEachOtherLayerByLayer) {
  KvCache cache(support::toy_model(2), 10);
  append(cache, 0, 3, 1, 2);
  append(cache, 0, 4, 5, 6);
  append(cache, 1, 2, 7, 8);
  EXPECT_EQ(cache.tokens(0), 7);
  EXPECT_EQ(cache.tokens(1), 2);
  EXPECT_EQ(key_at(cache, 0, 2), 1);
  EXPECT_EQ(key_at(cache, 0, 3), 5);
  EXPECT_EQ(key_at(cache, 1, 1), 7);
}

TEST(KvCache, KeepsFp16) {
  KvCache cache(support::toy_model(1), 1);
  EXPECT_EQ(cache.layer(0).dtype(), Dtype::kFp16);
  append(cache, 0, 1, 1 + 0x1p-12F, 0);
  EXPECT_EQ(key_at(cache, 0, 0), 1);
}

TEST(KvCache, BeginsAgainWhenItIsCleared) {
  KvCache cache(support::toy_model(1), 4);
  append(cache, 0, 4, 1, 2);
  cache.clear();
  EXPECT_EQ(cache.tokens(0), 0);
  append(cache, 0, 1, 9, 9);
  EXPECT_EQ(cache.tokens(0), 1);
  EXPECT_EQ(key_at(cache, 0, 0), 9);
}

TEST(KvCacheDeathTest, HoldsNoMoreThanItsCapacity) {
  KvCache cache(support::toy_model(1), 4);
  append(cache, 0, 4, 1, 2);
  EXPECT_DEATH(append(cache, 0, 1, 1, 2), "4 \\+ 1 of 4");
}

}  // namespace
}  // namespace mllm_npu
