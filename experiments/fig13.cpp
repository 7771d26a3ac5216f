// Fig. 13 (section 3.4): the NPU's bubbles under every policy of the catalogue, each reading of
// Eq. 5 among them, with the bound that no order can beat.

#include "engine/runtime/mllm_npu.h"
#include "engine/schedule/policy_catalog.h"
#include "experiments/experiment_catalog.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

constexpr const char* kDevice = "redmi-k70-pro";
constexpr std::int64_t kChunkLength = 256;

struct Workload {
  const char* model;
  std::int64_t prompt_length;
};

ResultRow row_of(const World& world, const Workload& workload, const char* policy) {
  PrefillOptions options;
  options.policy = policy;
  const PrefillResult result = MllmNpu().prefill({.model = world.model(workload.model),
                                                  .device = world.device(kDevice),
                                                  .prompt_length = workload.prompt_length,
                                                  .options = options});
  return make_row({{"device", kDevice},
                   {"model", workload.model},
                   {"prompt_length", workload.prompt_length},
                   {"chunk_length", kChunkLength},
                   {"policy", policy}},
                  schedule_measures(result.metrics));
}

}  // namespace

std::vector<ResultRow> run_fig13(const World& world, const ExperimentOptions& options) {
  std::vector<Workload> workloads = {{"qwen1.5-1.8b", 1024}};
  if (!options.quick) {
    workloads.push_back({"llama-2-7b", 1024});
    workloads.push_back({"phi-2-2.7b", 1024});
    workloads.push_back({"qwen1.5-1.8b", 4096});
  }
  std::vector<ResultRow> rows;
  for (const Workload& workload : workloads) {
    for (const PolicyEntry& policy : policy_catalog()) {
      rows.push_back(row_of(world, workload, policy.name));
    }
  }
  return rows;
}

}  // namespace mllm_npu
