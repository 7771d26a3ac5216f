// Table 2 (section 2.2): what mobile NPUs compute with, and how fast. Of the NPUs at hand, the INT8
// throughput on paper, and what the simulated one reaches in one linear of the paper's default
// chunk: per tensor, split into groups of 32, and in FP16.

#include <algorithm>

#include "baselines/systems/naive_npu.h"
#include "experiments/experiment_catalog.h"
#include "experiments/microbenchmark.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

constexpr MatmulShape kShape{256, 2048, 2048};

double tera_operations(SimTime latency) {
  const auto macs = static_cast<double>(kShape.m * kShape.k * kShape.n);
  return 2 * macs / to_seconds(latency) * 1e-12;
}

ResultRow row_of(const SocSpec& soc, const char* format, double throughput) {
  return make_row({{"soc", soc.name}, {"format", format}},
                  {{"throughput", throughput, "TOPS"},
                   {"address_window", soc.npu.address_window / 1073741824.0, "GiB"}});
}

}  // namespace

std::vector<ResultRow> run_table2(const World& world, const ExperimentOptions&) {
  std::vector<ResultRow> rows;
  std::vector<std::string> seen;
  for (const std::string& name : paper_devices(world)) {
    const DeviceSpec& device = world.device(name);
    if (std::ranges::find(seen, device.soc.name) != seen.end()) continue;
    seen.push_back(device.soc.name);
    rows.push_back(
        row_of(device.soc, "INT8, on paper", device.soc.npu.peak_int8_throughput * 1e-12));
    rows.push_back(row_of(device.soc, "INT8, per tensor",
                          tera_operations(matmul_latency(device, kShape, "npu-int8"))));
    rows.push_back(row_of(device.soc, "INT8, per group",
                          tera_operations(group_matmul_latency(device, kShape, kGroupSize))));
    rows.push_back(
        row_of(device.soc, "FP16", tera_operations(matmul_latency(device, kShape, "npu-fp16"))));
  }
  return rows;
}

}  // namespace mllm_npu
