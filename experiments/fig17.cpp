// Fig. 17 (section 4.5): memory of every system for a prompt of 512 tokens, by owner.

#include "baselines/system_catalog.h"
#include "experiments/experiment_catalog.h"
#include "experiments/result_rows.h"

namespace mllm_npu {

std::vector<ResultRow> run_fig17(const World& world, const ExperimentOptions& options) {
  const std::vector<std::int64_t> lengths =
      options.quick ? std::vector<std::int64_t>{512} : std::vector<std::int64_t>{64, 512, 1024};
  std::vector<ResultRow> rows;
  for (const std::string& device : paper_devices(world)) {
    for (const std::string& model : paper_models(world)) {
      for (const SystemEntry& entry : system_catalog()) {
        const auto system = world.system(entry.name);
        const Measure supported =
            supported_measure(*system, world.model(model), world.device(device));
        for (const std::int64_t length : lengths) {
          const MemoryUse memory = system
                                       ->prefill({.model = world.model(model),
                                                  .device = world.device(device),
                                                  .prompt_length = length})
                                       .metrics.memory;
          std::vector<Measure> measures = {{"memory", to_gigabytes(memory.total()), "GB"}};
          for (Measure& part : memory_measures(memory)) measures.push_back(std::move(part));
          measures.push_back(supported);
          rows.push_back(make_row({{"device", device},
                                   {"model", model},
                                   {"system", entry.name},
                                   {"prompt_length", length}},
                                  std::move(measures)));
        }
      }
    }
  }
  return rows;
}

}  // namespace mllm_npu
