#include "engine/checkpoint/hugging_face_config.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "engine/checkpoint/hugging_face_types.h"
#include "engine/model/model_catalog.h"
#include "engine/model/small_model.h"
#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// A config.json of `type` with the keys that have no default, and `more`.
ModelConfig read(const std::string& type, const std::string& more = "") {
  const std::string text = R"({"model_type": ")" + type + R"(", "hidden_size": 64,
      "intermediate_size": 96, "num_hidden_layers": 4, "num_attention_heads": 8,
      "vocab_size": 100)" + (more.empty() ? "" : ", ") +
                           more + "}";
  return read_hugging_face_config(parse_json(text, "c"), "c");
}

std::string error_of(const std::string& type, const std::string& more) {
  return input_error_of([&] { read(type, more); });
}

constexpr const char* kOneGroup = R"("num_key_value_heads": 8)";

TEST(HuggingFaceConfig, GivesLlamaItsDefaults) {
  const ModelConfig model = read("llama");
  EXPECT_EQ(model.model_type, "llama");
  EXPECT_EQ(model.num_key_value_heads, 8);
  EXPECT_EQ(model.head_dim, 8);
  EXPECT_EQ(model.max_position_embeddings, 2048);
  EXPECT_EQ(model.rope_theta, 10000);
  EXPECT_EQ(model.norm_eps, 1e-6);
  EXPECT_EQ(model.hidden_act, Activation::kSilu);
  EXPECT_FALSE(model.tie_word_embeddings);
  EXPECT_FALSE(model.sliding_window);
  EXPECT_FALSE(model.qkv_bias || model.output_bias || model.mlp_bias || model.lm_head_bias);
}

TEST(HuggingFaceConfig, GivesMistralItsDefaults) {
  const ModelConfig model = read("mistral");
  EXPECT_EQ(model.num_key_value_heads, 8);
  EXPECT_EQ(model.max_position_embeddings, 131072);
  EXPECT_EQ(model.sliding_window, 4096);
  EXPECT_FALSE(read("mistral", R"("sliding_window": null)").sliding_window);
}

TEST(HuggingFaceConfig, GivesQwen2ItsDefaults) {
  const ModelConfig model = read("qwen2", kOneGroup);
  EXPECT_TRUE(model.qkv_bias);
  EXPECT_FALSE(model.output_bias);
  EXPECT_EQ(model.max_position_embeddings, 32768);
  EXPECT_FALSE(model.sliding_window);
}

TEST(HuggingFaceConfig, GivesGemmaItsDefaults) {
  const ModelConfig model = read("gemma", kOneGroup);
  EXPECT_EQ(model.head_dim, 256);
  EXPECT_TRUE(model.tie_word_embeddings);
  EXPECT_EQ(model.normalization, Normalization::kRmsNormPlusOne);
  EXPECT_EQ(model.hidden_act, Activation::kGeluTanh);
  EXPECT_EQ(model.embedding_scale, 8);
}

TEST(HuggingFaceConfig, GivesPhiItsDefaults) {
  const ModelConfig model = read("phi");
  EXPECT_EQ(model.partial_rotary_factor, 0.5);
  EXPECT_EQ(model.normalization, Normalization::kLayerNorm);
  EXPECT_EQ(model.norm_eps, 1e-5);
  EXPECT_EQ(model.hidden_act, Activation::kGeluTanh);
  EXPECT_TRUE(model.parallel_block && !model.gated_mlp);
  EXPECT_TRUE(model.qkv_bias && model.output_bias && model.mlp_bias && model.lm_head_bias);
}

TEST(HuggingFaceConfig, TakesNullForKeyValueHeadsAsAllHeads) {
  EXPECT_EQ(read("qwen2", R"("num_key_value_heads": null)").num_key_value_heads, 8);
}

TEST(HuggingFaceConfig, TakesTheKeysThatAreThere) {
  const ModelConfig model = read("llama", R"("num_key_value_heads": 2, "head_dim": 16,
      "max_position_embeddings": 77, "rope_theta": 5e5, "rms_norm_eps": 1e-5,
      "tie_word_embeddings": true)");
  EXPECT_EQ(model.num_key_value_heads, 2);
  EXPECT_EQ(model.head_dim, 16);
  EXPECT_EQ(model.max_position_embeddings, 77);
  EXPECT_EQ(model.rope_theta, 5e5);
  EXPECT_EQ(model.norm_eps, 1e-5);
  EXPECT_TRUE(model.tie_word_embeddings);
}

