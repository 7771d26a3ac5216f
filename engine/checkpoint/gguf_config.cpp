#include "engine/checkpoint/gguf_config.h"

#include <algorithm>
#include <cmath>

#include "engine/base/input_error.h"
#include "engine/checkpoint/gguf_names.h"
#include "engine/model/model_bounds.h"

namespace mllm_npu {
namespace {

// Keys of one architecture: "llama.context_length" for context_length.
class ArchitectureKeys {
 public:
  explicit ArchitectureKeys(const GgufMetadata& metadata)
      : metadata_(metadata), prefix_(metadata.string("general.architecture") + ".") {}

  bool has(std::string_view key) const { return metadata_.has(full(key)); }
  std::int64_t count(std::string_view key, std::int64_t high) const {
    return metadata_.integer(full(key), 1, high);
  }
  std::int64_t count_or(std::string_view key, std::int64_t high, std::int64_t otherwise) const {
    return has(key) ? count(key, high) : otherwise;
  }
  double number(std::string_view key) const { return metadata_.number(full(key)); }
  double number_or(std::string_view key, double otherwise) const {
    return has(key) ? number(key) : otherwise;
  }
  const std::string& string(std::string_view key) const { return metadata_.string(full(key)); }
  [[noreturn]] void fail(std::string_view key, const std::string& expected,
                         const std::string& found) const {
    metadata_.fail(full(key), expected, found);
  }
  std::string full(std::string_view key) const { return prefix_ + std::string(key); }

