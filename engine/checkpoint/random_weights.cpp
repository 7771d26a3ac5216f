#include "engine/checkpoint/random_weights.h"

#include <cmath>
#include <utility>

#include "engine/base/parallel.h"

namespace mllm_npu {
namespace {

constexpr double kLogitDeviation = 2;
constexpr double kGainDeviation = 0.1;
constexpr double kBiasDeviation = 0.05;

// Numbers that one thread takes at a time; fewer are not worth waking another one.
constexpr std::int64_t kBlockNumbers = std::int64_t{1} << 17;

// Number `counter` of the stream that `key` opens: the generator SplitMix64 can jump to any place,
// so that every number is found without the ones before it.
std::uint64_t split_mix(std::uint64_t key, std::uint64_t counter) {
  std::uint64_t bits = key + (counter + 1) * 0x9e3779b97f4a7c15U;
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9U;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebU;
  return bits ^ (bits >> 31);
}

std::uint64_t key_of(std::uint64_t seed, const WeightId& id) {
  std::uint64_t key = split_mix(seed, static_cast<std::uint64_t>(id.role));
  key = split_mix(key, static_cast<std::uint64_t>(id.layer + 1));
  return split_mix(key, id.bias ? 1 : 0);
}

// Numbers in [middle - reach, middle + reach).
struct Range {
  float middle;
  float reach;
};

Range spread(double middle, double deviation) {
  return {static_cast<float>(middle), static_cast<float>(deviation * std::sqrt(3.0))};
}

Range norm_range(const ModelConfig& model) {
  const bool stored_less_one = model.normalization == Normalization::kRmsNormPlusOne;
  return spread(stored_less_one ? 0 : 1, kGainDeviation);
}

Range embedding_range(const ModelConfig& model) {
  const double head = kLogitDeviation / std::sqrt(static_cast<double>(model.hidden_size));
  return spread(0, model.tie_word_embeddings ? head : 1 / model.embedding_scale);
}

Range range_of(const ModelConfig& model, const WeightId& id, std::int64_t inputs) {
  if (id.bias) return spread(0, kBiasDeviation);
  const double linear = 1 / std::sqrt(static_cast<double>(inputs));
  switch (id.role) {
    case WeightRole::kEmbedding:
      return embedding_range(model);
    case WeightRole::kAttentionNorm:
    case WeightRole::kFfnNorm:
    case WeightRole::kFinalNorm:
      return norm_range(model);
    case WeightRole::kLmHead:
      return spread(0, kLogitDeviation * linear);
    case WeightRole::kQ:
    case WeightRole::kK:
    case WeightRole::kV:
    case WeightRole::kO:
    case WeightRole::kGate:
    case WeightRole::kUp:
    case WeightRole::kDown:
      return spread(0, linear);
  }
  MLLM_NPU_CHECK(false, text_of(id));
}

// 24 random bits fill a float's digits, so that nothing is rounded before the one product.
void fill(std::uint64_t key, std::uint64_t first, Range range, std::span<float> out) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto bits = static_cast<std::int32_t>(split_mix(key, first + i) >> 40);
    const float even = static_cast<float>(bits - (1 << 23)) * 0x1p-23F;
    out[i] = range.middle + range.reach * even;
  }
}

}  // namespace

RandomWeights::RandomWeights(ModelConfig model, std::uint64_t seed)
    : model_(std::move(model)), seed_(seed) {}

void RandomWeights::read_rows(const WeightId& id, std::int64_t first_row,
                              MatrixView<float> out) const {
  if (out.rows == 0 || out.columns == 0) return;
  const std::uint64_t key = key_of(seed_, id);
  const Range range = range_of(model_, id, out.columns);
  const std::int64_t block = std::max(kBlockNumbers / out.columns, std::int64_t{1});
  parallel_for((out.rows + block - 1) / block, [&](std::int64_t index) {
    const std::int64_t end = std::min((index + 1) * block, out.rows);
    for (std::int64_t row = index * block; row < end; ++row) {
      fill(key, static_cast<std::uint64_t>((first_row + row) * out.columns), range, out.row(row));
    }
  });
}

}  // namespace mllm_npu
