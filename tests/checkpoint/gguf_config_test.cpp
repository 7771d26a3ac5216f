#include "engine/checkpoint/gguf_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/checkpoint/gguf_names.h"
#include "engine/model/model_catalog.h"
#include "tests/support/gguf_models.h"
#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::gguf_entries;
using support::tiny_card_model;
using ::testing::HasSubstr;

// The entries of a tiny model, with one change.
template <class Change>
ModelConfig read_with(const std::string& name, Change change) {
  GgufFile file = gguf_entries(tiny_card_model(name));
  change(file);
  return gguf_model_config(file);
}

template <class Change>
std::string error_with(const std::string& name, Change change) {
  return support::input_error_of([&] { read_with(name, change); });
}

template <class Change>
std::string metadata_error(const std::string& name, Change change) {
  return support::input_error_of([&] {
    ModelConfig model = tiny_card_model(name);
    change(model);
    gguf_model_metadata(model, "out.gguf");
  });
}

void remove(GgufFile& file, const std::string& key) {
  GgufMetadata kept(file.metadata.file());
  for (const auto& [name, value] : file.metadata.values()) {
    if (name != key) kept.set(name, value);
  }
  file.metadata = kept;
}

void add_tensor(GgufFile& file, const std::string& name, std::vector<std::int64_t> shape) {
  file.tensors.push_back({.name = name, .format = StorageFormat::kF32, .shape = std::move(shape)});
}

TEST(GgufConfig, EveryCardComesBackFromItsMetadata) {
  for (const std::string& name : support::gguf_model_names()) {
    const ModelConfig model = find_model(name);
    EXPECT_TRUE(gguf_model_config(gguf_entries(model)) == support::as_gguf_reads(model)) << name;
  }
}

TEST(GgufConfig, WritesTheKeysOfLlamaCpp) {
  const GgufMetadata metadata = gguf_model_metadata(find_model("mistral-7b"), "m.gguf");
  const auto count = [&](const char* key) { return metadata.integer(key, 0, 1 << 30); };
  EXPECT_EQ(metadata.string("general.architecture"), "llama");
  EXPECT_EQ(metadata.string("general.name"), "Mistral-7B");
  EXPECT_EQ(count("llama.vocab_size"), 32000);
  EXPECT_EQ(count("llama.context_length"), 32768);
  EXPECT_EQ(count("llama.embedding_length"), 4096);
  EXPECT_EQ(count("llama.block_count"), 32);
  EXPECT_EQ(count("llama.feed_forward_length"), 14336);
  EXPECT_EQ(count("llama.attention.head_count"), 32);
  EXPECT_EQ(count("llama.attention.head_count_kv"), 8);
  EXPECT_EQ(count("llama.attention.key_length"), 128);
  EXPECT_EQ(count("llama.attention.value_length"), 128);
  EXPECT_EQ(count("llama.attention.sliding_window"), 4096);
  EXPECT_EQ(count("llama.rope.dimension_count"), 128);
  EXPECT_EQ(metadata.number("llama.rope.freq_base"), 10000);
  EXPECT_EQ(metadata.number("llama.attention.layer_norm_rms_epsilon"), 1e-5);
}

TEST(GgufConfig, LayerNormHasAnEpsilonOfItsOwn) {
  const GgufMetadata metadata = gguf_model_metadata(find_model("phi-2-2.7b"), "m.gguf");
  EXPECT_EQ(metadata.number("phi2.attention.layer_norm_epsilon"), 1e-5);
  EXPECT_FALSE(metadata.has("phi2.attention.layer_norm_rms_epsilon"));
  EXPECT_EQ(metadata.integer("phi2.rope.dimension_count", 0, 100), 32);
}

TEST(GgufConfig, KnowsWhatMayBeLeftOut) {
  const ModelConfig model = read_with("llama-2-7b", [](GgufFile& file) {
    for (const char* key : {"vocab_size", "attention.head_count_kv", "attention.key_length",
                            "attention.value_length", "rope.dimension_count", "rope.freq_base"}) {
      remove(file, std::string("llama.") + key);
    }
    remove(file, "general.name");
  });
  EXPECT_EQ(model.vocab_size, 40);  // rows of the embedding
  EXPECT_EQ(model.num_key_value_heads, 4);
  EXPECT_EQ(model.head_dim, 4);
  EXPECT_EQ(model.rope_theta, 10000);
  EXPECT_EQ(model.partial_rotary_factor, 1);
  EXPECT_EQ(model.title, "");
}

