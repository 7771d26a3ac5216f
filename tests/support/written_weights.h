#pragma once

// Weights that a test writes by hand.

#include <map>
#include <utility>
#include <vector>

#include "engine/checkpoint/weight_source.h"

namespace mllm_npu::support {

class WrittenWeights : public WeightSource {
 public:
  // Every number of weight_layout(model) is 0.
  explicit WrittenWeights(ModelConfig model);
  // A copy of `source`.
  explicit WrittenWeights(const WeightSource& source);

  const ModelConfig& model() const override { return model_; }
  void read_rows(const WeightId& id, std::int64_t first_row, MatrixView<float> out) const override;

  // The numbers of a weight, row by row. REQUIRES: the model has it.
  std::vector<float>& of(const WeightId& id) { return numbers_.at(id); }
  std::vector<float>& of(WeightRole role, std::int64_t layer = kNoWeightLayer) {
    return of({role, layer});
  }

 private:
  ModelConfig model_;
  std::map<WeightId, std::vector<float>> numbers_;
};

}  // namespace mllm_npu::support