TEST(HuggingFaceConfig, ReadsLlamasBiases) {
  const ModelConfig attention = read("llama", R"("attention_bias": true)");
  EXPECT_TRUE(attention.qkv_bias && attention.output_bias && !attention.mlp_bias);
  EXPECT_TRUE(read("llama", R"("mlp_bias": true)").mlp_bias);
}

TEST(HuggingFaceConfig, TakesGemmasGeluAsTheTanhForm) {
  const std::string loose = std::string(kOneGroup) + R"(, "hidden_act": "gelu")";
  EXPECT_EQ(read("gemma", loose).hidden_act, Activation::kGeluTanh);
  EXPECT_EQ(read("gemma", loose + R"(, "hidden_activation": null)").hidden_act,
            Activation::kGeluTanh);
  EXPECT_EQ(read("gemma", loose + R"(, "hidden_activation": "gelu")").hidden_act,
            Activation::kGelu);
  EXPECT_EQ(read("llama", R"("hidden_act": "gelu")").hidden_act, Activation::kGelu);
}

TEST(HuggingFaceConfig, UsesQwen2sWindowOnlyWhenToldAndInAllLayers) {
  const std::string some = std::string(kOneGroup) + R"(, "sliding_window": 16, )";
  EXPECT_FALSE(read("qwen2", some + R"("use_sliding_window": false)").sliding_window);
  EXPECT_EQ(
      read("qwen2", some + R"("use_sliding_window": true, "max_window_layers": 0)").sliding_window,
      16);
  EXPECT_FALSE(
      read("qwen2", some + R"("use_sliding_window": true, "max_window_layers": 4)").sliding_window);
  EXPECT_THAT(error_of("qwen2", some + R"("use_sliding_window": true, "max_window_layers": 3)"),
              StartsWith("c: max_window_layers: expected 0 or at least num_hidden_layers = 4"));
}

TEST(HuggingFaceConfig, TakesLayerTypesThatAreAllTheSame) {
  EXPECT_EQ(error_of("llama", R"("layer_types": ["full_attention", "full_attention"])"),
            "no error");
  EXPECT_FALSE(read("mistral", R"("layer_types": ["full_attention"])").sliding_window);
  EXPECT_THAT(error_of("llama", R"("layer_types": ["sliding_attention"])"),
              HasSubstr("layer_types: expected full_attention in all layers"));
  EXPECT_THAT(error_of("mistral", R"("layer_types": ["sliding_attention", "full_attention"])"),
              HasSubstr("layer_types[1]: expected the same kind of attention in all layers"));
}

TEST(HuggingFaceConfig, ReadsRotaryParametersOfTransformers5) {
  const ModelConfig model = read("phi", R"("rope_parameters":
      {"rope_type": "default", "rope_theta": 250000.0, "partial_rotary_factor": 0.25})");
  EXPECT_EQ(model.rope_theta, 250000);
  EXPECT_EQ(model.partial_rotary_factor, 0.25);
}

TEST(HuggingFaceConfig, RefusesScaledRotaryAngles) {
  EXPECT_EQ(error_of("llama", R"("rope_scaling": null)"), "no error");
  EXPECT_THAT(error_of("llama", R"("rope_scaling": {"type": "linear", "factor": 2.0})"),
              HasSubstr("rope_scaling.type: expected one of default, found \"linear\""));
  EXPECT_THAT(error_of("llama", R"("rope_scaling": {"factor": 2.0})"),
              HasSubstr("rope_scaling: expected null"));
  EXPECT_THAT(error_of("llama", R"("rope_parameters": {"rope_type": "llama3"})"),
              HasSubstr("rope_parameters.rope_type"));
}

TEST(HuggingFaceConfig, RefusesWhatTheEngineDoesNotCompute) {
  EXPECT_THAT(error_of("phi", R"("qk_layernorm": true)"), StartsWith("c: qk_layernorm: "));
  EXPECT_THAT(error_of("llama", R"("quantization_config": {"bits": 4})"),
              StartsWith("c: quantization_config: "));
  EXPECT_THAT(
      error_of("gemma", std::string(kOneGroup) + R"(, "use_bidirectional_attention": true)"),
      StartsWith("c: use_bidirectional_attention: "));
  EXPECT_THAT(error_of("mistral", R"("attention_bias": true)"), StartsWith("c: attention_bias: "));
  EXPECT_THAT(error_of("mistral", R"("mlp_bias": true)"), StartsWith("c: mlp_bias: "));
  EXPECT_THAT(error_of("llama", R"("partial_rotary_factor": 0.5)"),
              StartsWith("c: partial_rotary_factor: expected 1"));
  EXPECT_THAT(error_of("llama", R"("hidden_act": "relu")"),
              HasSubstr("hidden_act: expected one of silu"));
}

