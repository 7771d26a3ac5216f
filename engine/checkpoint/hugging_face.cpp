#include "engine/checkpoint/hugging_face.h"

#include <system_error>
#include <utility>

#include "engine/base/input_error.h"
#include "engine/base/json.h"
#include "engine/checkpoint/hugging_face_config.h"
#include "engine/checkpoint/hugging_face_names.h"
#include "engine/checkpoint/safetensors.h"
#include "engine/checkpoint/shape_text.h"

namespace mllm_npu {
namespace fs = std::filesystem;
namespace {

constexpr const char* kWhole = "model.safetensors";
constexpr const char* kIndex = "model.safetensors.index.json";

struct Shard {
  std::string file;  // path, for messages
  std::map<std::string, SafetensorsEntry> entries;
};

// The shards that are mapped, and the one of them that holds each tensor.
struct Shards {
  std::vector<MappedFile> files;
  std::vector<Shard> shards;
  std::map<std::string, std::size_t> shard_of;

  std::size_t open(const fs::path& path) {
    files.emplace_back(path);
    shards.push_back({path.string(), read_safetensors(files.back().bytes(), path.string())});
    return shards.size() - 1;
  }
};

Shards open_whole(const fs::path& path) {
  Shards all;
  const std::size_t shard = all.open(path);
  for (const auto& [name, entry] : all.shards[shard].entries) all.shard_of[name] = shard;
  return all;
}

// A file in the folder itself: an index from elsewhere must not lead anywhere else.
std::string shard_name(const JsonReader& reader) {
  const std::string name = reader.string();
  if (name == "." || name == ".." ||
      name.find_first_of(std::string_view("/\\\0", 3)) != name.npos) {
    reader.fail("a file in the index's own folder");
  }
  return name;
}

Shards open_indexed(const fs::path& folder) {
  const fs::path path = folder / kIndex;
  const boost::json::value json = read_json(path);
  const JsonReader index(path.string(), "", json);
  Shards all;
  std::map<std::string, std::size_t> opened;
  for (const auto& [tensor, reader] : index.at("weight_map").members()) {
    const std::string name = shard_name(reader);
    const auto [place, is_new] = opened.emplace(name, all.shards.size());
    if (is_new) all.open(folder / name);
    if (!all.shards[place->second].entries.contains(tensor)) {
      throw InputError(all.shards[place->second].file, tensor,
                       "the tensor that " + path.string() + " promises", "none");
    }
    all.shard_of[tensor] = place->second;
  }
  return all;
}

Shards open_shards(const fs::path& folder) {
  std::error_code ignored;
  if (fs::exists(folder / kWhole, ignored)) return open_whole(folder / kWhole);
  if (fs::exists(folder / kIndex, ignored)) return open_indexed(folder);
  throw InputError(folder.string(), "", std::string(kWhole) + " or " + kIndex, "neither");
}

// Names under which a file may keep the weight, the usual one first. A tied matrix is stored once,
// as either of its two uses.
std::vector<std::string> names_of(const ModelConfig& model, const WeightId& id) {
  std::vector<std::string> names = {hugging_face_name(model.model_type, id)};
  if (id.role == WeightRole::kEmbedding && model.tie_word_embeddings) {
    names.push_back(hugging_face_name(model.model_type, {.role = WeightRole::kLmHead}));
  }
  return names;
}

StoredTensor find(const Shards& shards, const fs::path& folder, const ModelConfig& model,
                  const WeightShape& weight) {
  const std::vector<std::string> names = names_of(model, weight.id);
  for (const std::string& name : names) {
    const auto found = shards.shard_of.find(name);
    if (found == shards.shard_of.end()) continue;
    const Shard& shard = shards.shards[found->second];
    return stored_tensor(shard.file, name, shard.entries.at(name));
  }
  throw InputError(folder.string(), names.front(), "a tensor of " + text_of(weight.shape), "none");
}

std::string folder_name(const fs::path& folder) {
  std::error_code error;
  const fs::path whole = fs::absolute(folder, error);
  const fs::path full = (error ? folder : whole).lexically_normal();
  return (full.has_filename() ? full : full.parent_path()).filename().string();
}

}  // namespace

Checkpoint open_hugging_face(const fs::path& folder) {
  const fs::path path = folder / "config.json";
  ModelConfig model = read_hugging_face_config(read_json(path), path.string());
  model.name = model.title = folder_name(folder);
  Shards shards = open_shards(folder);
  std::map<WeightId, StoredTensor> weights;
  for (const WeightShape& weight : weight_layout(model)) {
    weights.emplace(weight.id, find(shards, folder, model, weight));
  }
  return {folder, std::move(model), std::move(weights), std::move(shards.files)};
}

}  // namespace mllm_npu
