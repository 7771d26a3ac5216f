#pragma once

// Outliers for a model that has none. Large language models have channels whose activations are far
// larger than all others (§3.3); small ones do not. They are planted by a re-parameterisation that
// leaves the float model as it is: a channel is scaled up in a norm's gain and down in the columns
// of the linears that read the norm. Factors are powers of two, so every product, and with it every
// logit, is the same bits as before.
//
// How many channels, in which layers, and how important, is what the paper measured on Qwen1.5-1.8B
// (Figs. 10 and 12), stretched to this model's depth and width. Which channels is drawn. Two things
// such planting cannot imitate:
// - o and down read no norm. A factor on the rows of v or up instead would blow up these weights'
//   own per-tensor scale, which no large model shows. So the norm before attention gets the
//   importance of the most important of q, k, v and o, the one before the FFN that of gate, up and
//   down.
// - in a large model an outlier channel's weights are as large as others. Here they are smaller by
//   the factor, so int8 weights per tensor hold them badly (ShadowScales).

#include <cstdint>
#include <vector>

#include "engine/checkpoint/weight_source.h"
#include "engine/quant/input_statistics.h"
#include "engine/quant/outlier_profile.h"

namespace mllm_npu {

struct PlantedChannel {
  std::int64_t layer = 0;
  LinearInput input{};       // kQkv or kGateUp
  std::int64_t channel = 0;  // of the input
  float factor = 1;          // a power of two, at least 1
};

// Channels to plant in `model`. `natural`: what its inputs are as it is. `profile`: of
// `profiled_model`, with as many layers as `model`. An input gets as large a share of outlier
// channels as the linears that read it have in the profile (the largest of them), at least one;
// their largest value becomes importance times as large as the input's largest was. REQUIRES: the
// statistics are of `model`, whose blocks are sequential.
std::vector<PlantedChannel> plan_outliers(const ModelConfig& model,
                                          const ModelInputStatistics& natural,
                                          const OutlierProfile& profile,
                                          const ModelConfig& profiled_model, std::uint64_t seed);

// `source` with channels planted.
class PlantedWeights : public WeightSource {
 public:
  // `source` must outlive it.
  PlantedWeights(const WeightSource& source, std::vector<PlantedChannel> channels);

  const ModelConfig& model() const override { return source_.model(); }
  void read_rows(const WeightId& id, std::int64_t first_row, MatrixView<float> out) const override;

 private:
  const WeightSource& source_;
  std::vector<PlantedChannel> channels_;
};

}  // namespace mllm_npu
