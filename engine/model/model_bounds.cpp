#include "engine/model/model_bounds.h"

#include <cmath>

#include "engine/base/input_error.h"
#include "engine/base/number_text.h"

namespace mllm_npu {
namespace {

void check_count(const std::string& file, const char* field, std::int64_t found, std::int64_t low,
                 std::int64_t high) {
  if (found >= low && found <= high) return;
  throw InputError(file, field,
                   "a whole number from " + std::to_string(low) + " to " + std::to_string(high),
                   std::to_string(found));
}

void check_number(const std::string& file, const char* field, double found, double low,
                  double high) {
  if (found >= low && found <= high) return;
  throw InputError(file, field, "a number from " + number_text(low) + " to " + number_text(high),
                   std::isfinite(found) ? number_text(found) : "no finite number");
}

void check_heads(const ModelConfig& model, const std::string& file) {
  check_count(file, "num_attention_heads", model.num_attention_heads, 1, kMaxHeads);
  check_count(file, "num_key_value_heads", model.num_key_value_heads, 1, kMaxHeads);
  check_count(file, "head_dim", model.head_dim, 2, kMaxWidth);
  if (query_size(model) > kMaxWidth) {
    throw InputError(file, "num_attention_heads",
                     "at most " + std::to_string(kMaxWidth) + " with head_dim as a factor",
                     std::to_string(query_size(model)));
  }
  if (model.num_attention_heads % model.num_key_value_heads != 0) {
    throw InputError(
        file, "num_key_value_heads",
        "a divisor of num_attention_heads = " + std::to_string(model.num_attention_heads),
        std::to_string(model.num_key_value_heads));
  }
  if (model.head_dim % 2 != 0) {
    throw InputError(file, "head_dim", "an even number: rotary angles turn pairs",
                     std::to_string(model.head_dim));
  }
}

void check_rotary(const ModelConfig& model, const std::string& file) {
  check_number(file, "rope_theta", model.rope_theta, kMinRopeTheta, kMaxRopeTheta);
  check_number(file, "partial_rotary_factor", model.partial_rotary_factor, 0, 1);
  const double rotated = model.partial_rotary_factor * static_cast<double>(model.head_dim);
  const std::int64_t size = rotary_size(model);
  if (size >= 2 && size % 2 == 0 && std::abs(rotated - static_cast<double>(size)) <= 1e-6) return;
  throw InputError(file, "partial_rotary_factor",
                   "a share of head_dim = " + std::to_string(model.head_dim) + " that is even",
                   number_text(model.partial_rotary_factor));
}

}  // namespace

void check_model_bounds(const ModelConfig& model, const std::string& file) {
  check_count(file, "hidden_size", model.hidden_size, 1, kMaxWidth);
  check_count(file, "intermediate_size", model.intermediate_size, 1, kMaxWidth);
  check_count(file, "num_hidden_layers", model.num_hidden_layers, 1, kMaxLayers);
  check_count(file, "vocab_size", model.vocab_size, 1, kMaxVocabulary);
  check_count(file, "max_position_embeddings", model.max_position_embeddings, 1, kMaxContext);
  if (model.sliding_window) {
    check_count(file, "sliding_window", *model.sliding_window, 1, kMaxContext);
  }
  check_heads(model, file);
  check_rotary(model, file);
  const bool layer_norm = model.normalization == Normalization::kLayerNorm;
  check_number(file, layer_norm ? "layer_norm_eps" : "rms_norm_eps", model.norm_eps, kMinNormEps,
               kMaxNormEps);
}

}  // namespace mllm_npu
