// Fig. 15 (section 4.3): energy of a prefill by every system, of every model, at three prompt
// lengths; by component, per token, and as the phone's sampling of its battery would have it. The
// paper has energies of the Redmi K60 Pro alone.

#include "baselines/system_catalog.h"
#include "experiments/experiment_catalog.h"
#include "experiments/result_rows.h"

namespace mllm_npu {

std::vector<ResultRow> run_fig15(const World& world, const ExperimentOptions& options) {
  const std::vector<std::int64_t> lengths =
      options.quick ? std::vector<std::int64_t>{1024} : std::vector<std::int64_t>{64, 256, 1024};
  std::vector<ResultRow> rows;
  for (const std::string& device : paper_devices(world)) {
    for (const std::string& model : paper_models(world)) {
      for (const SystemEntry& system : system_catalog()) {
        for (const std::int64_t length : lengths) {
          const PrefillResult result = world.system(system.name)
                                           ->prefill({.model = world.model(model),
                                                      .device = world.device(device),
                                                      .prompt_length = length});
          rows.push_back(make_row({{"device", device},
                                   {"model", model},
                                   {"system", system.name},
                                   {"prompt_length", length}},
                                  energy_measures(result)));
        }
      }
    }
  }
  return rows;
}

}  // namespace mllm_npu