TEST(HuggingFaceConfig, RefusesAnUnknownModelTypeAndListsTheKnown) {
  EXPECT_EQ(error_of("mamba", ""),
            "c: model_type: expected one of llama, mistral, qwen2, gemma, phi, found mamba");
}

TEST(HuggingFaceConfig, RefusesAConfigWithoutItsSizes) {
  for (const char* key : {"model_type", "hidden_size", "intermediate_size", "num_hidden_layers",
                          "num_attention_heads", "vocab_size"}) {
    boost::json::value config = parse_json(R"({"model_type": "llama", "hidden_size": 64,
        "intermediate_size": 96, "num_hidden_layers": 4, "num_attention_heads": 8,
        "vocab_size": 100})",
                                           "c");
    config.as_object().erase(key);
    EXPECT_EQ(input_error_of([&] { read_hugging_face_config(config, "c"); }),
              "c: " + std::string(key) + ": expected a value, found no such key");
  }
}

TEST(HuggingFaceConfig, RefusesAbsurdSizes) {
  EXPECT_THAT(error_of("llama", R"("max_position_embeddings": 1e9)"),
              StartsWith("c: max_position_embeddings: expected a whole number from 1 to"));
  EXPECT_THAT(error_of("llama", R"("num_key_value_heads": 3)"),
              StartsWith("c: num_key_value_heads: expected a divisor of num_attention_heads = 8"));
  EXPECT_THAT(error_of("llama", R"("head_dim": 7)"), StartsWith("c: head_dim: expected an even"));
  EXPECT_THAT(error_of("llama", R"("rope_theta": 0)"), StartsWith("c: rope_theta: "));
  EXPECT_THAT(error_of("llama", R"("rms_norm_eps": 1)"), StartsWith("c: rms_norm_eps: "));
  EXPECT_THAT(error_of("phi", R"("partial_rotary_factor": 0.3)"),
              StartsWith("c: partial_rotary_factor: "));
}

TEST(HuggingFaceConfig, RefusesAWidthThatHeadsDoNotDivide) {
  const std::string text = R"({"model_type": "llama", "hidden_size": 64, "intermediate_size": 96,
      "num_hidden_layers": 4, "num_attention_heads": 7, "vocab_size": 100)";
  const auto error = [&](const std::string& more) {
    return input_error_of([&] { read_hugging_face_config(parse_json(text + more, "c"), "c"); });
  };
  EXPECT_EQ(error("}"), "c: num_attention_heads: expected a divisor of hidden_size = 64, found 7");
  EXPECT_EQ(error(R"(, "head_dim": 8})"), "no error");
}

// Of every card of the catalogue and its small version.
TEST(HuggingFaceConfig, KeepsEveryModelThroughItsText) {
  for (const std::string& name : model_names()) {
    for (ModelConfig model : {find_model(name), small_version(find_model(name))}) {
      const std::string text = hugging_face_config_text(model, "c");
      ModelConfig found = read_hugging_face_config(parse_json(text, "c"), "c");
      found.name = model.name;
      found.title = model.title;
      EXPECT_EQ(found, model) << text;
    }
  }
}

TEST(HuggingFaceConfig, KeepsWhatItsOptionsSay) {
  for (const char* more : {R"("attention_bias": true, "mlp_bias": true)",
                           R"("hidden_act": "gelu", "tie_word_embeddings": true)"}) {
    const ModelConfig model = read("llama", more);
    EXPECT_EQ(read_hugging_face_config(parse_json(hugging_face_config_text(model, "c"), "c"), "c"),
              model);
  }
  const ModelConfig qwen = read("qwen2", std::string(kOneGroup) + R"(, "use_sliding_window": true,
      "max_window_layers": 0)");
  EXPECT_EQ(read_hugging_face_config(parse_json(hugging_face_config_text(qwen, "c"), "c"), "c"),
            qwen);
}

TEST(HuggingFaceConfig, SaysWhenAModelIsNotWhatItsTypeMeans) {
  ModelConfig model = read("llama");
  model.lm_head_bias = true;
  EXPECT_EQ(input_error_of([&] { hugging_face_config_text(model, "c"); }),
            "c: expected a model that config.json can describe, found one that is not what llama "
            "means there");
}

}  // namespace
}  // namespace mllm_npu
