// Table 1 (section 2.1): how long a prompt each model takes. The table prints the longest contexts
// of mobile-sized models; beside them stands what a prompt that fills them takes, on a CPU engine
// and on this one.

#include "experiments/experiment_catalog.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

constexpr const char* kDevice = "redmi-k70-pro";

}  // namespace

std::vector<ResultRow> run_table1(const World& world, const ExperimentOptions&) {
  std::vector<ResultRow> rows;
  for (const std::string& name : paper_models(world)) {
    const ModelConfig& model = world.model(name);
    const std::int64_t longest = model.max_position_embeddings;
    for (const char* system : {"llama.cpp-cpu", "mllm-npu"}) {
      const PrefillMetrics metrics =
          world.system(system)
              ->prefill({.model = model, .device = world.device(kDevice), .prompt_length = longest})
              .metrics;
      rows.push_back(
          make_row({{"model", name}, {"device", kDevice}, {"system", system}},
                   {{"max_context_length", static_cast<double>(longest), "token"},
                    {"time_to_first_token", to_seconds(metrics.time_to_first_token), "s"},
                    {"prefill_tokens_per_second", metrics.tokens_per_second(), "token/s"},
                    {"kv_cache_memory", to_gigabytes(metrics.memory.kv_cache), "GB"},
                    {"peak_memory", to_gigabytes(metrics.memory.total()), "GB"},
                    {"device_memory", world.device(kDevice).memory * 1e-9, "GB"}}));
    }
  }
  return rows;
}

}  // namespace mllm_npu
