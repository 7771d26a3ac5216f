// Padding: rows of a chunk that stand for no token.

#include "engine/execute/float_subgraphs.h"

#include <algorithm>
#include <limits>

#include <gtest/gtest.h>

#include "engine/execute/int8_linears.h"
#include "engine/model/model_catalog.h"
#include "tests/support/computing_model.h"

namespace mllm_npu {
namespace {

using support::ComputingModel;

constexpr std::int64_t kRows = 8;
constexpr std::int64_t kTokens = 5;

template <class T>
void poison(Matrix<T>& matrix, T value) {
  for (std::int64_t row = std::min(kTokens, matrix.rows()); row < matrix.rows(); ++row) {
    std::fill(matrix.row(row).begin(), matrix.row(row).end(), value);
  }
}

void poison(ChunkValues& values) {
  poison(values.hidden, std::numeric_limits<float>::quiet_NaN());
  for (Matrix<std::int8_t>* matrix : {&values.input, &values.attended, &values.ffn_input}) {
    poison(*matrix, std::int8_t{-128});
  }
  for (Matrix<std::int32_t>* matrix : {&values.qkv, &values.output, &values.ffn}) {
    poison(*matrix, std::numeric_limits<std::int32_t>::max());
  }
}

bool all_zero(const Matrix<std::int8_t>& matrix, std::int64_t first_row) {
  for (std::int64_t row = first_row; row < matrix.rows(); ++row) {
    const auto numbers = matrix.row(row);
    if (std::any_of(numbers.begin(), numbers.end(), [](int number) { return number != 0; })) {
      return false;
    }
  }
  return true;
}

class Padding : public ::testing::TestWithParam<std::string> {
 protected:
  // Last hidden states of a padded chunk; after each step `disturb` may do what it likes.
  Matrix<float> run(KvCache& cache, const std::function<void(ChunkValues&)>& disturb) {
    Int8Linears linears(model_.quantized, kRows);
    FloatSubgraphs floats(model_.quantized, model_.rotary, kRows);
    ChunkValues values(model_.quantized, kRows);
    const ChunkValues& read = values;
    const auto step = [&](const auto& action) {
      action();
      disturb(values);
    };
    step([&] { floats.embedding(model_.tokens(kTokens), 0, values); });
    for (std::int64_t layer = 0; layer < 2; ++layer) {
      step([&] { floats.attention_norm(layer, values); });
      step([&] { linears.qkv(layer, read.input.view(), values.qkv.view()); });
      step([&] { floats.append_keys(layer, values, cache); });
      step([&] { floats.attention(layer, values, cache); });
      step([&] { linears.output(layer, read.attended.view(), values.output.view()); });
      step([&] { floats.ffn_norm(layer, values); });
      step([&] { linears.ffn(layer, floats.ffn_input(values), values.ffn.view()); });
    }
    Matrix<float> hidden(kTokens, model_.model().hidden_size);
    floats.last_norm(values, 0, hidden.view());
    return hidden;
  }

  const ComputingModel model_{support::tiny_model(GetParam())};
};

TEST_P(Padding, ReachesNoTokenWhateverStandsInIt) {
  KvCache clean(model_.model(), 16);
  KvCache poisoned(model_.model(), 16);
  const Matrix<float> expected = run(clean, [](ChunkValues&) {});
  const Matrix<float> found = run(poisoned, [](ChunkValues& values) { poison(values); });
  EXPECT_EQ(as_eigen(found.view()), as_eigen(expected.view()));
}

TEST_P(Padding, ReachesNoKeyAndNoValue) {
  KvCache cache(model_.model(), 16);
  run(cache, [](ChunkValues& values) { poison(values); });
  for (std::int64_t layer = 0; layer < 2; ++layer) {
    EXPECT_EQ(cache.tokens(layer), kTokens);
    const KeyValueStore& store = cache.layer(layer);
    const auto& rows = std::get<KeyValueStore::Rows<Eigen::half>>(store.rows());
    for (std::int64_t head = 0; head < store.kv_heads(); ++head) {
      const std::int64_t row = store.row_of(head, 0);
      EXPECT_NE(static_cast<float>(rows.keys(row, kTokens - 1)), 0);
      for (std::int64_t position = kTokens; position < 16; ++position) {
        EXPECT_EQ(static_cast<float>(rows.keys(row, position)), 0);
        EXPECT_EQ(static_cast<float>(rows.values(row, position * store.value_stride())), 0);
      }
    }
  }
}

TEST_P(Padding, IsZeroForTheNpuInAChunkThatIsUsedAgain) {
  FloatSubgraphs floats(model_.quantized, model_.rotary, kRows);
  ChunkValues values(model_.quantized, kRows);
  poison(values);
  floats.embedding(model_.tokens(3), 11, values);
  EXPECT_EQ(values.tokens, 3);
  EXPECT_EQ(values.first_position, 11);
  EXPECT_TRUE(all_zero(values.input, 3));
  EXPECT_TRUE(all_zero(values.attended, 3));
  EXPECT_TRUE(all_zero(values.ffn_input, 3));
}

INSTANTIATE_TEST_SUITE_P(Tiny, Padding, ::testing::ValuesIn(model_names()),
                         support::architecture_name);

TEST(ChunkValues, OfAParallelBlockHaveOneInputForBothHalves) {
  const ComputingModel model(support::tiny_model("phi-2-2.7b"));
  const FloatSubgraphs floats(model.quantized, model.rotary, kRows);
  const ChunkValues values(model.quantized, kRows);
  EXPECT_EQ(values.ffn_input.rows(), 0);
  EXPECT_EQ(floats.ffn_input(values).data, values.input.view().data);
}

TEST(RotaryTableOfAModel, TurnsItsShareOfAHead) {
  const RotaryTable table = rotary_table(support::tiny_model("phi-2-2.7b"), 9);
  EXPECT_EQ(table.rotary_size(), 4);
  EXPECT_EQ(table.positions(), 9);
}

}  // namespace
}  // namespace mllm_npu
