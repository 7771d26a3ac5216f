#include "engine/soc/peak_latency_model.h"

#include <algorithm>

namespace mllm_npu {

double PeakLatencyModel::operator_seconds(const Operator& op, Processor processor) const {
  const SocSpec& soc = device_.soc;
  const auto weights = static_cast<double>(weight_bytes(op).value);
  const auto activations = static_cast<double>(activation_bytes(op).value);
  switch (processor) {
    case Processor::kNpu:
      return std::max(2 * static_cast<double>(macs(op)) / soc.npu.peak_int8_throughput,
                      weights / soc.dram.bandwidth);
    case Processor::kCpu:
    case Processor::kGpu:
      return (weights + activations) / soc.dram.bandwidth;
    case Processor::kFlash:
      return CardLatencyModel(device_).operator_seconds(op, processor);
  }
  return 0;
}

}  // namespace mllm_npu
