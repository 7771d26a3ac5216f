// Fig. 14 (section 4.2): prefill of every model by every system on every phone, at three prompt
// lengths, whether or not the paper prints the cell. A row whose peak_memory is above device_memory
// is one that the phone could not run.

#include "baselines/system_catalog.h"
#include "experiments/experiment_catalog.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

std::vector<Measure> measures_of(const PrefillResult& result, const DeviceSpec& device) {
  std::vector<Measure> measures = prefill_measures(result.metrics);
  measures.push_back({"device_memory", device.memory * 1e-9, "GB"});
  for (Measure& measure : busy_measures(result.metrics)) measures.push_back(std::move(measure));
  return measures;
}

}  // namespace

std::vector<ResultRow> run_fig14(const World& world, const ExperimentOptions& options) {
  const std::vector<std::int64_t> lengths =
      options.quick ? std::vector<std::int64_t>{256} : std::vector<std::int64_t>{64, 256, 1024};
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
                                  measures_of(result, world.device(device))));
        }
      }
    }
  }
  return rows;
}

}  // namespace mllm_npu
