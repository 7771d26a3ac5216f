#include "tests/support/model_card.h"

#include "engine/base/check.h"

namespace mllm_npu::support {

std::string model_card_text(const std::string& name) {
  return "{\"name\": \"" + name + R"(", "title": "A toy", "groups": [
{"source": "config.json", "facts": {
"model_type": "llama", "hidden_size": 64, "intermediate_size": 96, "num_hidden_layers": 2, "num_attention_heads": 8,
"num_key_value_heads": 2, "head_dim": 8, "vocab_size": 100, "hidden_act": "silu",
"rms_norm_eps": 1e-6, "rope_theta": 10000, "max_position_embeddings": 512,
"tie_word_embeddings": false}},
{"source": "the code of the model", "facts": {
"normalization": "rms_norm", "gated_mlp": true, "parallel_block": false, "qkv_bias": false,
"output_bias": false, "mlp_bias": false, "lm_head_bias": false, "partial_rotary_factor": 1,
"sliding_window": null, "embedding_scale": 1}}]})";
}

std::string model_card_text(const std::string& name, const std::string& from,
                            const std::string& to) {
  std::string text = model_card_text(name);
  const std::size_t place = text.find(from);
  MLLM_NPU_CHECK(place != std::string::npos, from);
  return text.replace(place, from.size(), to);
}

}  // namespace mllm_npu::support
