#pragma once

#include "engine/soc/latency_model.h"

namespace mllm_npu {

// What data sheets promise: the NPU multiplies at its peak, everything else moves its bytes at the
// full bandwidth of DRAM, and starting or handing over takes no time. Nothing is fitted. How much
// slower the card-driven model is shows what the phone loses on the way.
//   NPU          2 M K N / peak_int8_throughput, or weights / DRAM bandwidth if that is longer
//   CPU and GPU  (weights + activations) / DRAM bandwidth
//   flash        as the card says
class PeakLatencyModel : public LatencyModel {
 public:
  explicit PeakLatencyModel(const DeviceSpec& device) : device_(device) {}
  double operator_seconds(const Operator& op, Processor processor) const override;
  double launch_seconds(Processor /*processor*/) const override { return 0; }
  double handover_seconds(Bytes /*bytes*/) const override { return 0; }

 private:
  DeviceSpec device_;
};

}  // namespace mllm_npu
