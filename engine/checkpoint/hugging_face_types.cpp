#include "engine/checkpoint/hugging_face_types.h"

#include "engine/base/input_error.h"

namespace mllm_npu {
namespace {

constexpr HuggingFaceType kTypes[] = {
    {.model_type = "llama",
     .architecture = "LlamaForCausalLM",
     .max_position_embeddings = 2048,
     .attention_bias_option = true,
     .mlp_bias_option = true},
    {.model_type = "mistral",
     .architecture = "MistralForCausalLM",
     .num_key_value_heads = 8,
     .max_position_embeddings = 4096 * 32,
     .sliding_window = 4096,
     .sliding_window_option = true},
    {.model_type = "qwen2",
     .architecture = "Qwen2ForCausalLM",
     .num_key_value_heads = 32,
     .max_position_embeddings = 32768,
     .sliding_window = 4096,
     .qkv_bias = true,
     .sliding_window_option = true,
     .window_layers_option = true},
    {.model_type = "gemma",
     .architecture = "GemmaForCausalLM",
     .num_key_value_heads = 16,
     .head_dim = 256,
     .max_position_embeddings = 8192,
     .hidden_act = "gelu_pytorch_tanh",
     .tie_word_embeddings = true,
     .normalization = Normalization::kRmsNormPlusOne,
     .attention_bias_option = true,
     .scaled_embedding = true},
    {.model_type = "phi",
     .architecture = "PhiForCausalLM",
     .max_position_embeddings = 2048,
     .hidden_act = "gelu_new",
     .norm_eps = 1e-5,
     .partial_rotary_factor = 0.5,
     .normalization = Normalization::kLayerNorm,
     .phi_block = true,
     .qkv_bias = true},
};

}  // namespace

std::span<const HuggingFaceType> hugging_face_types() { return kTypes; }

const HuggingFaceType& find_hugging_face_type(const std::string& model_type,
                                              const std::string& file) {
  std::string known;
  for (const HuggingFaceType& type : kTypes) {
    if (type.model_type == model_type) return type;
    known += (known.empty() ? "" : ", ") + std::string(type.model_type);
  }
  throw InputError(file, "model_type", "one of " + known, model_type);
}

}  // namespace mllm_npu
