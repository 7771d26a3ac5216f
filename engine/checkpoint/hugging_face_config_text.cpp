// Writes a config.json: the way back of hugging_face_config.h.

#include "engine/base/check.h"
#include "engine/base/input_error.h"
#include "engine/base/json.h"
#include "engine/checkpoint/hugging_face_config.h"
#include "engine/checkpoint/hugging_face_types.h"

namespace mllm_npu {
namespace bj = boost::json;
namespace {

const char* name_of(Activation activation) {
  switch (activation) {
    case Activation::kSilu:
      return "silu";
    case Activation::kGelu:
      return "gelu";
    case Activation::kGeluTanh:
      return "gelu_pytorch_tanh";
  }
  MLLM_NPU_CHECK(false, "activation " + std::to_string(static_cast<int>(activation)));
}

void add_window(const HuggingFaceType& type, const ModelConfig& model, bj::object& config) {
  if (!type.sliding_window_option) return;
  config["sliding_window"] = nullptr;
  if (model.sliding_window) config["sliding_window"] = *model.sliding_window;
  if (!type.window_layers_option) return;
  config["use_sliding_window"] = model.sliding_window.has_value();
  config["max_window_layers"] = model.sliding_window ? 0 : model.num_hidden_layers;
}

void add_block(const HuggingFaceType& type, const ModelConfig& model, bj::object& config) {
  const bool layer_norm = type.normalization == Normalization::kLayerNorm;
  config[layer_norm ? "layer_norm_eps" : "rms_norm_eps"] = model.norm_eps;
  config["hidden_act"] = name_of(model.hidden_act);
  if (type.scaled_embedding) config["hidden_activation"] = name_of(model.hidden_act);
  if (type.attention_bias_option) config["attention_bias"] = model.output_bias;
  if (type.mlp_bias_option) config["mlp_bias"] = model.mlp_bias;
  if (type.phi_block) config["partial_rotary_factor"] = model.partial_rotary_factor;
}

bj::object config_of(const HuggingFaceType& type, const ModelConfig& model) {
  bj::object config = {{"architectures", bj::array{type.architecture}},
                       {"model_type", model.model_type},
                       {"hidden_size", model.hidden_size},
                       {"intermediate_size", model.intermediate_size},
                       {"num_hidden_layers", model.num_hidden_layers},
                       {"num_attention_heads", model.num_attention_heads},
                       {"num_key_value_heads", model.num_key_value_heads},
                       {"head_dim", model.head_dim},
                       {"vocab_size", model.vocab_size},
                       {"max_position_embeddings", model.max_position_embeddings},
                       {"rope_theta", model.rope_theta},
                       {"tie_word_embeddings", model.tie_word_embeddings}};
  add_block(type, model, config);
  add_window(type, model, config);
  return config;
}

}  // namespace

std::string hugging_face_config_text(const ModelConfig& model, const std::string& file) {
  const HuggingFaceType& type = find_hugging_face_type(model.model_type, file);
  const bj::value config = config_of(type, model);
  // A model that came from another format may have what this model_type has no key for.
  ModelConfig read_back = read_hugging_face_config(config, file);
  read_back.name = model.name;
  read_back.title = model.title;
  if (read_back != model) {
    throw InputError(file, "", "a model that config.json can describe",
                     "one that is not what " + model.model_type + " means there");
  }
  return to_text(config) + '\n';
}

}  // namespace mllm_npu
