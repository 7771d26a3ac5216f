#include "engine/checkpoint/gguf_checkpoint.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "engine/base/input_error.h"
#include "engine/checkpoint/gguf_config.h"
#include "engine/checkpoint/gguf_names.h"
#include "engine/checkpoint/shape_text.h"

namespace mllm_npu {
namespace {

class WeightCollector {
 public:
  WeightCollector(const GgufFile& file, const ModelConfig& model)
      : file_(file.metadata.file()),
        model_(model),
        interleaved_(gguf_architecture(file.metadata).interleaved_heads) {
    for (const WeightShape& weight : weight_layout(model)) known_.insert(weight.id);
    for (std::int64_t layer = 0; layer < model.num_hidden_layers; ++layer) {
      for (const bool bias : {false, true}) fused_[fused_gguf_name(layer, bias)] = {layer, bias};
    }
  }

  void add(const StoredTensor& tensor) {
    const auto fused = fused_.find(tensor.name);
    if (fused != fused_.end()) return split(tensor, fused->second.first, fused->second.second);
    const std::optional<WeightId> id = weight_of_gguf_name(tensor.name);
    if (!id || known_.count(*id) == 0) {
      throw InputError(file_, tensor.name, "only tensors that the architecture computes with",
                       "this one");
    }
    put(*id, tensor);
  }

  std::map<WeightId, StoredTensor> take() { return std::move(weights_); }

 private:
  void put(const WeightId& id, StoredTensor tensor) {
    if (interleaved_ && id.role == WeightRole::kQ) {
      tensor.interleaved_heads = model_.num_attention_heads;
    }
    if (interleaved_ && id.role == WeightRole::kK) {
      tensor.interleaved_heads = model_.num_key_value_heads;
    }
    const std::string name = tensor.name;
    if (!weights_.emplace(id, std::move(tensor)).second) {
      throw InputError(file_, name, "each of q, k and v once", text_of(id) + " again");
    }
  }

  // Rows of q, then of k, then of v; the numbers of a bias likewise.
  void split(const StoredTensor& fused, std::int64_t layer, bool bias) {
    const std::pair<WeightRole, std::int64_t> parts[] = {{WeightRole::kQ, query_size(model_)},
                                                         {WeightRole::kK, key_value_size(model_)},
                                                         {WeightRole::kV, key_value_size(model_)}};
    const std::int64_t rows = query_size(model_) + 2 * key_value_size(model_);
    std::vector<std::int64_t> expected = {rows};
    if (!bias) expected.push_back(model_.hidden_size);
    // A number takes a whole count of bytes only in the plain formats.
    if (fused.shape != expected || (bias && block_length(fused.format) > 1)) {
      throw InputError(file_, fused.name, text_of(expected) + " for q, k and v",
                       text_of(fused.shape) + " of " + std::string(name_of(fused.format)));
    }
    const std::size_t row_bytes = fused.bytes.size() / static_cast<std::size_t>(rows);
    std::size_t begin = 0;
    for (const auto& [role, part_rows] : parts) {
      StoredTensor part = fused;
      part.shape.front() = part_rows;
      part.bytes = fused.bytes.subspan(begin, row_bytes * static_cast<std::size_t>(part_rows));
      begin += part.bytes.size();
      put({.role = role, .layer = layer, .bias = bias}, std::move(part));
    }
  }

  const std::string& file_;
  const ModelConfig& model_;
  bool interleaved_;
  std::set<WeightId> known_;
  std::map<std::string, std::pair<std::int64_t, bool>> fused_;
  std::map<WeightId, StoredTensor> weights_;
};

}  // namespace

std::map<WeightId, StoredTensor> gguf_weights(const GgufFile& file, const ModelConfig& model) {
  WeightCollector collector(file, model);
  for (const StoredTensor& tensor : file.tensors) collector.add(tensor);
  return collector.take();
}

Checkpoint open_gguf(const std::filesystem::path& path) {
  std::vector<MappedFile> files;
  files.emplace_back(path);
  const GgufFile file = read_gguf(files.front().bytes(), path.string());
  ModelConfig model = gguf_model_config(file);
  model.name = path.stem().string();
  auto weights = gguf_weights(file, model);
  return {path, std::move(model), std::move(weights), std::move(files)};
}

}  // namespace mllm_npu
