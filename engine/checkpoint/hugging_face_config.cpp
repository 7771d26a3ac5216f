#include "engine/checkpoint/hugging_face_config.h"

#include <cmath>
#include <initializer_list>
#include <limits>

#include "engine/base/input_error.h"
#include "engine/base/json.h"
#include "engine/checkpoint/hugging_face_types.h"
#include "engine/model/model_bounds.h"

namespace mllm_npu {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Keys that may be absent; null counts as absent where transformers takes it so.
class Options {
 public:
  explicit Options(const JsonReader& config) : config_(config) {}

  const JsonReader& config() const { return config_; }
  bool given(std::string_view key) const {
    return config_.has(key) && !config_.at(key).value().is_null();
  }
  std::int64_t count(std::string_view key, std::int64_t high, std::int64_t otherwise) const {
    return given(key) ? config_.at(key).integer(1, high) : otherwise;
  }
  double number(std::string_view key, double otherwise) const {
    return given(key) ? config_.at(key).number(-kInfinity, kInfinity) : otherwise;
  }
  bool flag(std::string_view key, bool otherwise) const {
    return given(key) ? config_.at(key).boolean() : otherwise;
  }
  // For what this engine does not compute.
  void refuse(std::initializer_list<std::string_view> keys) const {
    for (const std::string_view key : keys) {
      if (given(key)) config_.at(key).fail("no such option: it is not computed here");
    }
  }
  void refuse_true(std::initializer_list<std::string_view> keys) const {
    for (const std::string_view key : keys) {
      if (flag(key, false)) config_.at(key).fail("false: it is not computed here");
    }
  }

