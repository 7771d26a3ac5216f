#pragma once

#include <string>
#include <vector>

#include "engine/checkpoint/gguf.h"
#include "engine/checkpoint/weight_source.h"
#include "engine/model/model_config.h"

namespace mllm_npu::support {

// The five models of the paper, by their cards.
std::vector<std::string> gguf_model_names();

// The card's arithmetic in some thousand numbers: 2 layers, 4 query heads, 40 tokens, a context of
// 64.
ModelConfig tiny_card_model(const std::string& name);

// `model` as gguf_model_config() reads it from a file: a norm's w is whole, Mistral is a LLaMA, and
// the name is the file's business.
ModelConfig as_gguf_reads(ModelConfig model);

// The entries that a file of `model` has, without bytes.
GgufFile gguf_entries(const ModelConfig& model);

// Row r of every matrix consists of r; norms and biases count their columns.
class RowNumbers : public WeightSource {
 public:
  explicit RowNumbers(ModelConfig model) : model_(std::move(model)) {}

  const ModelConfig& model() const override { return model_; }
  void read_rows(const WeightId& id, std::int64_t first_row, MatrixView<float> out) const override;

 private:
  ModelConfig model_;
};

}  // namespace mllm_npu::support
