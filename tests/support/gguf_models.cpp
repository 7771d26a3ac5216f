#include "tests/support/gguf_models.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/checkpoint/gguf_config.h"
#include "engine/checkpoint/gguf_names.h"
#include "engine/model/model_catalog.h"

namespace mllm_npu::support {

std::vector<std::string> gguf_model_names() {
  return {"qwen1.5-1.8b", "gemma-2b", "phi-2-2.7b", "llama-2-7b", "mistral-7b"};
}

ModelConfig tiny_card_model(const std::string& name) {
  ModelConfig model = find_model(name);
  const std::int64_t group = model.num_attention_heads / model.num_key_value_heads;
  model.num_hidden_layers = 2;
  model.num_attention_heads = 4;
  model.num_key_value_heads = group == 1 ? 4 : group == 4 ? 2 : 1;
  model.head_dim = model.partial_rotary_factor < 1 ? 10 : 4;
  model.hidden_size = query_size(model);
  model.intermediate_size = 6;
  model.vocab_size = 40;
  model.max_position_embeddings = 64;
  if (model.embedding_scale != 1) {
    model.embedding_scale = std::sqrt(static_cast<double>(model.hidden_size));
  }
  return model;
}

ModelConfig as_gguf_reads(ModelConfig model) {
  model.name.clear();
  if (model.model_type == "mistral") model.model_type = "llama";
  if (model.normalization == Normalization::kRmsNormPlusOne) {
    model.normalization = Normalization::kRmsNorm;
  }
  return model;
}

GgufFile gguf_entries(const ModelConfig& model) {
  GgufFile file{gguf_model_metadata(model, "m.gguf"), {}};
  for (const WeightShape& weight : weight_layout(model)) {
    file.tensors.push_back(
        {.name = gguf_name(weight.id), .format = StorageFormat::kF32, .shape = weight.shape});
  }
  return file;
}

void RowNumbers::read_rows(const WeightId& id, std::int64_t first_row,
                           MatrixView<float> out) const {
  const bool vector = id.bias || id.role == WeightRole::kAttentionNorm ||
                      id.role == WeightRole::kFfnNorm || id.role == WeightRole::kFinalNorm;
  for (std::int64_t row = 0; row < out.rows; ++row) {
    const auto numbers = out.row(row);
    if (vector) {
      std::iota(numbers.begin(), numbers.end(), 0.0F);
    } else {
      std::fill(numbers.begin(), numbers.end(), static_cast<float>(first_row + row));
    }
  }
}

}  // namespace mllm_npu::support
