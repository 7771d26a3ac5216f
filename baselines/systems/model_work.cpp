#include "baselines/systems/model_work.h"

namespace mllm_npu {
namespace {

// Of the first `tokens` queries.
double pairs_up_to(const ModelConfig& model, std::int64_t tokens) {
  const double all = real(tokens) * real(tokens + 1) / 2;
  if (!model.sliding_window || tokens <= *model.sliding_window) return all;
  const double hidden = real(tokens - *model.sliding_window);
  return all - hidden * (hidden + 1) / 2;
}

}  // namespace

double attended_pairs(const ModelConfig& model, std::int64_t first, std::int64_t rows) {
  return pairs_up_to(model, first + rows) - pairs_up_to(model, first);
}

double attention_operations(const ModelConfig& model, std::int64_t first, std::int64_t rows) {
  return 2 * 2 * attended_pairs(model, first, rows) * real(query_size(model)) *
         real(model.num_hidden_layers);
}

Bytes stored_weights(const ModelConfig& model, double bytes_per_weight) {
  return {static_cast<std::int64_t>(real(parameter_count(model)) * bytes_per_weight)};
}

}  // namespace mllm_npu
