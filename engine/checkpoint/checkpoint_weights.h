#pragma once

#include <utility>

#include "engine/checkpoint/checkpoint.h"
#include "engine/checkpoint/weight_source.h"

namespace mllm_npu {

// An open checkpoint as a source of weights.
class CheckpointWeights : public WeightSource {
 public:
  explicit CheckpointWeights(Checkpoint checkpoint) : checkpoint_(std::move(checkpoint)) {}

  const Checkpoint& checkpoint() const { return checkpoint_; }
  const ModelConfig& model() const override { return checkpoint_.model(); }
  void read_rows(const WeightId& id, std::int64_t first_row, MatrixView<float> out) const override {
    mllm_npu::read_rows(checkpoint_.weight(id), first_row, out);
  }

 private:
  Checkpoint checkpoint_;
};

}  // namespace mllm_npu
