#include "engine/checkpoint/gguf_checkpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/checkpoint/gguf_config.h"
#include "engine/checkpoint/gguf_tokenizer.h"
#include "engine/checkpoint/gguf_vocabulary.h"
#include "engine/checkpoint/gguf_writer.h"
#include "engine/checkpoint/random_weights.h"
#include "tests/support/gguf_models.h"
#include "tests/support/gguf_text.h"
#include "tests/support/input_error_of.h"
#include "tests/support/mutations.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::gguf_entries;
using support::tiny_card_model;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::map<WeightId, StoredTensor> weights_of(const GgufFile& file) {
  return gguf_weights(file, gguf_model_config(file));
}

template <class Change>
std::string error_with(const std::string& name, Change change) {
  return support::input_error_of([&] {
    GgufFile file = gguf_entries(tiny_card_model(name));
    change(file.tensors);
    weights_of(file);
  });
}

StoredTensor entry(const std::string& name, std::vector<std::int64_t> shape) {
  return {.name = name, .format = StorageFormat::kF32, .shape = std::move(shape)};
}

// Takes q, k and v of the layers away and puts one tensor in their place, whose rows count on.
GgufFile fused_file(const ModelConfig& model, const std::vector<float>& numbers) {
  GgufFile file = gguf_entries(model);
  std::vector<StoredTensor> kept;
  const std::int64_t rows = query_size(model) + 2 * key_value_size(model);
  for (const StoredTensor& tensor : file.tensors) {
    const bool of_q = tensor.name.find("attn_q.") != std::string::npos;
    const bool of_k_or_v = tensor.name.find("attn_k.") != std::string::npos ||
                           tensor.name.find("attn_v.") != std::string::npos;
    if (!of_q && !of_k_or_v) kept.push_back(tensor);
    if (!of_q) continue;
    StoredTensor fused = tensor;
    fused.name.replace(fused.name.find("attn_q."), 7, "attn_qkv.");
    fused.shape.front() = rows;
    const auto count = static_cast<std::size_t>(fused.rows() * fused.columns());
    fused.bytes = std::as_bytes(std::span(numbers).first(count));
    kept.push_back(fused);
  }
  file.tensors = kept;
  return file;
}

std::vector<float> counting(std::size_t count) {
  std::vector<float> numbers(count);
  for (std::size_t i = 0; i < count; ++i) numbers[i] = static_cast<float>(i);
  return numbers;
}

float first_number(const StoredTensor& tensor) {
  Matrix<float> row(1, tensor.columns());
  read_rows(tensor, 0, row.view());
  return row(0, 0);
}

TEST(GgufCheckpoint, FindsEveryWeightOfEveryCard) {
  for (const std::string& name : support::gguf_model_names()) {
    const ModelConfig model = tiny_card_model(name);
    const auto weights = weights_of(gguf_entries(model));
    EXPECT_EQ(weights.size(), weight_layout(model).size()) << name;
    for (const WeightShape& weight : weight_layout(model)) {
      EXPECT_EQ(weights.at(weight.id).shape, weight.shape) << name << ' ' << text_of(weight.id);
    }
  }
}

TEST(GgufCheckpoint, OnlyLlamaInterleavesQueriesAndKeys) {
  for (const std::string& name : support::gguf_model_names()) {
    const ModelConfig model = tiny_card_model(name);
    const bool llama = model.model_type == "llama" || model.model_type == "mistral";
    for (const auto& [id, tensor] : weights_of(gguf_entries(model))) {
      std::int64_t heads = 0;
      if (llama && id.role == WeightRole::kQ) heads = model.num_attention_heads;
      if (llama && id.role == WeightRole::kK) heads = model.num_key_value_heads;
      EXPECT_EQ(tensor.interleaved_heads, heads) << name << ' ' << text_of(id);
    }
  }
}

TEST(GgufCheckpoint, TakesFusedRowsApart) {
  const ModelConfig model = tiny_card_model("phi-2-2.7b");  // 40 wide, 40 rows each
  const std::vector<float> numbers = counting(120 * 40);
  const auto weights = weights_of(fused_file(model, numbers));
  const auto first = [&](WeightRole role, bool bias) {
    return first_number(weights.at({.role = role, .layer = 1, .bias = bias}));
  };
  EXPECT_EQ(weights.size(), weight_layout(model).size());
  EXPECT_EQ(first(WeightRole::kQ, false), 0);
  EXPECT_EQ(first(WeightRole::kK, false), 40 * 40);
  EXPECT_EQ(first(WeightRole::kV, false), 80 * 40);
  EXPECT_EQ(first(WeightRole::kQ, true), 0);
  EXPECT_EQ(first(WeightRole::kK, true), 40);
  EXPECT_EQ(first(WeightRole::kV, true), 80);
}

TEST(GgufCheckpoint, FusedRowsOfGroupedHeadsHaveTheirOwnHeights) {
  const ModelConfig model = tiny_card_model("mistral-7b");  // 16 wide; 16, 8 and 8 rows
  const std::vector<float> numbers = counting(32 * 16);
  const auto weights = weights_of(fused_file(model, numbers));
  const StoredTensor& key = weights.at({.role = WeightRole::kK, .layer = 0});
  EXPECT_THAT(key.shape, ElementsAre(8, 16));
  EXPECT_EQ(key.interleaved_heads, 2);
  EXPECT_EQ(first_number(key), 16 * 16);
  EXPECT_EQ(first_number(weights.at({.role = WeightRole::kV, .layer = 0})), 24 * 16);
}

