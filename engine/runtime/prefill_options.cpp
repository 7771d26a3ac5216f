#include "engine/runtime/prefill_options.h"

#include <algorithm>
#include <set>

#include "engine/base/input_error.h"
#include "engine/graph/chunk.h"
#include "engine/schedule/policy_catalog.h"
#include "engine/soc/latency_catalog.h"

namespace mllm_npu {
namespace {

void check_share(const char* option, double share) {
  if (!(share >= 0 && share <= 1)) {
    throw InputError("", option, "a share from 0 to 1", std::to_string(share));
  }
}

}  // namespace

void check_options(const PrefillOptions& options) {
  if (options.chunk_lengths.empty()) {
    throw InputError("", "chunk-length", "at least one length", "none");
  }
  std::set<std::int64_t> seen;
  for (const std::int64_t length : options.chunk_lengths) {
    if (length < 1 || length > kMaxPromptLength || !seen.insert(length).second) {
      throw InputError("", "chunk-length",
                       "different lengths from 1 to " + std::to_string(kMaxPromptLength),
                       std::to_string(length));
    }
  }
  check_share("pruning-rate", options.pruning_rate);
  check_share("hot-channel-share", options.hot_channel_share);
  check_share("hot-outlier-share", options.hot_outlier_share);
  if (options.group_size < 0) {
    throw InputError("", "group-size", "0 or more", std::to_string(options.group_size));
  }
  if (options.npu_runs < 1 || options.npu_runs > kMaxNpuRuns) {
    throw InputError("", "npu-runs", "1 to " + std::to_string(kMaxNpuRuns),
                     std::to_string(options.npu_runs));
  }
  if (!(options.cpu_share >= 0.01 && options.cpu_share <= 1)) {
    throw InputError("", "cpu-share", "a share from 0.01 to 1", std::to_string(options.cpu_share));
  }
  make_policy(options.policy);
  check_latency_model(options.latency_model);
}

}  // namespace mllm_npu
