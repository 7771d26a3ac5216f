#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/graph/subgraph.h"

namespace mllm_npu {

// Every technique of the paper is an option that can be switched by itself. The defaults are the
// paper's system.
struct PrefillOptions {
  // §3.2. Lengths for which graphs are built in the preparation stage; a prompt uses the shortest
  // that holds it, or else the longest for all of its chunks.
  std::vector<std::int64_t> chunk_lengths = {64, 128, 256};
  // false: the whole prompt is one graph, built and optimised when the prompt is known.
  bool chunk_sharing = true;

  // §3.3. false: no shadow; outliers are lost (or need group_size).
  bool shadow = true;
  double pruning_rate = 0.85;       // share of the linears, least important first, without shadow
  double hot_channel_share = 0.03;  // of the channels: weight rows kept in memory for the shadow
  double hot_outlier_share = 0.80;  // of the outliers that fall on hot channels; rest: flash
  ShadowScales shadow_scales = ShadowScales::kPerTensor;  // of the shadow's own weights
  std::int64_t group_size = 0;  // > 0: per-group quantisation, split into products (Fig. 4)

  // §3.4. A name of the policy catalogue.
  std::string policy = "out-of-order";

  // What prices the subgraphs: a name of the latency model catalogue.
  std::string latency_model = "card";

  // §4. Rows laid out as height × width as profiled best; false: rows × 1.
  bool equivalent_shapes = true;
  // Runs attention, norms, quantize and dequantize.
  Processor float_processor = Processor::kCpu;
};

// Errors: InputError naming the option, for empty, repeated or absurd chunk lengths, shares outside
// 0..1, a negative group size, an unknown policy or latency model.
void check_options(const PrefillOptions& options);

}  // namespace mllm_npu
