#include "engine/checkpoint/checkpoint.h"

#include <utility>

#include "engine/base/check.h"
#include "engine/base/input_error.h"
#include "engine/checkpoint/shape_text.h"

namespace mllm_npu {
namespace {

std::int64_t stored_bytes(const StoredTensor& tensor) {
  return tensor.rows() * (tensor.columns() / block_length(tensor.format)) *
         block_bytes(tensor.format);
}

void check_weight(const std::filesystem::path& path, const WeightShape& expected,
                  const std::map<WeightId, StoredTensor>& weights) {
  const auto found = weights.find(expected.id);
  if (found == weights.end()) {
    throw InputError(path.string(), text_of(expected.id), "a tensor of " + text_of(expected.shape),
                     "none");
  }
  const StoredTensor& tensor = found->second;
  if (tensor.shape != expected.shape) {
    throw InputError(path.string(), tensor.name,
                     text_of(expected.shape) + " for " + text_of(expected.id),
                     text_of(tensor.shape));
  }
  MLLM_NPU_CHECK(tensor.columns() % block_length(tensor.format) == 0 &&
                     static_cast<std::int64_t>(tensor.bytes.size()) == stored_bytes(tensor),
                 tensor.name + ": " + std::to_string(tensor.bytes.size()));
}

}  // namespace

Checkpoint::Checkpoint(std::filesystem::path path, ModelConfig model,
                       std::map<WeightId, StoredTensor> weights, std::vector<MappedFile> files)
    : path_(std::move(path)),
      model_(std::move(model)),
      weights_(std::move(weights)),
      files_(std::move(files)) {
  for (const WeightShape& expected : weight_layout(model_)) {
    check_weight(path_, expected, weights_);
  }
}

const StoredTensor& Checkpoint::weight(const WeightId& id) const {
  const auto found = weights_.find(id);
  MLLM_NPU_CHECK(found != weights_.end(), text_of(id));
  return found->second;
}

}  // namespace mllm_npu