TEST(GgufConfig, NeedsTheRest) {
  for (const char* key : {"general.architecture", "llama.context_length", "llama.embedding_length",
                          "llama.block_count", "llama.feed_forward_length",
                          "llama.attention.head_count", "llama.attention.layer_norm_rms_epsilon"}) {
    EXPECT_EQ(error_with("llama-2-7b", [&](GgufFile& file) { remove(file, key); }),
              "m.gguf: " + std::string(key) + ": expected a value, found no such key");
  }
}

TEST(GgufConfig, SeesBiasesFromTheTensors) {
  const ModelConfig model = read_with("llama-2-7b", [](GgufFile& file) {
    add_tensor(file, "blk.0.attn_q.bias", {16});
    add_tensor(file, "blk.0.attn_output.bias", {16});
    add_tensor(file, "blk.0.ffn_up.bias", {6});
    add_tensor(file, "output.bias", {40});
  });
  EXPECT_TRUE(model.qkv_bias && model.output_bias && model.mlp_bias && model.lm_head_bias);
  EXPECT_TRUE(read_with("llama-2-7b", [](GgufFile& file) {
                add_tensor(file, "blk.0.attn_qkv.bias", {48});
              }).qkv_bias);
}

TEST(GgufConfig, SeesATiedHeadFromTheTensors) {
  EXPECT_FALSE(read_with("llama-2-7b", [](GgufFile&) {}).tie_word_embeddings);
  EXPECT_TRUE(
      read_with("llama-2-7b", [](GgufFile& file) { file.tensors.pop_back(); }).tie_word_embeddings);
}

TEST(GgufConfig, RefusesOtherArchitectures) {
  EXPECT_THAT(
      error_with("llama-2-7b",
                 [](GgufFile& file) { file.metadata.set_string("general.architecture", "mamba"); }),
      HasSubstr("expected one of llama, qwen2, gemma, phi2, found mamba"));
}

TEST(GgufConfig, RefusesScaledRotaryAngles) {
  const auto with_type = [](const char* type) {
    return error_with("llama-2-7b", [&](GgufFile& file) {
      file.metadata.set_string("llama.rope.scaling.type", type);
    });
  };
  EXPECT_EQ(with_type("none"), "no error");
  EXPECT_THAT(with_type("yarn"), HasSubstr("llama.rope.scaling.type: expected none, found yarn"));
  for (const char* key : {"llama.rope.scaling.factor", "llama.rope.scale_linear"}) {
    const auto with_factor = [&](double factor) {
      return error_with("llama-2-7b",
                        [&](GgufFile& file) { file.metadata.set_number(key, factor); });
    };
    EXPECT_EQ(with_factor(1), "no error");
    EXPECT_THAT(with_factor(2), HasSubstr(std::string(key) + ": expected 1"));
  }
}

TEST(GgufConfig, RefusesExperts) {
  const auto with_experts = [](std::uint32_t count) {
    return error_with("llama-2-7b", [&](GgufFile& file) {
      file.metadata.set_integer("llama.expert_count", count);
    });
  };
  EXPECT_EQ(with_experts(0), "no error");
  EXPECT_THAT(with_experts(8), HasSubstr("llama.expert_count: expected"));
}

TEST(GgufConfig, RefusesAPartOfASplitModel) {
  const auto with_parts = [](std::uint32_t count) {
    return error_with("llama-2-7b",
                      [&](GgufFile& file) { file.metadata.set_integer("split.count", count); });
  };
  EXPECT_EQ(with_parts(1), "no error");
  EXPECT_THAT(with_parts(2), HasSubstr("split.count: expected a model in one file"));
}

TEST(GgufConfig, RefusesKeysThatContradictEachOther) {
  const auto with = [](const char* key, std::uint32_t value) {
    return error_with("mistral-7b", [&](GgufFile& file) { file.metadata.set_integer(key, value); });
  };
  EXPECT_THAT(with("llama.attention.value_length", 6), HasSubstr("the length of a key, 4"));
  EXPECT_THAT(with("llama.attention.head_count_kv", 3), HasSubstr("a divisor of"));
  EXPECT_THAT(with("llama.rope.dimension_count", 3), HasSubstr("partial_rotary_factor"));
  EXPECT_THAT(with("llama.rope.dimension_count", 6), HasSubstr("partial_rotary_factor"));
  EXPECT_THAT(error_with("llama-2-7b",
                         [](GgufFile& file) {
                           remove(file, "llama.attention.key_length");
                           file.metadata.set_integer("llama.attention.head_count", 3);
                         }),
              HasSubstr("a divisor of embedding_length = 16"));
}

