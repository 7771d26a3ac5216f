#include "tests/support/computing_model.h"

#include <cmath>

#include "engine/model/model_catalog.h"
#include "engine/model/small_model.h"
#include "engine/runtime/calibration.h"
#include "tests/support/random.h"

namespace mllm_npu::support {
namespace {

ActivationScales scales_of(const ReferenceModel& reference, float factor) {
  ActivationScales scales =
      calibrate_activations(reference, random_corpus(reference.model(), 4, 40, 3));
  for (std::array<float, 7>& layer : scales.layers) {
    for (float& scale : layer) scale *= factor;
  }
  return scales;
}

}  // namespace

ModelConfig tiny_model(const std::string& name) {
  ModelConfig tiny = small_version(find_model(name));
  tiny.name = name + "-tiny";
  tiny.num_hidden_layers = 2;
  tiny.hidden_size = 48;
  tiny.head_dim = tiny.partial_rotary_factor < 1 ? 10 : 8;
  tiny.intermediate_size = 72;
  tiny.vocab_size = 96;
  tiny.max_position_embeddings = 128;
  if (tiny.sliding_window) tiny.sliding_window = 11;
  if (tiny.embedding_scale != 1) tiny.embedding_scale = std::sqrt(48.0);
  return tiny;
}

ModelConfig long_tiny_model(const std::string& name) {
  ModelConfig model = tiny_model(name);
  model.max_position_embeddings = 256;
  if (model.sliding_window) model.sliding_window = 70;
  return model;
}

std::string architecture_name(const ::testing::TestParamInfo<std::string>& tested) {
  return find_model(tested.param).model_type;
}

std::vector<TokenId> random_tokens(const ModelConfig& model, std::int64_t count,
                                   std::uint64_t seed) {
  Random random(seed);
  std::vector<TokenId> tokens;
  for (std::int64_t i = 0; i < count; ++i) {
    tokens.push_back(static_cast<TokenId>(random.below(model.vocab_size)));
  }
  return tokens;
}

std::vector<std::vector<TokenId>> random_corpus(const ModelConfig& model, std::int64_t count,
                                                std::int64_t length, std::uint64_t seed) {
  std::vector<std::vector<TokenId>> corpus;
  for (std::int64_t i = 0; i < count; ++i) {
    corpus.push_back(random_tokens(model, length, seed + static_cast<std::uint64_t>(i)));
  }
  return corpus;
}

ComputingModel::ComputingModel(const ModelConfig& model, float scale_factor)
    : weights(model, 1),
      reference(weights),
      scales(scales_of(reference, scale_factor)),
      quantized(quantize_model(weights, scales)),
      rotary(rotary_table(model, model.max_position_embeddings)) {}

}  // namespace mllm_npu::support
