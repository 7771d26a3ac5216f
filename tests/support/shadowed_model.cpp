#include "tests/support/shadowed_model.h"

#include "engine/runtime/outlier_profiling.h"

namespace mllm_npu::support {

ShadowedModel::ShadowedModel(const ModelConfig& model, double pruning_rate)
    : weights(model, 1),
      reference(weights),
      statistics(profile_outliers(
          reference, random_corpus(model, 4, 40, 3),
          {.outlier_channel_share = 0.1, .chunk_length = 8, .hot_channel_share = 0.1})),
      prepared(weights, statistics, {.pruning_rate = pruning_rate}),
      rotary(rotary_table(model, model.max_position_embeddings)) {}

}  // namespace mllm_npu::support