 private:
  const GgufMetadata& metadata_;
  std::string prefix_;
};

const StoredTensor* find_tensor(const GgufFile& file, const std::string& name) {
  const auto found = std::find_if(file.tensors.begin(), file.tensors.end(),
                                  [&](const StoredTensor& each) { return each.name == name; });
  return found == file.tensors.end() ? nullptr : &*found;
}

bool has_bias(const GgufFile& file, WeightRole role, std::int64_t layer) {
  return find_tensor(file, gguf_name({.role = role, .layer = layer, .bias = true})) != nullptr;
}

// A title is printed: no control characters, and not a page of it.
std::string title_of(const GgufMetadata& metadata) {
  constexpr std::string_view kKey = "general.name";
  constexpr std::size_t kMostBytes = 200;
  const std::string title = metadata.has(kKey) ? metadata.string(kKey) : std::string();
  const bool plain = std::none_of(title.begin(), title.end(), [](char character) {
    const auto byte = static_cast<unsigned char>(character);
    return byte < ' ' || byte == 0x7f;
  });
  return plain && title.size() <= kMostBytes ? title : std::string();
}

// Without these the rest of the metadata say what the engine computes.
void refuse_other_models(const GgufMetadata& metadata, const ArchitectureKeys& keys) {
  if (keys.has("rope.scaling.type") && keys.string("rope.scaling.type") != "none") {
    keys.fail("rope.scaling.type", "none", keys.string("rope.scaling.type"));
  }
  for (const char* factor : {"rope.scaling.factor", "rope.scale_linear"}) {
    if (keys.number_or(factor, 1) != 1) keys.fail(factor, "1", "another factor");
  }
  if (keys.has("expert_count")) metadata.integer(keys.full("expert_count"), 0, 0);
  if (metadata.has("split.count") && metadata.integer("split.count", 0, 1 << 15) > 1) {
    metadata.fail("split.count", "a model in one file", "a part of one");
  }
}

void read_sizes(const GgufFile& file, const ArchitectureKeys& keys, ModelConfig& model) {
  model.hidden_size = keys.count("embedding_length", kMaxWidth);
  model.intermediate_size = keys.count("feed_forward_length", kMaxWidth);
  model.num_hidden_layers = keys.count("block_count", kMaxLayers);
  model.max_position_embeddings = keys.count("context_length", kMaxContext);
  if (keys.has("attention.sliding_window")) {
    model.sliding_window = keys.count("attention.sliding_window", kMaxContext);
  }
  const StoredTensor* embedding = find_tensor(file, gguf_name({.role = WeightRole::kEmbedding}));
  model.vocab_size = embedding != nullptr && !keys.has("vocab_size")
                         ? embedding->rows()
                         : keys.count("vocab_size", kMaxVocabulary);
}

void read_attention(const ArchitectureKeys& keys, ModelConfig& model) {
  model.num_attention_heads = keys.count("attention.head_count", kMaxHeads);
  model.num_key_value_heads =
      keys.count_or("attention.head_count_kv", kMaxHeads, model.num_attention_heads);
  if (!keys.has("attention.key_length") && model.hidden_size % model.num_attention_heads != 0) {
    keys.fail("attention.head_count",
              "a divisor of embedding_length = " + std::to_string(model.hidden_size),
              std::to_string(model.num_attention_heads));
  }
  model.head_dim = keys.count_or("attention.key_length", kMaxWidth,
                                 model.hidden_size / model.num_attention_heads);
  const std::int64_t value = keys.count_or("attention.value_length", kMaxWidth, model.head_dim);
  if (value != model.head_dim) {
    keys.fail("attention.value_length", "the length of a key, " + std::to_string(model.head_dim),
              std::to_string(value));
  }
  const std::int64_t rotated = keys.count_or("rope.dimension_count", kMaxWidth, model.head_dim);
  model.partial_rotary_factor = static_cast<double>(rotated) / static_cast<double>(model.head_dim);
  model.rope_theta = keys.number_or("rope.freq_base", 10000);
}

void read_arithmetic(const GgufArchitecture& architecture, const ArchitectureKeys& keys,
                     ModelConfig& model) {
  model.model_type = architecture.model_type;
  model.normalization = architecture.normalization;
  model.norm_eps = keys.number(architecture.normalization == Normalization::kLayerNorm
                                   ? "attention.layer_norm_epsilon"
                                   : "attention.layer_norm_rms_epsilon");
  model.hidden_act = architecture.hidden_act;
  model.gated_mlp = architecture.gated_mlp;
  model.parallel_block = architecture.parallel_block;
  if (architecture.scaled_embedding) {
    model.embedding_scale = std::sqrt(static_cast<double>(model.hidden_size));
  }
}

void see_from_tensors(const GgufFile& file, ModelConfig& model) {
  model.qkv_bias =
      has_bias(file, WeightRole::kQ, 0) || find_tensor(file, fused_gguf_name(0, true)) != nullptr;
  model.output_bias = has_bias(file, WeightRole::kO, 0);
  model.mlp_bias = has_bias(file, WeightRole::kUp, 0);
  model.lm_head_bias = has_bias(file, WeightRole::kLmHead, kNoWeightLayer);
  model.tie_word_embeddings =
      find_tensor(file, gguf_name({.role = WeightRole::kLmHead})) == nullptr;
}

// Collects what llama.cpp's `architecture` would compute otherwise than `model` says, or refuse.
class Expressible {
 public:
  Expressible(const GgufArchitecture& architecture, const std::string& file)
      : architecture_(architecture), file_(file) {}

  void require(bool holds, const char* field, const std::string& found) const {
    if (holds) return;
    throw InputError(
        file_, field,
        "what llama.cpp computes for the architecture " + std::string(architecture_.name), found);
  }
  void require_equal(bool expected, bool found, const char* field) const {
    require(expected == found, field, found ? "true" : "false");
  }
  // llama.cpp looks for this bias only where `known`.
  void allow(bool known, bool found, const char* field) const {
    require(known || !found, field, "true");
  }

