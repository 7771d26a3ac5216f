#include "tests/support/round_device.h"

namespace mllm_npu::support {
namespace {

NpuSpec round_npu() {
  return {.relative_speed = 1,
          .peak_int8_throughput = 2e12,
          .fp16_throughput = 1e9,
          .fp16_lanes = 64,
          .address_window = 1 << 20,
          .weight_bandwidth = 1e9,
          .output_throughput = 1e9,
          .graph_launch = 1e-3,
          .graph_switch = 10e-6,
          .group_launch = 100e-6,
          .group_sum_throughput = 1e9,
          .flat_shape_slowdown = 1.62,
          .set_up = 0.1,
          .build_per_operator = 1e-3,
          .optimize_scale = 2e-3,
          .optimize_exponent = 2,
          .free = 0.5};
}

CpuSpec round_cpu() {
  return {.relative_speed = 1,
          .subgraph_launch = 100e-6,
          .elementwise_bandwidth = 1e9,
          .float_throughput = 1e11,
          .matvec_bandwidth = 1e10,
          .int8_launch = 1e-3,
          .int8_weight_bandwidth = 1e9,
          .int8_throughput = 1e12};
}

PowerSpec round_power() {
  return {.base = 1,
          .npu_active = 2,
          .cpu_float_active = 3,
          .cpu_int8_active = 4,
          .gpu_active = 5,
          .dram_energy = 1e-11};
}

}  // namespace

DeviceSpec round_device() {
  return {.name = "round",
          .title = "Round phone",
          .memory = 16e9,
          .flash = {.bandwidth = 1e9, .latency = 50e-6},
          .soc = {.name = "round-soc",
                  .npu = round_npu(),
                  .cpu = round_cpu(),
                  .gpu = {.launch = 200e-6,
                          .fp16_weight_bandwidth = 2e9,
                          .fp16_throughput = 1e11,
                          .matvec_bandwidth = 2e10},
                  .dram = {.bandwidth = 1e11},
                  .synchronization = {.latency = 100e-6, .bandwidth = 1e9},
                  .power = round_power()}};
}

}  // namespace mllm_npu::support