 private:
  JsonReader config_;
};

void read_sizes(const Options& options, const HuggingFaceType& type, ModelConfig& model) {
  const JsonReader& config = options.config();
  model.hidden_size = config.at("hidden_size").integer(1, kMaxWidth);
  model.intermediate_size = config.at("intermediate_size").integer(1, kMaxWidth);
  model.num_hidden_layers = config.at("num_hidden_layers").integer(1, kMaxLayers);
  model.vocab_size = config.at("vocab_size").integer(1, kMaxVocabulary);
  model.max_position_embeddings =
      options.count("max_position_embeddings", kMaxContext, type.max_position_embeddings);
}

// A key that is null means as many as query heads; one that is absent may mean another number.
std::int64_t key_value_heads(const Options& options, const HuggingFaceType& type,
                             std::int64_t heads) {
  const bool absent = !options.config().has("num_key_value_heads");
  const std::int64_t otherwise =
      absent && type.num_key_value_heads > 0 ? type.num_key_value_heads : heads;
  return options.count("num_key_value_heads", kMaxHeads, otherwise);
}

void read_heads(const Options& options, const HuggingFaceType& type, ModelConfig& model) {
  const JsonReader heads = options.config().at("num_attention_heads");
  model.num_attention_heads = heads.integer(1, kMaxHeads);
  model.num_key_value_heads = key_value_heads(options, type, model.num_attention_heads);
  if (!options.given("head_dim") && type.head_dim == 0 &&
      model.hidden_size % model.num_attention_heads != 0) {
    heads.fail("a divisor of hidden_size = " + std::to_string(model.hidden_size));
  }
  const std::int64_t otherwise =
      type.head_dim > 0 ? type.head_dim : model.hidden_size / model.num_attention_heads;
  model.head_dim = options.count("head_dim", kMaxWidth, otherwise);
}

// Since version 5 transformers keeps what belongs to the rotary angles in an object of its own.
void read_rotary(const Options& options, const HuggingFaceType& type, ModelConfig& model) {
  model.rope_theta = options.number("rope_theta", 10000);
  model.partial_rotary_factor =
      type.phi_block ? options.number("partial_rotary_factor", type.partial_rotary_factor) : 1;
  for (const char* key : {"rope_scaling", "rope_parameters"}) {
    if (!options.given(key)) continue;
    const Options rotary(options.config().at(key));
    for (const char* kind : {"rope_type", "type"}) {
      if (rotary.given(kind)) rotary.config().at(kind).one_of({"default"});
    }
    if (!rotary.given("rope_type") && !rotary.given("type") && std::string(key) == "rope_scaling") {
      rotary.config().fail("null: scaled rotary angles are not computed here");
    }
    model.rope_theta = rotary.number("rope_theta", model.rope_theta);
    if (type.phi_block) {
      model.partial_rotary_factor =
          rotary.number("partial_rotary_factor", model.partial_rotary_factor);
    }
  }
}

// What layer_types says of all layers, where it is given; a mixture is not computed here.
std::optional<bool> all_layers_slide(const Options& options) {
  std::optional<bool> slides;
  if (!options.given("layer_types")) return slides;
  for (const JsonReader& layer : options.config().at("layer_types").elements()) {
    const bool sliding = layer.one_of({"full_attention", "sliding_attention"}) != "full_attention";
    if (slides && *slides != sliding) layer.fail("the same kind of attention in all layers");
    slides = sliding;
  }
  return slides;
}

bool window_is_used(const Options& options, const HuggingFaceType& type, std::int64_t layers) {
  const std::optional<bool> told = all_layers_slide(options);
  if (!type.window_layers_option) return told.value_or(true);
  if (!options.flag("use_sliding_window", false)) return false;
  if (told) return *told;
  // The layers from max_window_layers on have the window.
  constexpr std::int64_t kDefault = 28;
  const std::int64_t full = options.given("max_window_layers")
                                ? options.config().at("max_window_layers").integer(0, kMaxLayers)
                                : kDefault;
  if (full > 0 && full < layers) {
    throw InputError(options.config().file(), "max_window_layers",
                     "0 or at least num_hidden_layers = " + std::to_string(layers) +
                         ": windows in some layers are not computed here",
                     std::to_string(full));
  }
  return full == 0;
}

void read_window(const Options& options, const HuggingFaceType& type, ModelConfig& model) {
  if (!type.sliding_window_option) {
    if (all_layers_slide(options).value_or(false)) {
      options.config().at("layer_types").fail("full_attention in all layers");
    }
    return;
  }
  if (!window_is_used(options, type, model.num_hidden_layers)) return;
  const bool absent = !options.config().has("sliding_window");
  if (absent) model.sliding_window = type.sliding_window;
  if (options.given("sliding_window")) {
    model.sliding_window = options.config().at("sliding_window").integer(1, kMaxContext);
  }
}

Activation activation_of(const std::string& name) {
  if (name == "silu" || name == "swish") return Activation::kSilu;
  return name == "gelu" ? Activation::kGelu : Activation::kGeluTanh;
}

Activation read_activation(const Options& options, const HuggingFaceType& type) {
  const auto named = [&](std::string_view key) {
    return options.given(key) ? options.config().at(key).one_of(
                                    {"silu", "swish", "gelu", "gelu_new", "gelu_pytorch_tanh"})
                              : std::string(type.hidden_act);
  };
  if (!type.scaled_embedding) return activation_of(named("hidden_act"));
  // Gemma's first files say gelu in hidden_act and mean its tanh form; hidden_activation was added
  // to say what is meant.
  const Activation loose = activation_of(named("hidden_act"));
  if (options.given("hidden_activation")) return activation_of(named("hidden_activation"));
  return loose == Activation::kGelu ? Activation::kGeluTanh : loose;
}

void read_block(const Options& options, const HuggingFaceType& type, ModelConfig& model) {
  model.normalization = type.normalization;
  const bool layer_norm = type.normalization == Normalization::kLayerNorm;
  model.norm_eps = options.number(layer_norm ? "layer_norm_eps" : "rms_norm_eps", type.norm_eps);
  model.hidden_act = read_activation(options, type);
  model.gated_mlp = !type.phi_block;
  model.parallel_block = type.phi_block;
  const bool attention_bias = type.attention_bias_option && options.flag("attention_bias", false);
  model.qkv_bias = type.qkv_bias || attention_bias;
  model.output_bias = type.phi_block || attention_bias;
  model.mlp_bias = type.phi_block || (type.mlp_bias_option && options.flag("mlp_bias", false));
}

void read_ends(const Options& options, const HuggingFaceType& type, ModelConfig& model) {
  model.tie_word_embeddings = options.flag("tie_word_embeddings", type.tie_word_embeddings);
  model.lm_head_bias = type.phi_block;
  const auto width = static_cast<double>(model.hidden_size);
  model.embedding_scale = type.scaled_embedding ? std::sqrt(width) : 1;
}

void refuse_other_options(const Options& options, const HuggingFaceType& type) {
  options.refuse({"quantization_config"});
  options.refuse_true({"qk_layernorm", "use_bidirectional_attention"});
  if (!type.attention_bias_option) options.refuse_true({"attention_bias"});
  if (!type.mlp_bias_option) options.refuse_true({"mlp_bias"});
  if (!type.phi_block && options.number("partial_rotary_factor", 1) != 1) {
    options.config().at("partial_rotary_factor").fail("1 for this model_type");
  }
}

}  // namespace

ModelConfig read_hugging_face_config(const boost::json::value& config, const std::string& file) {
  const Options options(JsonReader(file, "", config));
  ModelConfig model;
  model.model_type = options.config().at("model_type").string();
  const HuggingFaceType& type = find_hugging_face_type(model.model_type, file);
  refuse_other_options(options, type);
  read_sizes(options, type, model);
  read_heads(options, type, model);
  read_rotary(options, type, model);
  read_window(options, type, model);
  read_block(options, type, model);
  read_ends(options, type, model);
  check_model_bounds(model, file);
  return model;
}

}  // namespace mllm_npu
