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
      for (const SystemEntry& entry : system_catalog()) {
        const auto system = world.system(entry.name);
        const Measure supported =
            supported_measure(*system, world.model(model), world.device(device));
        for (const std::int64_t length : lengths) {
          const PrefillResult result = system->prefill({.model = world.model(model),
                                                        .device = world.device(device),
                                                        .prompt_length = length});
          std::vector<Measure> measures = energy_measures(result);
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
