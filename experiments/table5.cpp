// Table 5 (section 4.3): prompts and answers of real workloads, by every system, for every model
// and phone. Lengths are drawn evenly from the ranges that the table gives; times are geometric
// means over these requests.

#include "baselines/system_catalog.h"
#include "experiments/answered_requests.h"
#include "experiments/experiment_catalog.h"
#include "experiments/result_rows.h"

namespace mllm_npu {

std::vector<ResultRow> run_table5(const World& world, const ExperimentOptions& options) {
  std::vector<ResultRow> rows;
  for (const std::string& device : paper_devices(world)) {
    for (const std::string& model : paper_models(world)) {
      for (const Workload& workload : workloads_of(options)) {
        const std::vector<Request> requests = requests_of(workload, options);
        for (const SystemEntry& entry : system_catalog()) {
          const MeanTimes times = answer(world, {device, model, entry.name}, requests);
          ResultRow row = make_row({{"device", device},
                                    {"model", model},
                                    {"system", entry.name},
                                    {"workload", workload.name}},
                                   {{"prefill", times.prefill, "s"},
                                    {"decode", times.decode, "s"},
                                    {"e2e", times.end_to_end, "s"},
                                    supported_measure(*world.system(entry.name), world.model(model),
                                                      world.device(device))});
          for (auto& factor : range_factors(workload)) row.factors.push_back(std::move(factor));
          rows.push_back(std::move(row));
        }
      }
    }
  }
  return rows;
}

}  // namespace mllm_npu
