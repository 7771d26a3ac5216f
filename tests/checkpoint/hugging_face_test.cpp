#include "engine/checkpoint/hugging_face.h"

#include <cstring>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/checkpoint/hugging_face_names.h"
#include "engine/checkpoint/random_weights.h"
#include "engine/model/model_catalog.h"
#include "engine/model/small_model.h"
#include "tests/support/assets.h"
#include "tests/support/input_error_of.h"
#include "tests/support/safetensors_text.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_folder.h"

namespace mllm_npu {
namespace {

namespace fs = std::filesystem;
using support::input_error_of;
using support::safetensors_text;
using support::TemporaryFolder;
using support::tiny_model;
using support::write_tiny_folder;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;

constexpr WeightId kEmbedding{.role = WeightRole::kEmbedding};

std::string error_of(const fs::path& folder) {
  return input_error_of([&] { open_hugging_face(folder); });
}

// Row `row` of a weight.
std::vector<float> row_of(const Checkpoint& checkpoint, const WeightId& id, std::int64_t row) {
  const StoredTensor& tensor = checkpoint.weight(id);
  Matrix<float> out(1, tensor.columns());
  read_rows(tensor, row, out.view());
  return {out.row(0).begin(), out.row(0).end()};
}

TEST(HuggingFaceNames, AreTransformers) {
  const WeightId q{.role = WeightRole::kQ, .layer = 3};
  EXPECT_EQ(hugging_face_name("llama", q), "model.layers.3.self_attn.q_proj.weight");
  EXPECT_EQ(hugging_face_name("qwen2", {.role = WeightRole::kK, .layer = 0, .bias = true}),
            "model.layers.0.self_attn.k_proj.bias");
  EXPECT_EQ(hugging_face_name("gemma", {.role = WeightRole::kFfnNorm, .layer = 1}),
            "model.layers.1.post_attention_layernorm.weight");
  EXPECT_EQ(hugging_face_name("mistral", {.role = WeightRole::kDown, .layer = 1}),
            "model.layers.1.mlp.down_proj.weight");
  EXPECT_EQ(hugging_face_name("llama", {.role = WeightRole::kFinalNorm}), "model.norm.weight");
  EXPECT_EQ(hugging_face_name("llama", kEmbedding), "model.embed_tokens.weight");
}

TEST(HuggingFaceNames, ArePhisOwnWherePhiDiffers) {
  const auto name = [](WeightRole role, bool bias) {
    return hugging_face_name("phi", {.role = role, .layer = 2, .bias = bias});
  };
  EXPECT_EQ(name(WeightRole::kO, false), "model.layers.2.self_attn.dense.weight");
  EXPECT_EQ(name(WeightRole::kUp, true), "model.layers.2.mlp.fc1.bias");
  EXPECT_EQ(name(WeightRole::kDown, false), "model.layers.2.mlp.fc2.weight");
  EXPECT_EQ(name(WeightRole::kAttentionNorm, true), "model.layers.2.input_layernorm.bias");
  EXPECT_EQ(hugging_face_name("phi", {.role = WeightRole::kFinalNorm, .bias = true}),
            "model.final_layernorm.bias");
  EXPECT_EQ(hugging_face_name("phi", {.role = WeightRole::kLmHead, .bias = true}), "lm_head.bias");
}

TEST(HuggingFace, IsNamedAfterItsFolder) {
  const TemporaryFolder folder;
  write_tiny_folder(folder.path() / "some-model");
  EXPECT_EQ(open_hugging_face(folder.path() / "some-model").model().name, "some-model");
  EXPECT_EQ(open_hugging_face(folder.path() / "some-model/").model().name, "some-model");
}

// Every architecture of the paper, small, in both formats that hold the numbers exactly.
TEST(HuggingFace, GivesBackTheNumbersThatWereWritten) {
  for (const std::string& name : model_names()) {
    const TemporaryFolder folder;
    const RandomWeights source(small_version(find_model(name)), 7);
    write_hugging_face(folder.path(), source, StorageFormat::kF32, [](std::int64_t) {});
    const Checkpoint checkpoint = open_hugging_face(folder.path());
    for (const WeightShape& weight : weight_layout(checkpoint.model())) {
      for_row_parts(source, weight, [&](std::int64_t first, MatrixView<const float> rows) {
        Matrix<float> found(rows.rows, rows.columns);
        read_rows(checkpoint.weight(weight.id), first, found.view());
        const auto size = static_cast<std::size_t>(rows.rows * rows.columns) * sizeof(float);
        EXPECT_EQ(std::memcmp(found.view().data, rows.data, size), 0) << text_of(weight.id);
      });
    }
  }
}

TEST(HuggingFace, RoundsToTheFormatOnceAndKeepsItThen) {
  const TemporaryFolder folder;
  const RandomWeights source(tiny_model(), 7);
  write_hugging_face(folder.path() / "a", source, StorageFormat::kF16, [](std::int64_t) {});
  const Checkpoint first = open_hugging_face(folder.path() / "a");
  std::vector<float> exact(static_cast<std::size_t>(tiny_model().hidden_size));
  source.read_rows(kEmbedding, 3, {exact.data(), 1, tiny_model().hidden_size});
  const std::vector<float> found = row_of(first, kEmbedding, 3);
  for (std::size_t i = 0; i < exact.size(); ++i) {
    EXPECT_EQ(found[i], static_cast<float>(Eigen::half(exact[i])));
  }
  write_hugging_face(folder.path() / "b", CheckpointWeights(first), StorageFormat::kF16,
                     [](std::int64_t) {});
  EXPECT_EQ(support::bytes_of(folder.path() / "a/model.safetensors"),
            support::bytes_of(folder.path() / "b/model.safetensors"));
}

TEST(HuggingFace, TellsHowManyNumbersAreWritten) {
  const TemporaryFolder folder;
  std::vector<std::int64_t> told;
  write_hugging_face(folder.path(), RandomWeights(tiny_model(), 7), StorageFormat::kBf16,
                     [&](std::int64_t numbers) { told.push_back(numbers); });
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
  EXPECT_EQ(told.front(), 0);
  EXPECT_EQ(told.back(), parameter_count(tiny_model()));
}

// Everything is a number that F16 lacks.
class GreatWeights : public WeightSource {
 public:
  const ModelConfig& model() const override { return model_; }
  void read_rows(const WeightId&, std::int64_t, MatrixView<float> out) const override {
    as_eigen(out).setConstant(70000);
  }

