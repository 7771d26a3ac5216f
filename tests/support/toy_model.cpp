#include "tests/support/toy_model.h"

namespace mllm_npu::support {

ModelConfig toy_model(std::int64_t layers) {
  ModelConfig model;
  model.name = "toy";
  model.hidden_size = 64;
  model.intermediate_size = 96;
  model.num_hidden_layers = layers;
  model.num_attention_heads = 8;
  model.num_key_value_heads = 2;
  model.head_dim = 8;
  model.vocab_size = 100;
  model.max_position_embeddings = 512;
  return model;
}

ModelConfig parallel_toy_model(std::int64_t layers) {
  ModelConfig model = toy_model(layers);
  model.parallel_block = true;
  model.gated_mlp = false;
  return model;
}

ModelConfig random_model(Random& random) {
  ModelConfig model = toy_model(random.between(1, 4));
  model.parallel_block = random.chance(30);
  model.gated_mlp = random.chance(60);
  if (random.chance(30)) model.sliding_window = random.between(1, 20);
  return model;
}

std::vector<LayerShadow> random_shadows(const ModelConfig& model, Random& random) {
  if (random.chance(25)) return {};
  std::vector<LayerShadow> shadows(static_cast<std::size_t>(model.num_hidden_layers));
  for (LayerShadow& layer : shadows) {
    for (ShadowChannels& channels : layer.channels) {
      if (random.chance(35)) channels = {.hot = random.below(3), .cold = random.below(3)};
    }
  }
  return shadows;
}

SubgraphDag toy_graph(const ModelConfig& model, std::int64_t chunks,
                      const ChunkSharingOptions& options) {
  return chunk_sharing_graph(model, cut_prompt(8 * chunks, 8), options);
}

}  // namespace mllm_npu::support