TEST(GgufCheckpoint, RefusesFusedRowsOfAnotherHeight) {
  const auto with_shape = [](std::vector<std::int64_t> shape) {
    return error_with("phi-2-2.7b", [&](std::vector<StoredTensor>& tensors) {
      tensors.push_back(entry("blk.0.attn_qkv.weight", shape));
    });
  };
  EXPECT_THAT(with_shape({119, 40}), HasSubstr("expected [120, 40] for q, k and v"));
  EXPECT_THAT(with_shape({120, 41}), HasSubstr("found [120, 41]"));
  EXPECT_THAT(with_shape({120}), HasSubstr("found [120]"));
}

TEST(GgufCheckpoint, RefusesABiasInBlocksThatHeadsCut) {
  EXPECT_THAT(error_with("phi-2-2.7b",
                         [](std::vector<StoredTensor>& tensors) {
                           tensors.push_back(entry("blk.0.attn_qkv.bias", {120}));
                           tensors.back().format = StorageFormat::kQ4_0;
                         }),
              HasSubstr("found [120] of Q4_0"));
}

TEST(GgufCheckpoint, RefusesQueriesBothFusedAndAlone) {
  EXPECT_THAT(error_with("phi-2-2.7b",
                         [](std::vector<StoredTensor>& tensors) {
                           tensors.push_back(entry("blk.0.attn_qkv.weight", {120, 40}));
                         }),
              HasSubstr("each of q, k and v once"));
}

TEST(GgufCheckpoint, RefusesTensorsThatItWouldNotComputeWith) {
  for (const char* name : {"rope_freqs.weight", "blk.0.attn_q_norm.weight", "blk.2.attn_q.weight",
                           "blk.1.ffn_up.bias", "blk.2.attn_qkv.weight", "other"}) {
    EXPECT_THAT(error_with("llama-2-7b",
                           [&](std::vector<StoredTensor>& tensors) {
                             tensors.push_back(entry(name, {16}));
                           }),
                HasSubstr("only tensors that the architecture computes with"))
        << name;
  }
}

TEST(GgufCheckpoint, OpensAFileUnderItsName) {
  const support::TemporaryFolder folder;
  const ModelConfig model = tiny_card_model("gemma-2b");
  write_gguf(folder.path() / "my.model.gguf", RandomWeights(model, 1),
             {.vocabulary = gguf_no_vocabulary()});
  const Checkpoint checkpoint = open_gguf(folder.path() / "my.model.gguf");
  EXPECT_EQ(checkpoint.model().name, "my.model");
  EXPECT_EQ(checkpoint.model().title, "Gemma-2B");
}

TEST(GgufCheckpoint, RefusesAFileWithoutAWeightOrWithAnotherShape) {
  const support::TemporaryFolder folder;
  const ModelConfig model = tiny_card_model("llama-2-7b");
  const auto error_without = [&](auto change) {
    std::vector<GgufTensorInfo> tensors;
    for (const StoredTensor& tensor : gguf_entries(model).tensors) {
      tensors.push_back({tensor.name, tensor.format, tensor.shape});
    }
    change(tensors);
    const auto path =
        folder.write("m.gguf", support::gguf_of_zeros(gguf_model_metadata(model, ""), tensors));
    return support::input_error_of([&] { open_gguf(path); });
  };
  using Tensors = std::vector<GgufTensorInfo>;
  EXPECT_EQ(error_without([](Tensors&) {}), "no error");
  EXPECT_THAT(error_without([](Tensors& all) { all.erase(all.begin() + 2); }),
              HasSubstr("layer 0, q_proj: expected a tensor of [16, 16], found none"));
  EXPECT_THAT(error_without([](Tensors& all) {
                all[2].shape = {16, 12};
              }),
              HasSubstr("blk.0.attn_q.weight: expected [16, 16]"));
}

TEST(GgufCheckpoint, ReadsOrRefusesDamagedFiles) {
  constexpr int kFiles = 1000;
  const support::TemporaryFolder folder;
  const ModelConfig model = tiny_card_model("qwen1.5-1.8b");
  write_gguf(folder.path() / "m.gguf", RandomWeights(model, 1),
             {.format = StorageFormat::kF16, .vocabulary = gguf_no_vocabulary()});
  const std::string text = support::bytes_of(folder.path() / "m.gguf");
  const auto count = support::read_mutated(text, kFiles, [](const std::string& damaged) {
    const GgufFile file = read_gguf(support::as_bytes(damaged), "f");
    const ModelConfig read = gguf_model_config(file);
    const Checkpoint checkpoint("f", read, gguf_weights(file, read), {});
    for (const WeightShape& weight : weight_layout(read))
      first_number(checkpoint.weight(weight.id));
  });
  EXPECT_EQ(count.accepted + count.refused, kFiles);
  EXPECT_GT(count.accepted, 0);
  EXPECT_GT(count.refused, kFiles / 4);
}

}  // namespace
}  // namespace mllm_npu
