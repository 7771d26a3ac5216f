#include "engine/checkpoint/llama2c.h"

#include <array>
#include <cstring>
#include <utility>

#include "engine/base/input_error.h"
#include "engine/model/model_bounds.h"

namespace mllm_npu {
namespace {

constexpr std::size_t kHeaderBytes = 28;
constexpr std::uint32_t kLaterMagic = 0x616b3432;  // "ak42", before version 1 and 2

struct Header {
  std::int64_t dim;
  std::int64_t hidden_dim;
  std::int64_t n_layers;
  std::int64_t n_heads;
  std::int64_t n_kv_heads;
  std::int64_t vocab_size;  // negative: the LM head has a matrix of its own
  std::int64_t seq_len;
};

Header header_of(std::span<const std::byte> file, const std::string& name) {
  std::array<std::int32_t, 7> numbers{};
  if (file.size() < kHeaderBytes) {
    throw InputError(name, "", "a llama2.c file with a header of 28 bytes",
                     std::to_string(file.size()) + " bytes");
  }
  std::memcpy(numbers.data(), file.data(), kHeaderBytes);
  if (static_cast<std::uint32_t>(numbers[0]) == kLaterMagic) {
    throw InputError(name, "version", "a llama2.c file of version 0", std::to_string(numbers[1]));
  }
  return {numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]};
}

ModelConfig model_of(const Header& header, const std::string& name) {
  if (header.n_heads <= 0 || header.dim <= 0 || header.dim % header.n_heads != 0) {
    throw InputError(name, "n_heads", "a divisor of dim = " + std::to_string(header.dim),
                     std::to_string(header.n_heads));
  }
  ModelConfig model;
  model.model_type = "llama";
  model.hidden_size = header.dim;
  model.intermediate_size = header.hidden_dim;
  model.num_hidden_layers = header.n_layers;
  model.num_attention_heads = header.n_heads;
  model.num_key_value_heads = header.n_kv_heads;
  model.head_dim = header.dim / header.n_heads;
  model.vocab_size = std::abs(header.vocab_size);
  model.max_position_embeddings = header.seq_len;
  model.norm_eps = 1e-5;  // both are constants in llama2.c
  model.rope_theta = 10000;
  model.tie_word_embeddings = header.vocab_size > 0;
  check_model_bounds(model, name);
  return model;
}

// What stands in the file, in its order; a role of all layers stands in one piece.
struct Piece {
  WeightRole role;
  bool per_layer;
};

constexpr Piece kPieces[] = {{WeightRole::kEmbedding, false}, {WeightRole::kAttentionNorm, true},
                             {WeightRole::kQ, true},          {WeightRole::kK, true},
                             {WeightRole::kV, true},          {WeightRole::kO, true},
                             {WeightRole::kFfnNorm, true},    {WeightRole::kGate, true},
                             {WeightRole::kDown, true},       {WeightRole::kUp, true},
                             {WeightRole::kFinalNorm, false}, {WeightRole::kLmHead, false}};

// Cosines and sines of all positions, which nobody reads any more, stand before the LM head.
std::size_t rotary_bytes(const ModelConfig& model) {
  return static_cast<std::size_t>(model.max_position_embeddings * model.head_dim) * sizeof(float);
}

void check_size(const ModelConfig& model, std::size_t found, const std::string& name) {
  const std::size_t numbers = static_cast<std::size_t>(parameter_count(model));
  const std::size_t expected = kHeaderBytes + numbers * sizeof(float) + rotary_bytes(model);
  if (found == expected) return;
  throw InputError(name, "size", std::to_string(expected) + " bytes, as its header asks for",
                   std::to_string(found));
}

std::int64_t interleaved_heads(const ModelConfig& model, WeightRole role) {
  if (role == WeightRole::kQ) return model.num_attention_heads;
  return role == WeightRole::kK ? model.num_key_value_heads : 0;
}

}  // namespace

Llama2cFile read_llama2c(std::span<const std::byte> file, const std::string& name) {
  Llama2cFile result{model_of(header_of(file, name), name), {}};
  const ModelConfig& model = result.model;
  check_size(model, file.size(), name);
  std::map<WeightId, std::vector<std::int64_t>> shapes;
  for (const WeightShape& weight : weight_layout(model)) shapes[weight.id] = weight.shape;
  std::size_t place = kHeaderBytes;
  for (const Piece& piece : kPieces) {
    if (piece.role == WeightRole::kLmHead) place += rotary_bytes(model);
    const std::int64_t first = piece.per_layer ? 0 : kNoWeightLayer;
    const std::int64_t end = piece.per_layer ? model.num_hidden_layers : first + 1;
    for (std::int64_t layer = first; layer < end; ++layer) {
      const WeightId id{.role = piece.role, .layer = layer};
      const auto shape = shapes.find(id);
      if (shape == shapes.end()) continue;  // an LM head that is tied
      const WeightShape weight{id, shape->second};
      const std::size_t size = static_cast<std::size_t>(weight.count()) * sizeof(float);
      result.weights[id] = {text_of(id), StorageFormat::kF32, weight.shape,
                            file.subspan(place, size), interleaved_heads(model, piece.role)};
      place += size;
    }
  }
  return result;
}

Checkpoint open_llama2c(const std::filesystem::path& path) {
  std::vector<MappedFile> files;
  files.emplace_back(path);
  Llama2cFile file = read_llama2c(files.front().bytes(), path.string());
  file.model.name = file.model.title = path.stem().string();
  return {path, std::move(file.model), std::move(file.weights), std::move(files)};
}

}  // namespace mllm_npu