 private:
  const GgufArchitecture& architecture_;
  const std::string& file_;
};

void check_block(const GgufArchitecture& architecture, const ModelConfig& model,
                 const Expressible& check) {
  const bool layer_norm = model.normalization == Normalization::kLayerNorm;
  const bool expects_layer_norm = architecture.normalization == Normalization::kLayerNorm;
  check.require(layer_norm == expects_layer_norm, "normalization",
                layer_norm ? "layer_norm" : "rms_norm");
  check.require(model.hidden_act == architecture.hidden_act, "hidden_act", "another activation");
  check.require_equal(architecture.gated_mlp, model.gated_mlp, "gated_mlp");
  check.require_equal(architecture.parallel_block, model.parallel_block, "parallel_block");
  check.allow(architecture.output_bias, model.output_bias, "output_bias");
  check.allow(architecture.mlp_bias, model.mlp_bias, "mlp_bias");
  check.require(architecture.own_head_dim || query_size(model) == model.hidden_size, "head_dim",
                std::to_string(model.head_dim));
  check.require(architecture.partial_rotary || rotary_size(model) == model.head_dim,
                "partial_rotary_factor", "a part of a head");
}

void check_ends(const GgufArchitecture& architecture, const ModelConfig& model,
                const Expressible& check) {
  const double hidden = static_cast<double>(model.hidden_size);
  const double scale = architecture.scaled_embedding ? std::sqrt(hidden) : 1;
  check.require(std::abs(model.embedding_scale - scale) < 1e-6 * scale, "embedding_scale",
                "another factor");
  check.allow(architecture.lm_head_bias, model.lm_head_bias, "lm_head_bias");
  check.require(model.tie_word_embeddings ? architecture.may_tie : architecture.may_untie,
                "tie_word_embeddings", model.tie_word_embeddings ? "true" : "false");
  // llama.cpp's phi2 has all of these biases, and no choice.
  if (architecture.normalization == Normalization::kLayerNorm) {
    check.require_equal(true, model.output_bias, "output_bias");
    check.require_equal(true, model.mlp_bias, "mlp_bias");
    check.require_equal(true, model.lm_head_bias, "lm_head_bias");
  }
}

}  // namespace

const GgufArchitecture& gguf_architecture(const GgufMetadata& metadata) {
  const std::string& name = metadata.string("general.architecture");
  std::string known;
  for (const GgufArchitecture& each : gguf_architectures()) {
    if (each.name == name) return each;
    known += (known.empty() ? "" : ", ") + std::string(each.name);
  }
  metadata.fail("general.architecture", "one of " + known, name);
}

const GgufArchitecture& gguf_architecture_for(const ModelConfig& model, const std::string& file) {
  const std::string type = model.model_type == "mistral" ? "llama" : model.model_type;
  for (const GgufArchitecture& each : gguf_architectures()) {
    if (each.model_type != type) continue;
    const Expressible check(each, file);
    check_block(each, model, check);
    check_ends(each, model, check);
    return each;
  }
  throw InputError(file, "model_type", "one that GGUF has an architecture for", model.model_type);
}

ModelConfig gguf_model_config(const GgufFile& file) {
  const GgufArchitecture& architecture = gguf_architecture(file.metadata);
  const ArchitectureKeys keys(file.metadata);
  refuse_other_models(file.metadata, keys);
  ModelConfig model;
  model.title = title_of(file.metadata);
  read_sizes(file, keys, model);
  read_attention(keys, model);
  read_arithmetic(architecture, keys, model);
  see_from_tensors(file, model);
  check_model_bounds(model, file.metadata.file());
  return model;
}

GgufMetadata gguf_model_metadata(const ModelConfig& model, const std::string& file) {
  const GgufArchitecture& architecture = gguf_architecture_for(model, file);
  GgufMetadata metadata(file);
  metadata.set_string("general.architecture", std::string(architecture.name));
  metadata.set_string("general.type", "model");
  metadata.set_string("general.name", model.title.empty() ? model.name : model.title);
  const std::string prefix = std::string(architecture.name) + ".";
  const auto set = [&](const char* key, std::int64_t value) {
    metadata.set_integer(prefix + key, static_cast<std::uint32_t>(value));
  };
  set("vocab_size", model.vocab_size);
  set("context_length", model.max_position_embeddings);
  set("embedding_length", model.hidden_size);
  set("block_count", model.num_hidden_layers);
  set("feed_forward_length", model.intermediate_size);
  set("attention.head_count", model.num_attention_heads);
  set("attention.head_count_kv", model.num_key_value_heads);
  set("attention.key_length", model.head_dim);
  set("attention.value_length", model.head_dim);
  set("rope.dimension_count", rotary_size(model));
  if (model.sliding_window) set("attention.sliding_window", *model.sliding_window);
  metadata.set_number(prefix + "rope.freq_base", model.rope_theta);
  metadata.set_number(prefix + (model.normalization == Normalization::kLayerNorm
                                    ? "attention.layer_norm_epsilon"
                                    : "attention.layer_norm_rms_epsilon"),
                      model.norm_eps);
  return metadata;
}

}  // namespace mllm_npu