TEST(GgufConfig, RefusesNumbersOutOfBounds) {
  const auto with = [](const char* key, std::uint32_t value) {
    return error_with("llama-2-7b", [&](GgufFile& file) { file.metadata.set_integer(key, value); });
  };
  EXPECT_THAT(with("llama.block_count", 0), HasSubstr("from 1 to 1024, found 0"));
  EXPECT_THAT(with("llama.block_count", 1025), HasSubstr("found 1025"));
  EXPECT_THAT(with("llama.embedding_length", 1U << 31), HasSubstr("llama.embedding_length"));
  EXPECT_THAT(with("llama.vocab_size", 0), HasSubstr("llama.vocab_size"));
  EXPECT_THAT(
      error_with("llama-2-7b",
                 [](GgufFile& file) { file.metadata.set_number("llama.rope.freq_base", 0); }),
      HasSubstr("rope_theta"));
}

TEST(GgufConfig, ATitleIsOneLine) {
  const auto title = [](const std::string& name) {
    return read_with("llama-2-7b",
                     [&](GgufFile& file) { file.metadata.set_string("general.name", name); })
        .title;
  };
  EXPECT_EQ(title("A model"), "A model");
  EXPECT_EQ(title("\x1b[2Jgone"), "");
  EXPECT_EQ(title(std::string(500, 'x')), "");
}

TEST(GgufConfig, RefusesToWriteWhatLlamaCppWouldComputeOtherwise) {
  using Change = void (*)(ModelConfig&);
  const auto expect = [](const char* name, const char* field, Change change) {
    EXPECT_THAT(metadata_error(name, change),
                HasSubstr("out.gguf: " + std::string(field) + ": expected what llama.cpp computes"))
        << name;
  };
  expect("llama-2-7b", "hidden_act", [](ModelConfig& m) { m.hidden_act = Activation::kGeluTanh; });
  expect("gemma-2b", "hidden_act", [](ModelConfig& m) { m.hidden_act = Activation::kGelu; });
  expect("llama-2-7b", "normalization",
         [](ModelConfig& m) { m.normalization = Normalization::kLayerNorm; });
  expect("phi-2-2.7b", "normalization",
         [](ModelConfig& m) { m.normalization = Normalization::kRmsNorm; });
  expect("llama-2-7b", "gated_mlp", [](ModelConfig& m) { m.gated_mlp = false; });
  expect("llama-2-7b", "parallel_block", [](ModelConfig& m) { m.parallel_block = true; });
  expect("llama-2-7b", "partial_rotary_factor",
         [](ModelConfig& m) { m.partial_rotary_factor = 0.5; });
  expect("llama-2-7b", "embedding_scale", [](ModelConfig& m) { m.embedding_scale = 2; });
  expect("gemma-2b", "embedding_scale", [](ModelConfig& m) { m.embedding_scale = 1; });
  expect("llama-2-7b", "lm_head_bias", [](ModelConfig& m) { m.lm_head_bias = true; });
  expect("qwen1.5-1.8b", "output_bias", [](ModelConfig& m) { m.output_bias = true; });
  expect("qwen1.5-1.8b", "mlp_bias", [](ModelConfig& m) { m.mlp_bias = true; });
  expect("qwen1.5-1.8b", "head_dim", [](ModelConfig& m) { m.head_dim = 8; });
  expect("gemma-2b", "tie_word_embeddings", [](ModelConfig& m) { m.tie_word_embeddings = false; });
  expect("phi-2-2.7b", "tie_word_embeddings", [](ModelConfig& m) { m.tie_word_embeddings = true; });
  expect("phi-2-2.7b", "lm_head_bias", [](ModelConfig& m) { m.lm_head_bias = false; });
  expect("phi-2-2.7b", "mlp_bias", [](ModelConfig& m) { m.mlp_bias = false; });
  expect("phi-2-2.7b", "output_bias", [](ModelConfig& m) { m.output_bias = false; });
  EXPECT_THAT(metadata_error("llama-2-7b", [](ModelConfig& m) { m.model_type = "opt"; }),
              HasSubstr("model_type"));
}

TEST(GgufConfig, WritesWhatLlamaCppComputesAsWell) {
  EXPECT_EQ(metadata_error("llama-2-7b", [](ModelConfig& m) { m.qkv_bias = true; }), "no error");
  EXPECT_EQ(metadata_error("llama-2-7b", [](ModelConfig& m) { m.head_dim = 8; }), "no error");
  EXPECT_EQ(metadata_error("llama-2-7b", [](ModelConfig& m) { m.tie_word_embeddings = true; }),
            "no error");
  EXPECT_EQ(metadata_error("qwen1.5-1.8b", [](ModelConfig& m) { m.qkv_bias = false; }), "no error");
  EXPECT_EQ(metadata_error("phi-2-2.7b", [](ModelConfig& m) { m.partial_rotary_factor = 0.8; }),
            "no error");
}

}  // namespace
}  // namespace mllm_npu
