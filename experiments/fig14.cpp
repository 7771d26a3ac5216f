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
      for (const SystemEntry& entry : system_catalog()) {
        const auto system = world.system(entry.name);
        const Measure supported =
            supported_measure(*system, world.model(model), world.device(device));
        for (const std::int64_t length : lengths) {
          const PrefillResult result = system->prefill({.model = world.model(model),
                                                        .device = world.device(device),
                                                        .prompt_length = length});
          std::vector<Measure> measures = measures_of(result, world.device(device));
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
