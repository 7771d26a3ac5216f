#pragma once

// All numbers of a LLaMA-style model in one row, in the order of weight_layout().

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "engine/checkpoint/weight_source.h"
#include "engine/model/weight_layout.h"
#include "engine/tensor/matrix.h"

namespace mllm_npu {

class Parameters : public WeightSource {
 public:
  // All zero. REQUIRES: RMSNorm, a gated MLP, tied embeddings, no biases, no window.
  explicit Parameters(ModelConfig model);

  const ModelConfig& model() const override { return model_; }
  void read_rows(const WeightId& id, std::int64_t first_row, MatrixView<float> out) const override;

  std::span<float> all() { return numbers_.row(0); }
  std::span<const float> all() const { return numbers_.row(0); }

  // `id`'s matrix, [outputs, inputs]; a norm is one row.
  MatrixView<float> of(WeightRole role, std::int64_t layer = kNoWeightLayer);
  MatrixView<const float> of(WeightRole role, std::int64_t layer = kNoWeightLayer) const;
  // Matrices that read one input stand below each other: q, k and v; gate and up.
  MatrixView<float> qkv(std::int64_t layer);
  MatrixView<const float> qkv(std::int64_t layer) const;
  MatrixView<float> gate_up(std::int64_t layer);
  MatrixView<const float> gate_up(std::int64_t layer) const;

 private:
  struct Place {
    std::int64_t begin;
    std::int64_t rows;
    std::int64_t columns;
  };
  Place place(WeightRole role, std::int64_t layer) const;
  Place joined(Place first, WeightRole role, std::int64_t layer) const;
  Place qkv_place(std::int64_t layer) const;
  Place gate_up_place(std::int64_t layer) const;
  MatrixView<float> view(Place place) {
    return {&numbers_(0, place.begin), place.rows, place.columns};
  }
  MatrixView<const float> view(Place place) const {
    return {&numbers_(0, place.begin), place.rows, place.columns};
  }

  ModelConfig model_;
  std::map<WeightId, Place> places_;
  Matrix<float> numbers_;  // [1, parameter_count]
};

// Random numbers to begin with: linears spread by 1 / √inputs, but those that write to the residual
// stream so much less that a token is still seen behind all blocks, without which copying from the
// context is learned late; heads that begin as a soft copy; norms are one.
void initialize(Parameters& parameters, std::uint64_t seed);

}  // namespace mllm_npu
