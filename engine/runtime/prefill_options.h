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

  // What the code does otherwise that was released, as datasets/public_logs says of it; these
  // change times, and no value that is computed.
  // false: graphs of the one chunk length that a prompt needs are built once it is known, in its
  // time to the first token.
  bool prepared_graphs = true;
  // true: every chunk ends with the LM head over all of its rows; only the last logits are used.
  bool head_for_every_token = false;
  // true: the QKV linears take their rows × 1 whatever equivalent_shapes says.
  bool flat_qkv = false;
  std::int64_t npu_runs = 1;  // times that each NPU subgraph is run for the same result
  double cpu_share = 1;       // of the CPU's speed that its subgraphs get; over 0

  bool operator==(const PrefillOptions&) const = default;
};

// The most often that an NPU subgraph may be run for one result.
inline constexpr std::int64_t kMaxNpuRuns = 100;

// Errors: InputError naming the option, for empty, repeated or absurd chunk lengths, shares outside
// 0..1 (of the CPU, below 1 %), a negative group size, an absurd number of runs, an unknown policy
// or latency model.
void check_options(const PrefillOptions& options);

}  // namespace mllm_npu
