// Reads a model card: the strict half of model_config.h.

#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "engine/base/card_fact.h"
#include "engine/base/input_error.h"
#include "engine/base/json.h"
#include "engine/model/model_bounds.h"
#include "engine/model/model_config.h"

namespace mllm_npu {
namespace {

namespace fs = std::filesystem;

// The facts of all groups under one roof. Every fact must be taken once: what is left over is
// unknown.
class Facts {
 public:
  explicit Facts(const JsonReader& card) : file_(card.file()) {
    for (const JsonReader& group : card.at("groups").elements()) {
      group.allow_only({"source", "facts"});
      group.at("source").string();
      for (const auto& [name, fact] : group.at("facts").members()) {
        if (!facts_.emplace(name, fact).second) fact.fail("each fact once", name + " again");
      }
    }
  }

  JsonReader take(const std::string& name) {
    const auto found = facts_.find(name);
    if (found == facts_.end()) throw InputError(file_, name, "a fact", "no such key");
    const JsonReader fact = found->second;
    facts_.erase(found);
    return fact;
  }

  std::int64_t count(const std::string& name, std::int64_t high) {
    return take(name).integer(1, high);
  }
  bool flag(const std::string& name) { return take(name).boolean(); }

  void check_nothing_left() const {
    if (facts_.empty()) return;
    facts_.begin()->second.fail("only known facts", facts_.begin()->first);
  }

 private:
  std::string file_;
  std::map<std::string, JsonReader> facts_;
};

template <class Enum>
Enum choice(const JsonReader& fact, const std::vector<std::pair<std::string_view, Enum>>& choices) {
  std::vector<std::string_view> names;
  for (const auto& each : choices) names.push_back(each.first);
  const std::string found = fact.one_of(names);
  for (const auto& [name, value] : choices) {
    if (name == found) return value;
  }
  fact.fail("a known name");
}

void read_sizes(Facts& facts, ModelConfig& model) {
  model.model_type = facts.take("model_type").string();
  model.hidden_size = facts.count("hidden_size", kMaxWidth);
  model.intermediate_size = facts.count("intermediate_size", kMaxWidth);
  model.num_hidden_layers = facts.count("num_hidden_layers", kMaxLayers);
  model.vocab_size = facts.count("vocab_size", kMaxVocabulary);
  model.max_position_embeddings = facts.count("max_position_embeddings", kMaxContext);
  const JsonReader window = facts.take("sliding_window");
  if (!window.value().is_null()) model.sliding_window = window.integer(1, kMaxContext);
}

void read_attention(Facts& facts, ModelConfig& model) {
  model.num_attention_heads = facts.count("num_attention_heads", kMaxHeads);
  const JsonReader groups = facts.take("num_key_value_heads");
  model.num_key_value_heads = groups.integer(1, kMaxHeads);
  if (model.num_attention_heads % model.num_key_value_heads != 0) {
    groups.fail("a divisor of num_attention_heads = " + std::to_string(model.num_attention_heads));
  }
  const JsonReader head = facts.take("head_dim");
  model.head_dim = head.integer(2, kMaxWidth);
  if (model.head_dim % 2 != 0) head.fail("an even number: rotary angles turn pairs");
  model.qkv_bias = facts.flag("qkv_bias");
  model.output_bias = facts.flag("output_bias");
}

void read_rotary(Facts& facts, ModelConfig& model) {
  model.rope_theta = facts.take("rope_theta").number(kMinRopeTheta, kMaxRopeTheta);
  const JsonReader factor = facts.take("partial_rotary_factor");
  model.partial_rotary_factor = factor.number(0, 1);
  const double rotated = model.partial_rotary_factor * static_cast<double>(model.head_dim);
  const std::int64_t size = rotary_size(model);
  if (size < 2 || size % 2 != 0 || std::abs(rotated - static_cast<double>(size)) > 1e-6) {
    factor.fail("a share of head_dim = " + std::to_string(model.head_dim) + " that is even");
  }
}

void read_block(Facts& facts, ModelConfig& model) {
  model.normalization = choice<Normalization>(
      facts.take("normalization"), {{"rms_norm", Normalization::kRmsNorm},
                                    {"rms_norm_plus_one", Normalization::kRmsNormPlusOne},
                                    {"layer_norm", Normalization::kLayerNorm}});
  const bool layer_norm = model.normalization == Normalization::kLayerNorm;
  model.norm_eps =
      facts.take(layer_norm ? "layer_norm_eps" : "rms_norm_eps").number(kMinNormEps, kMaxNormEps);
  model.hidden_act =
      choice<Activation>(facts.take("hidden_act"), {{"silu", Activation::kSilu},
                                                    {"gelu", Activation::kGelu},
                                                    {"gelu_new", Activation::kGeluTanh},
                                                    {"gelu_pytorch_tanh", Activation::kGeluTanh}});
  model.gated_mlp = facts.flag("gated_mlp");
  model.parallel_block = facts.flag("parallel_block");
  model.mlp_bias = facts.flag("mlp_bias");
}

void read_ends(Facts& facts, ModelConfig& model) {
  model.embedding_scale = facts.take("embedding_scale").number(1e-3, 1e6);
  model.tie_word_embeddings = facts.flag("tie_word_embeddings");
  model.lm_head_bias = facts.flag("lm_head_bias");
}

}  // namespace

ModelConfig read_model_config(const fs::path& path) {
  const boost::json::value json = read_json(path);
  const JsonReader card(path.string(), "", json);
  card.allow_only({"name", "title", "groups"});
  ModelConfig model;
  model.name = read_card_name(card);
  model.title = card.at("title").string();
  Facts facts(card);
  read_sizes(facts, model);
  read_attention(facts, model);
  read_rotary(facts, model);
  read_block(facts, model);
  read_ends(facts, model);
  facts.check_nothing_left();
  return model;
}

}  // namespace mllm_npu
