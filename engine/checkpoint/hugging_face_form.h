#pragma once

#include "engine/checkpoint/weight_source.h"

namespace mllm_npu {

// Weights from another format as the transformers library keeps them: Gemma's norms are w where
// GGUF has 1 + w, and LLaMA's architecture with a sliding window is called mistral.
class HuggingFaceForm : public WeightSource {
 public:
  // `source` must outlive this.
  explicit HuggingFaceForm(const WeightSource& source);

  const ModelConfig& model() const override { return model_; }
  void read_rows(const WeightId& id, std::int64_t first_row, MatrixView<float> out) const override;

 private:
  const WeightSource& source_;
  ModelConfig model_;
  bool norms_less_one_ = false;
};

}  // namespace mllm_npu
