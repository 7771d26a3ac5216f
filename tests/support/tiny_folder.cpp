#include "tests/support/tiny_folder.h"

#include <cstring>

#include "engine/base/json.h"
#include "engine/checkpoint/hugging_face.h"
#include "engine/checkpoint/random_weights.h"
#include "tests/support/safetensors_text.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu::support {
namespace {

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t place = text.find(from); place != text.npos;
       place = text.find(from, place + to.size())) {
    text.replace(place, from.size(), to);
  }
}

}  // namespace

ModelConfig tiny_model() {
  ModelConfig model;
  model.model_type = "llama";
  model.hidden_size = 16;
  model.intermediate_size = 32;
  model.num_hidden_layers = 2;
  model.num_attention_heads = 4;
  model.num_key_value_heads = 2;
  model.head_dim = 4;
  model.vocab_size = 20;
  model.max_position_embeddings = 64;
  model.norm_eps = 1e-5;
  model.rope_theta = 10000;
  return model;
}

void write_tiny_folder(const std::filesystem::path& folder,
                       const std::vector<std::pair<std::string, std::string>>& edits, bool tied) {
  ModelConfig model = tiny_model();
  model.tie_word_embeddings = tied;
  write_hugging_face(folder, RandomWeights(model, 7), StorageFormat::kF32, [](std::int64_t) {});
  if (edits.empty()) return;
  const std::filesystem::path path = folder / "model.safetensors";
  const std::string file = bytes_of(path);
  std::uint64_t length = 0;
  std::memcpy(&length, file.data(), sizeof length);
  std::string header = file.substr(8, length);
  for (const auto& [from, to] : edits) replace_all(header, from, to);
  write_file(path, safetensors_text(header, file.substr(8 + length)));
}

}  // namespace mllm_npu::support
