#include "engine/soc/soc_catalog.h"

namespace mllm_npu {

// The table of a SoC card's numbers: one line each.
const std::vector<SocField>& soc_fields() {
#define HOME(member) [](SocSpec& soc) -> double& { return soc.member; }
  static const std::vector<SocField> kFields = {
      {"npu.peak_int8_throughput", "TOPS", 1e12, 0.01, 1e4, HOME(npu.peak_int8_throughput)},
      {"npu.fp16_throughput", "GFLOPS", 1e9, 0.001, 1e5, HOME(npu.fp16_throughput)},
      {"npu.fp16_lanes", "rows", 1, 1, 4096, HOME(npu.fp16_lanes)},
      {"npu.address_window", "GiB", 1073741824.0, 0.001, 1024, HOME(npu.address_window)},
      {"npu.weight_bandwidth", "GB/s", 1e9, 0.01, 1e4, HOME(npu.weight_bandwidth)},
      {"npu.output_throughput", "Goutput/s", 1e9, 0.001, 1e4, HOME(npu.output_throughput)},
      {"npu.graph_launch", "us", 1e-6, 0, 1e6, HOME(npu.graph_launch)},
      {"npu.graph_switch", "us", 1e-6, 0, 1e6, HOME(npu.graph_switch)},
      {"npu.group_launch", "us", 1e-6, 0, 1e6, HOME(npu.group_launch)},
      {"npu.group_sum_throughput", "Goutput/s", 1e9, 0.001, 1e4, HOME(npu.group_sum_throughput)},
      {"npu.flat_shape_slowdown", "x", 1, 1, 100, HOME(npu.flat_shape_slowdown)},
      {"npu.set_up", "ms", 1e-3, 0, 1e6, HOME(npu.set_up)},
      {"npu.build_per_operator", "ms", 1e-3, 0, 1e6, HOME(npu.build_per_operator)},
      {"npu.optimize_scale", "ms", 1e-3, 0, 1e6, HOME(npu.optimize_scale)},
      {"npu.optimize_exponent", "1", 1, 0, 4, HOME(npu.optimize_exponent)},
      {"npu.free", "ms", 1e-3, 0, 1e6, HOME(npu.free)},
      {"npu.relative_speed", "x", 1, 0.01, 100, HOME(npu.relative_speed)},
      {"cpu.relative_speed", "x", 1, 0.01, 100, HOME(cpu.relative_speed)},
      {"cpu.subgraph_launch", "us", 1e-6, 0, 1e6, HOME(cpu.subgraph_launch)},
      {"cpu.elementwise_bandwidth", "GB/s", 1e9, 0.01, 1e4, HOME(cpu.elementwise_bandwidth)},
      {"cpu.float_throughput", "GFLOPS", 1e9, 0.01, 1e6, HOME(cpu.float_throughput)},
      {"cpu.matvec_bandwidth", "GB/s", 1e9, 0.01, 1e4, HOME(cpu.matvec_bandwidth)},
      {"cpu.int8_launch", "us", 1e-6, 0, 1e6, HOME(cpu.int8_launch)},
      {"cpu.int8_weight_bandwidth", "GB/s", 1e9, 0.01, 1e4, HOME(cpu.int8_weight_bandwidth)},
      {"cpu.int8_throughput", "GOPS", 1e9, 0.01, 1e6, HOME(cpu.int8_throughput)},
      {"gpu.relative_speed", "x", 1, 0.01, 100, HOME(gpu.relative_speed)},
      {"gpu.launch", "us", 1e-6, 0, 1e6, HOME(gpu.launch)},
      {"gpu.fp16_weight_bandwidth", "GB/s", 1e9, 0.01, 1e4, HOME(gpu.fp16_weight_bandwidth)},
      {"gpu.fp16_throughput", "GFLOPS", 1e9, 0.01, 1e6, HOME(gpu.fp16_throughput)},
      {"gpu.matvec_bandwidth", "GB/s", 1e9, 0.01, 1e4, HOME(gpu.matvec_bandwidth)},
      {"dram.bandwidth", "GB/s", 1e9, 0.01, 1e4, HOME(dram.bandwidth)},
      {"synchronization.latency", "us", 1e-6, 0, 1e6, HOME(synchronization.latency)},
      {"synchronization.bandwidth", "GB/s", 1e9, 0.001, 1e5, HOME(synchronization.bandwidth)},
      {"power.base", "W", 1, 0, 1000, HOME(power.base)},
      {"power.npu_idle", "W", 1, 0, 1000, HOME(power.npu_idle)},
      {"power.npu_active", "W", 1, 0, 1000, HOME(power.npu_active)},
      {"power.cpu_float_active", "W", 1, 0, 1000, HOME(power.cpu_float_active)},
      {"power.cpu_int8_active", "W", 1, 0, 1000, HOME(power.cpu_int8_active)},
      {"power.gpu_active", "W", 1, 0, 1000, HOME(power.gpu_active)},
      {"power.dram_energy", "pJ/B", 1e-12, 0, 1e6, HOME(power.dram_energy)},
  };
#undef HOME
  return kFields;
}

}  // namespace mllm_npu
