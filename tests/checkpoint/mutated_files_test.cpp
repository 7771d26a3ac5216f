// A thousand damaged files for each reader: an InputError that names the file, or a model that can
// be read; never anything else.

#include <gtest/gtest.h>

#include "engine/base/check.h"
#include "engine/base/json.h"
#include "engine/checkpoint/hugging_face.h"
#include "engine/checkpoint/hugging_face_config.h"
#include "engine/checkpoint/llama2c.h"
#include "engine/checkpoint/random_weights.h"
#include "engine/checkpoint/safetensors.h"
#include "engine/model/model_catalog.h"
#include "tests/support/llama2c_text.h"
#include "tests/support/mutations.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_folder.h"

namespace mllm_npu {
namespace {

using support::bytes_of;
using support::MutationCount;
using support::read_mutated;
using support::TemporaryFolder;

constexpr int kFiles = 1000;

std::span<const std::byte> bytes_in(const std::string& text) {
  return std::as_bytes(std::span(text));
}

void read_ends(const StoredTensor& tensor) {
  if (tensor.bytes.empty()) return;
  Matrix<float> row(1, tensor.columns());
  read_rows(tensor, 0, row.view());
  read_rows(tensor, tensor.rows() - 1, row.view());
}

void expect_all_told(const MutationCount& count) {
  EXPECT_EQ(count.accepted + count.refused, kFiles);
  EXPECT_GT(count.accepted, 0);
  EXPECT_GT(count.refused, kFiles / 4);
}

TEST(MutatedFiles, OfSafetensorsAreReadOrRefused) {
  const TemporaryFolder folder;
  support::write_tiny_folder(folder.path());
  expect_all_told(read_mutated(
      bytes_of(folder.path() / "model.safetensors"), kFiles, [](const std::string& file) {
        for (const auto& [name, entry] : read_safetensors(bytes_in(file), "f")) {
          read_ends(stored_tensor("f", name, entry));
        }
      }));
}

TEST(MutatedFiles, OfLlama2cAreReadOrRefused) {
  const std::string file = support::llama2c_text(support::kLlama2cHeader, support::kLlama2cNumbers);
  expect_all_told(read_mutated(file, kFiles, [](const std::string& text) {
    for (const auto& [id, tensor] : read_llama2c(bytes_in(text), "f").weights) read_ends(tensor);
  }));
}

TEST(MutatedFiles, OfConfigJsonAreReadOrRefused) {
  const std::string file = hugging_face_config_text(find_model("phi-2-2.7b"), "f");
  expect_all_told(read_mutated(file, kFiles, [](const std::string& text) {
    const ModelConfig model = read_hugging_face_config(parse_json(text, "f"), "f");
    MLLM_NPU_CHECK(parameter_count(model) > 0, text);
  }));
}

TEST(MutatedFiles, OfAnIndexLeadNowhereElse) {
  const TemporaryFolder folder;
  support::write_tiny_folder(folder.path());
  std::filesystem::rename(folder.path() / "model.safetensors", folder.path() / "a");
  const std::string index = R"({"weight_map": {"model.norm.weight": "a", "lm_head.weight": "a"}})";
  const MutationCount count = read_mutated(index, 100, [&](const std::string& text) {
    folder.write("model.safetensors.index.json", text);
    open_hugging_face(folder.path());
  });
  EXPECT_EQ(count.refused, 100) << "no index of two tensors is whole";
}

}  // namespace
}  // namespace mllm_npu
