// How the bubbles of Fig. 13 hang on attention, the one price that grows with the chunk's place:
// the CPU's throughput in attention and shadow products, as fitted, times `attention_speedup`.

#include "engine/runtime/mllm_npu.h"
#include "experiments/experiment_catalog.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

constexpr const char* kDevice = "redmi-k70-pro";
constexpr const char* kModel = "qwen1.5-1.8b";
constexpr std::int64_t kPromptLength = 1024;
constexpr double kSpeedups[] = {0.5, 1, 2, 4, 8};

}  // namespace

std::vector<ResultRow> run_fig13_attention(const World& world,
                                           const ExperimentOptions& /*options*/) {
  std::vector<ResultRow> rows;
  for (const double speedup : kSpeedups) {
    DeviceSpec device = world.device(kDevice);
    device.soc.cpu.float_throughput *= speedup;
    for (const char* policy : {"serial", "in-order", "lockstep", "out-of-order"}) {
      PrefillOptions options;
      options.policy = policy;
      const PrefillResult result = MllmNpu().prefill({.model = world.model(kModel),
                                                      .device = device,
                                                      .prompt_length = kPromptLength,
                                                      .options = options});
      rows.push_back(make_row({{"device", kDevice},
                               {"model", kModel},
                               {"prompt_length", kPromptLength},
                               {"attention_speedup", speedup},
                               {"policy", policy}},
                              schedule_measures(result.metrics)));
    }
  }
  return rows;
}

}  // namespace mllm_npu
