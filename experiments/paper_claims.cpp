#include "experiments/paper_claims.h"

#include <vector>

namespace mllm_npu {
namespace {

// Where an experiment shows what a claim says.
struct Home {
  const char* claim;  // measure of the claim
  const char* experiment;
  const char* measure;  // of the experiment
  Factors more;         // what the claim leaves open
};

const std::vector<Home>& homes() {
  static const std::vector<Home> kHomes = {
      {"shared_subgraphs",
       "graph-memory",
       "shared_subgraphs",
       {{"prompt_length", 1024}, {"chunk_length", 256}}},
      {"graph_memory_saved", "graph-memory", "graph_memory_saved", {}},
      {"graph_memory_saved_share", "graph-memory", "graph_memory_saved_share", {}},
      {"shadow_memory_saved_by_hot_channels",
       "hot-channels",
       "memory_saved_share",
       {{"model", "qwen1.5-1.8b"}, {"pruning_rate", 0}, {"hot_channel_share", 3}}},
      {"bubble_rate_in_order",
       "fig13",
       "npu_bubble_rate",
       {{"model", "qwen1.5-1.8b"}, {"prompt_length", 1024}, {"policy", "in-order"}}},
      {"bubble_rate_out_of_order",
       "fig13",
       "npu_bubble_rate",
       {{"model", "qwen1.5-1.8b"}, {"prompt_length", 1024}, {"policy", "out-of-order"}}},
      {"npu_busy_time",
       "fig14",
       "npu_busy_time",
       {{"device", "redmi-k70-pro"}, {"system", "mllm-npu"}}},
      {"npu_over_cpu_busy_time",
       "fig14",
       "npu_over_cpu_busy_time",
       {{"device", "redmi-k70-pro"}, {"system", "mllm-npu"}}},
  };
  return kHomes;
}

PrintedNumber moved(PrintedNumber claim, const Home& home) {
  claim.id = home.experiment;
  claim.measure = home.measure;
  claim.factors.insert(claim.factors.end(), home.more.begin(), home.more.end());
  return claim;
}

}  // namespace

PrintedNumbers with_claims(const PrintedNumbers& printed) {
  std::vector<PrintedNumber> rows = printed.rows();
  for (const Home& home : homes()) {
    for (const PrintedNumber& claim : printed.rows("claim")) {
      if (claim.measure == home.claim) rows.push_back(moved(claim, home));
    }
  }
  return PrintedNumbers(std::move(rows));
}

}  // namespace mllm_npu
