#include "engine/soc/latency_model.h"

#include <algorithm>
#include <cmath>

#include "engine/base/check.h"

namespace mllm_npu {
namespace {

double count(std::int64_t number) { return static_cast<double>(number); }
double bytes(Bytes amount) { return static_cast<double>(amount.value); }

}  // namespace

double shape_slowdown(const NpuSpec& npu, std::int64_t width) {
  if (width <= 0 || width >= kTileWidth) return 1;
  const double filled = std::log2(count(width)) / std::log2(count(kTileWidth));
  return 1 + (npu.flat_shape_slowdown - 1) * (1 - filled);
}

double CardLatencyModel::operator_seconds(const Operator& op, Processor processor) const {
  switch (processor) {
    case Processor::kNpu:
      return npu_seconds(op) / device_.soc.npu.relative_speed;
    case Processor::kCpu:
      return cpu_seconds(op);
    case Processor::kGpu:
      return gpu_seconds(op);
    case Processor::kFlash:
      return count(op.inner) * device_.flash.latency +
             bytes(weight_bytes(op)) / device_.flash.bandwidth;
  }
  return 0;
}

double CardLatencyModel::launch_seconds(Processor processor) const {
  switch (processor) {
    case Processor::kNpu:
      return device_.soc.npu.graph_launch / device_.soc.npu.relative_speed;
    case Processor::kCpu:
      return device_.soc.cpu.subgraph_launch;
    case Processor::kGpu:
      return device_.soc.gpu.launch;
    case Processor::kFlash:
      return 0;
  }
  return 0;
}

double CardLatencyModel::handover_seconds(Bytes amount) const {
  const SynchronizationSpec& synchronization = device_.soc.synchronization;
  return synchronization.latency + bytes(amount) / synchronization.bandwidth;
}

double CardLatencyModel::npu_seconds(const Operator& op) const {
  const NpuSpec& npu = device_.soc.npu;
  if (macs(op) == 0) return 0;
  if (op.dtype == Dtype::kFp16) {
    const double rows = std::ceil(count(op.rows) / npu.fp16_lanes) * npu.fp16_lanes;
    return 2 * rows * count(op.inner) * count(op.columns) / npu.fp16_throughput;
  }
  const double outputs = count(op.rows) * count(op.columns);
  double seconds = bytes(weight_bytes(op)) / npu.weight_bandwidth +
                   outputs / npu.output_throughput + 2 * count(macs(op)) / npu.peak_int8_throughput;
  seconds *= shape_slowdown(npu, op.width);
  if (op.kind == OperatorKind::kGroupLinear) {
    seconds += count(op.groups) * (npu.group_launch + outputs / npu.group_sum_throughput);
  }
  return seconds;
}

double CardLatencyModel::cpu_seconds(const Operator& op) const {
  const CpuSpec& cpu = device_.soc.cpu;
  switch (op.kind) {
    case OperatorKind::kLmHead:  // many rows read the weights once and are bound by the products
      return std::max(bytes(weight_bytes(op)) / cpu.matvec_bandwidth,
                      2 * count(macs(op)) / (cpu.float_throughput * cpu.relative_speed));
    case OperatorKind::kLinear:
    case OperatorKind::kGroupLinear:
      return cpu.int8_launch + bytes(weight_bytes(op)) / cpu.int8_weight_bandwidth +
             2 * count(macs(op)) / (cpu.int8_throughput * cpu.relative_speed);
    case OperatorKind::kAttention:
    case OperatorKind::kShadowLinear:
      return 2 * count(macs(op)) / (cpu.float_throughput * cpu.relative_speed);
    default:
      return bytes(activation_bytes(op)) / cpu.elementwise_bandwidth;
  }
}

double CardLatencyModel::gpu_seconds(const Operator& op) const {
  const GpuSpec& gpu = device_.soc.gpu;
  MLLM_NPU_CHECK(op.kind != OperatorKind::kFlashRead, "flash read on the GPU");
  return bytes(weight_bytes(op)) / gpu.fp16_weight_bandwidth +
         bytes(activation_bytes(op)) / gpu.fp16_weight_bandwidth +
         2 * count(macs(op)) / (gpu.fp16_throughput * gpu.relative_speed);
}

Price price_of(const LatencyModel& model, const Subgraph& subgraph) {
  double seconds = model.launch_seconds(subgraph.affinity);
  Bytes traffic;
  for (const Operator& op : subgraph.operators) {
    seconds += model.operator_seconds(op, subgraph.affinity);
    traffic += weight_bytes(op) + activation_bytes(op);
  }
  return {.duration = sim_time_from_seconds(seconds),
          .traffic = traffic,
          .handover = sim_time_from_seconds(model.handover_seconds(subgraph.output))};
}

}  // namespace mllm_npu
