// The work in a block of each of the paper's models, against the closed form.

#include <ostream>

#include <gtest/gtest.h>

#include "engine/graph/transformer_block.h"
#include "engine/model/model_catalog.h"

namespace mllm_npu {
namespace {

struct PaperModel {
  const char* name;
  std::int64_t hidden;
  std::int64_t queries;  // heads × head dim
  std::int64_t keys;     // KV heads × head dim
  std::int64_t ffn;
  std::int64_t ffn_linears;

  // Q and O, K and V, and the FFN.
  std::int64_t linear_weights() const {
    return hidden * (2 * queries + 2 * keys + ffn_linears * ffn);
  }
  friend std::ostream& operator<<(std::ostream& out, const PaperModel& model) {
    return out << model.name;
  }
};

constexpr std::int64_t kRows = 256;
constexpr std::int64_t kKeys = 1024;

class BlockWork : public ::testing::TestWithParam<PaperModel> {
 protected:
  // Sums `quantity` over the operators of a block with 256 rows and 1024 keys.
  template <class Quantity>
  std::int64_t sum(Quantity quantity) const {
    const BlockOptions options{.chunk_length = kRows};
    std::int64_t total = 0;
    for (const BlockPart& part :
         transformer_block(find_model(GetParam().name), options, kKeys).parts) {
      for (const Operator& op : part.subgraph.operators) total += quantity(part.subgraph, op);
    }
    return total;
  }
};

TEST_P(BlockWork, IsEveryWeightPerRowAndTwoProductsPerQueryAndKey) {
  EXPECT_EQ(sum([](const Subgraph&, const Operator& op) { return macs(op); }),
            kRows * GetParam().linear_weights() + 2 * kRows * kKeys * GetParam().queries);
}

TEST_P(BlockWork, OfAllLinearsIsOnTheNpu) {
  EXPECT_EQ(sum([](const Subgraph& subgraph, const Operator& op) {
              return subgraph.affinity == Processor::kNpu ? macs(op) : 0;
            }),
            kRows * GetParam().linear_weights());
}

TEST_P(BlockWork, ReadsEveryWeightOnceAsOneByte) {
  EXPECT_EQ(sum([](const Subgraph&, const Operator& op) { return weight_bytes(op).value; }),
            GetParam().linear_weights());
}

TEST_P(BlockWork, IsDynamicInAttentionAlone) {
  EXPECT_EQ(sum([](const Subgraph&, const Operator& op) {
              return sharing_of(op.kind) == OperatorSharing::kDynamic ? macs(op) : 0;
            }),
            2 * kRows * kKeys * GetParam().queries);
}

TEST_P(BlockWork, IsTheSameProductWhenItIsSplitIntoGroups) {
  const ModelConfig model = find_model(GetParam().name);
  std::int64_t total = 0;
  const BlockOptions options{.chunk_length = kRows, .group_size = 128};
  for (const BlockPart& part : transformer_block(model, options, kKeys).parts) {
    for (const Operator& op : part.subgraph.operators) {
      if (op.kind == OperatorKind::kGroupLinear) total += macs(op);
    }
  }
  EXPECT_EQ(total, kRows * GetParam().linear_weights());
}

INSTANTIATE_TEST_SUITE_P(
    PaperModels, BlockWork,
    ::testing::Values(PaperModel{"qwen1.5-1.8b", 2048, 16 * 128, 16 * 128, 5504, 3},
                      PaperModel{"gemma-2b", 2048, 8 * 256, 1 * 256, 16384, 3},
                      PaperModel{"phi-2-2.7b", 2560, 32 * 80, 32 * 80, 10240, 2},
                      PaperModel{"llama-2-7b", 4096, 32 * 128, 32 * 128, 11008, 3},
                      PaperModel{"mistral-7b", 4096, 32 * 128, 8 * 128, 14336, 3}));

}  // namespace
}  // namespace mllm_npu
