#include "engine/execute/reference_model.h"

#include <utility>

#include "engine/execute/reference_block.h"

namespace mllm_npu {
namespace {

using Rows = EigenRowMajor<float>;

MatrixView<float> view_of(Rows& rows) { return {rows.data(), rows.rows(), rows.cols()}; }

void append(Rows& cache, const Rows& rows) {
  const Eigen::Index before = cache.rows();
  cache.conservativeResize(before + rows.rows(), rows.cols());
  cache.bottomRows(rows.rows()) = rows;
}

Rows attention(const ModelConfig& model, const BlockLinears& linears, const Rows& x,
               std::int64_t first_position, Rows& cached_keys, Rows& cached_values) {
  Rows queries = linears(LinearRole::kQ, x);
  Rows keys = linears(LinearRole::kK, x);
  rotate(model, first_position, queries);
  rotate(model, first_position, keys);
  append(cached_keys, keys);
  append(cached_values, linears(LinearRole::kV, x));
  return linears(LinearRole::kO, attend(model, queries, cached_keys, cached_values));
}

}  // namespace

ReferenceModel::ReferenceModel(const WeightSource& source, Residency residency)
    : source_(source),
      final_norm_(read_norm(source, WeightRole::kFinalNorm, kNoWeightLayer)),
      lm_head_(read_lm_head(source)) {
  if (residency == Residency::kOneBlock) return;
  for (std::int64_t layer = 0; layer < model().num_hidden_layers; ++layer) {
    blocks_.push_back(read_block(source, layer));
  }
}

ReferenceModel::ReferenceModel(const WeightSource& source, ModelLinears linears)
    : source_(source),
      linears_(std::move(linears)),
      final_norm_(read_norm(source, WeightRole::kFinalNorm, kNoWeightLayer)),
      lm_head_(read_lm_head(source)) {
  for (std::int64_t layer = 0; layer < model().num_hidden_layers; ++layer) {
    blocks_.push_back(read_norms(source, layer));
  }
}

Rows ReferenceModel::forward(std::span<const TokenId> tokens, ReferenceCache& cache,
                             const LinearObserver& observer) const {
  const auto layers = static_cast<std::size_t>(model().num_hidden_layers);
  cache.keys.resize(layers);
  cache.values.resize(layers);
  Rows x(static_cast<Eigen::Index>(tokens.size()), model().hidden_size);
  embed(source_, tokens, view_of(x));
  FloatBlock read_now;
  for (std::size_t place = 0; place < layers; ++place) {
    const auto layer = static_cast<std::int64_t>(place);
    if (blocks_.empty()) read_now = read_block(source_, layer);
    const FloatBlock& block = blocks_.empty() ? read_now : blocks_[place];
    const BlockLinears linears = [&](LinearRole role, const Rows& input) {
      if (observer) observer(layer, role, {input.data(), input.rows(), input.cols()});
      return linears_ ? linears_(layer, role, input) : apply(block.of(role), input);
    };
    const Rows first = normalized(model(), block.attention_norm, x);
    x += attention(model(), linears, first, cache.tokens, cache.keys[place], cache.values[place]);
    const Rows second = model().parallel_block ? first : normalized(model(), block.ffn_norm, x);
    x += feed_forward(model(), linears, second);
  }
  cache.tokens += static_cast<std::int64_t>(tokens.size());
  return normalized(model(), final_norm_, x);
}

Rows ReferenceModel::logits(const Rows& hidden) const { return apply(lm_head_, hidden); }

}  // namespace mllm_npu
