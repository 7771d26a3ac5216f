// Fig. 18 (section 4.6): the engine with the CPU and with the GPU as the NPU's partner, which runs
// the float subgraphs and decodes; prefill by prompt length, and whole requests.

#include "experiments/answered_requests.h"
#include "experiments/experiment_catalog.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

constexpr const char* kDevice = "redmi-k70-pro";

struct Partner {
  const char* name;
  Processor processor;
};
constexpr Partner kPartners[] = {{"cpu", Processor::kCpu}, {"gpu", Processor::kGpu}};

PrefillOptions options_of(const Partner& partner) {
  PrefillOptions options;
  options.float_processor = partner.processor;
  return options;
}

ResultRow prefill_row(const World& world, const std::string& model, const Partner& partner,
                      std::int64_t length) {
  const PrefillResult result = world.system("mllm-npu")
                                   ->prefill({.model = world.model(model),
                                              .device = world.device(kDevice),
                                              .prompt_length = length,
                                              .options = options_of(partner)});
  return make_row({{"device", kDevice},
                   {"model", model},
                   {"system", "mllm-npu"},
                   {"float_processor", partner.name},
                   {"prompt_length", length}},
                  prefill_measures(result.metrics));
}

ResultRow request_row(const World& world, const std::string& model, const Partner& partner,
                      const Workload& workload, const std::vector<Request>& requests) {
  const MeanTimes times =
      answer(world, {kDevice, model, "mllm-npu"}, requests, options_of(partner));
  return make_row({{"device", kDevice},
                   {"model", model},
                   {"system", "mllm-npu"},
                   {"float_processor", partner.name},
                   {"workload", workload.name}},
                  {{"prefill", times.prefill, "s"},
                   {"decode", times.decode, "s"},
                   {"e2e", times.end_to_end, "s"}});
}

}  // namespace

std::vector<ResultRow> run_fig18(const World& world, const ExperimentOptions& options) {
  const std::vector<std::int64_t> lengths =
      options.quick ? std::vector<std::int64_t>{256} : std::vector<std::int64_t>{64, 256, 1024};
  std::vector<ResultRow> rows;
  for (const std::string& model : paper_models(world)) {
    for (const Partner& partner : kPartners) {
      for (const std::int64_t length : lengths) {
        rows.push_back(prefill_row(world, model, partner, length));
      }
    }
    for (const Workload& workload : workloads_of(options)) {
      const std::vector<Request> requests = requests_of(workload, options);
      for (const Partner& partner : kPartners) {
        rows.push_back(request_row(world, model, partner, workload, requests));
      }
    }
  }
  return rows;
}

}  // namespace mllm_npu