 private:
  ModelConfig model_ = tiny_model();
};

TEST(HuggingFace, RefusesToWriteANumberThatTheFormatLacks) {
  const TemporaryFolder folder;
  EXPECT_THAT(
      input_error_of([&] {
        write_hugging_face(folder.path(), GreatWeights(), StorageFormat::kF16, [](std::int64_t) {});
      }),
      EndsWith("model.safetensors: model.embed_tokens.weight: expected numbers that F16 can "
               "hold, found greater ones"));
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(HuggingFace, NamesATensorThatIsMissing) {
  const TemporaryFolder folder;
  write_tiny_folder(folder.path(), {{"layers.1.mlp.up_proj", "layers.1.mlp.u"}});
  EXPECT_EQ(error_of(folder.path()),
            folder.path().string() +
                ": model.layers.1.mlp.up_proj.weight: expected a tensor of [32, 16], found none");
}

TEST(HuggingFace, NamesATensorOfAnotherShape) {
  const TemporaryFolder folder;
  write_tiny_folder(folder.path(), {{"[32,16]", "[16,32]"}});
  EXPECT_EQ(error_of(folder.path()), folder.path().string() +
                                         ": model.layers.0.mlp.gate_proj.weight: expected [32, 16] "
                                         "for layer 0, gate_proj, found [16, 32]");
}

TEST(HuggingFace, NamesATypeThatItDoesNotRead) {
  const TemporaryFolder folder;
  write_tiny_folder(folder.path(), {{R"("dtype":"F32")", R"("dtype":"I32")"}});
  EXPECT_EQ(error_of(folder.path()),
            (folder.path() / "model.safetensors").string() +
                ": model.embed_tokens.weight: expected F32, F16 or BF16, found I32");
}

TEST(HuggingFace, NamesWhatAFolderLacks) {
  const TemporaryFolder folder;
  EXPECT_THAT(error_of(folder.path()), HasSubstr("config.json: expected a readable file"));
  write_tiny_folder(folder.path());
  fs::remove(folder.path() / "model.safetensors");
  EXPECT_EQ(error_of(folder.path()),
            folder.path().string() +
                ": expected model.safetensors or model.safetensors.index.json, found neither");
}

TEST(HuggingFace, TakesATiedMatrixByEitherName) {
  const TemporaryFolder folder;
  write_tiny_folder(folder.path(), {{"model.embed_tokens.weight", "lm_head.weight"}}, true);
  EXPECT_EQ(open_hugging_face(folder.path()).weight(kEmbedding).name, "lm_head.weight");
  write_tiny_folder(folder.path(), {{"model.embed_tokens.weight", "other.weight"}}, false);
  EXPECT_THAT(error_of(folder.path()), HasSubstr("model.embed_tokens.weight"));
}

// A tiny folder whose one file became a shard that an index names.
class ShardedFolder {
 public:
  explicit ShardedFolder(const std::string& shard = "shard-1.safetensors") {
    write_tiny_folder(folder_.path());
    fs::rename(path() / "model.safetensors", path() / "shard-1.safetensors");
    std::string map;
    for (const WeightShape& weight : weight_layout(tiny_model())) {
      map += (map.empty() ? "\"" : ", \"") + hugging_face_name("llama", weight.id) + "\": \"" +
             shard + "\"";
    }
    index(map);
  }

  const fs::path& path() const { return folder_.path(); }
  void index(const std::string& map) const {
    folder_.write("model.safetensors.index.json",
                  R"({"metadata": {}, "weight_map": {)" + map + "}}");
  }

 private:
  TemporaryFolder folder_;
};

TEST(HuggingFace, ReadsTheShardsThatAnIndexNames) {
  const ShardedFolder folder;
  const Checkpoint checkpoint = open_hugging_face(folder.path());
  std::vector<float> expected(16);
  RandomWeights(tiny_model(), 7).read_rows(kEmbedding, 5, {expected.data(), 1, 16});
  EXPECT_EQ(row_of(checkpoint, kEmbedding, 5), expected);
}

TEST(HuggingFace, TakesEachTensorFromTheShardThatTheIndexNames) {
  const TemporaryFolder folder;
  write_tiny_folder(folder.path());
  fs::rename(folder.path() / "model.safetensors", folder.path() / "a");
  const std::string norm = R"({"model.norm.weight": {"dtype": "F32", "shape": [16],
      "data_offsets": [0, 64]}})";
  folder.write("b", safetensors_text(norm, std::string(64, '\0')));
  std::string map;
  for (const WeightShape& weight : weight_layout(tiny_model())) {
    const bool last = weight.id.role == WeightRole::kFinalNorm;
    map += (map.empty() ? "\"" : ", \"") + hugging_face_name("llama", weight.id) +
           "\": " + (last ? R"("b")" : R"("a")");
  }
  folder.write("model.safetensors.index.json", R"({"weight_map": {)" + map + "}}");
  const Checkpoint checkpoint = open_hugging_face(folder.path());
  EXPECT_THAT(row_of(checkpoint, {.role = WeightRole::kFinalNorm}, 0),
              ElementsAre(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
}

TEST(HuggingFace, RefusesAShardOutsideTheFolder) {
  for (const char* name : {"../shard-1.safetensors", "/etc/passwd", "a/b", "..", "a\\\\b"}) {
    const ShardedFolder folder(name);
    EXPECT_THAT(error_of(folder.path()), HasSubstr("expected a file in the index's own folder"))
        << name;
  }
}

TEST(HuggingFace, NamesAShardThatIsNotThereOrLacksATensor) {
  const ShardedFolder folder;
  folder.index(R"("model.norm.weight": "none.safetensors")");
  EXPECT_THAT(error_of(folder.path()), HasSubstr("none.safetensors: expected a file to read"));
  folder.index(R"("model.nrm.weight": "shard-1.safetensors")");
  EXPECT_THAT(error_of(folder.path()),
              HasSubstr("shard-1.safetensors: model.nrm.weight: expected the tensor that"));
}

TEST(HuggingFace, NamesWhatIsWrongWithAnIndex) {
  const ShardedFolder folder;
  folder.index(R"("model.norm.weight": 1)");
  EXPECT_THAT(error_of(folder.path()),
              HasSubstr("index.json: weight_map.model.norm.weight: expected a string"));
  folder.index("");
  EXPECT_THAT(error_of(folder.path()), HasSubstr("model.embed_tokens.weight: expected a tensor"));
}

TEST(HuggingFace, ReadsARealModelWithATiedHead) {
  MLLM_NPU_ASSET_OR_SKIP(folder, "models/TinyStories-656K");
  const Checkpoint checkpoint = open_hugging_face(folder);
  EXPECT_EQ(checkpoint.model().num_key_value_heads, 4);
  EXPECT_EQ(parameter_count(checkpoint.model()) / 1000, 656);
  EXPECT_EQ(checkpoint.weight(kEmbedding).name, "lm_head.weight");
}

}  // namespace
}  // namespace mllm_npu
