#pragma once

// The price of an operator: how long a processor takes, and what it moves through DRAM.
//
// LatencyModel is one of the four interfaces meant for strangers. A model must be a pure function
// of operator and processor, at least 0, and monotone in rows, inner and columns: a test holds
// every model of latency_catalog.h to that.

#include "engine/base/units.h"
#include "engine/graph/subgraph.h"
#include "engine/soc/soc_spec.h"

namespace mllm_npu {

struct Price {
  SimTime duration{};  // alone on an idle SoC
  Bytes traffic{};     // DRAM bytes read plus written meanwhile
  SimTime handover{};  // after its end, before a processor with another address space may go on
};

class LatencyModel {
 public:
  virtual ~LatencyModel() = default;

  // Seconds for one operator, launch of its subgraph left out. REQUIRES: `processor` runs it.
  virtual double operator_seconds(const Operator& op, Processor processor) const = 0;
  // Seconds for starting a subgraph.
  virtual double launch_seconds(Processor processor) const = 0;
  // Seconds until `bytes` are seen on the other side of a synchronisation.
  virtual double handover_seconds(Bytes bytes) const = 0;
};

// The card-driven model. With M rows, K inner, N columns:
//   NPU INT8   weights / weight_bandwidth + M N / output_throughput + 2 M K N / peak. Activations
//              inside a graph ride on the requantization of the linear before them.
//   NPU FP16   2 ⌈M / lanes⌉ lanes K N / fp16_throughput (Table 3).
//   NPU group  the INT8 price + groups × (group_launch + M N / group_sum_throughput) (Fig. 4).
//   CPU float  bytes / elementwise_bandwidth; attention and shadow products 2 macs / throughput.
//   LM head    the longer of weights / matvec_bandwidth and, as attention, 2 macs / throughput.
//   CPU INT8   launch + weights / int8_weight_bandwidth + 2 M K N / int8_throughput (Table 3).
//   GPU FP16   as CPU INT8, with its own constants; element-wise bytes at its weight bandwidth.
//   flash      requests × latency + bytes / bandwidth.
class CardLatencyModel : public LatencyModel {
 public:
  explicit CardLatencyModel(const DeviceSpec& device) : device_(device) {}
  double operator_seconds(const Operator& op, Processor processor) const override;
  double launch_seconds(Processor processor) const override;
  double handover_seconds(Bytes bytes) const override;

 private:
  double npu_seconds(const Operator& op) const;
  double cpu_seconds(const Operator& op) const;
  double gpu_seconds(const Operator& op) const;

  DeviceSpec device_;
};

// Price of a whole subgraph on its processor: launch plus operators, to the nearest nanosecond, and
// what handing its output to a processor with another address space takes.
Price price_of(const LatencyModel& model, const Subgraph& subgraph);

// How much slower a linear runs whose rows are laid out `width` wide instead of in the best shape:
// a tile takes kTileWidth rows side by side (§4, equivalent shapes). 1 for width 0 (best). The
// paper prints only the two ends, 32×32 and 1024×1; that four rows fill a tile is an assumption.
double shape_slowdown(const NpuSpec& npu, std::int64_t width);
inline constexpr std::int64_t kTileWidth = 4;

}  // namespace mllm_npu
