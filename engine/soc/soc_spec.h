#pragma once

// The numbers of one SoC and of one phone, in SI units (seconds, bytes, watts, operations), as read
// from their cards. Which of them are printed facts and which are fitted stands in the cards.

#include <cstdint>
#include <string>

namespace mllm_npu {

// Latency of a linear in one graph: launch + weights / weight_bandwidth + outputs /
// output_throughput + macs / peak. See engine/soc/latency_model.h.
struct NpuSpec {
  double relative_speed = 1;        // divides every latency; 1 on the reference SoC
  double peak_int8_throughput = 0;  // operations/s; one multiply-accumulate is two
  double fp16_throughput = 0;       // operations/s, of full vectors
  double fp16_lanes = 0;            // rows that a vector holds; fewer rows cost as much
  double address_window = 0;        // bytes that one session can map (§4)
  double weight_bandwidth = 0;      // bytes/s
  double output_throughput = 0;     // outputs/s: requantize and write back
  double graph_launch = 0;          // s per execution of a graph
  double graph_switch = 0;          // s more when the graph differs from the one before
  double group_launch = 0;          // s per product of a split per-group linear (Fig. 4)
  double group_sum_throughput = 0;  // outputs/s of their float sums
  double flat_shape_slowdown = 0;   // 1024×1 against 32×32 rows (equivalent shapes, §4)
  double set_up = 0;                // s, environment (Fig. 2)
  double build_per_operator = 0;    // s
  double optimize_scale = 0;        // s for a linear of 2^20 weights
  double optimize_exponent = 0;     // growth with a linear's weights
  double free = 0;                  // s, all graphs
};

struct CpuSpec {
  double relative_speed = 1;   // factor on what the CPU computes, in baselines too; no bandwidth
  double subgraph_launch = 0;  // s per subgraph: wake the threads
  double elementwise_bandwidth = 0;  // bytes/s, activations read plus written
  double float_throughput = 0;       // operations/s of attention and shadow products
  double matvec_bandwidth = 0;       // bytes/s of weights at one row: decode, LM head
  double int8_launch = 0;            // s per INT8 product
  double int8_weight_bandwidth = 0;  // bytes/s
  double int8_throughput = 0;        // operations/s
};

struct GpuSpec {
  double relative_speed = 1;         // as of the CPU
  double launch = 0;                 // s per subgraph
  double fp16_weight_bandwidth = 0;  // bytes/s
  double fp16_throughput = 0;        // operations/s
  double matvec_bandwidth = 0;       // bytes/s of weights at one row: decode
};

struct DramSpec {
  double bandwidth = 0;  // bytes/s, shared by all processors
};

// Between processors that do not share an address space.
struct SynchronizationSpec {
  // From the end of a subgraph until the other processor may start: latency + bytes / bandwidth.
  double latency = 0;    // s
  double bandwidth = 0;  // bytes/s: flush, invalidate or copy what is handed on
};

struct PowerSpec {
  double base = 0;              // W, phone on; holds what CPU and GPU draw when they are idle
  double npu_idle = 0;          // W more while a prefill holds the NPU, whether it runs or not
  double npu_active = 0;        // W more still while the NPU runs
  double cpu_float_active = 0;  // W more while the CPU runs float subgraphs
  double cpu_int8_active = 0;   // W more while all cores run INT8 products
  double gpu_active = 0;        // W more while the GPU runs
  double dram_energy = 0;       // J/byte
};

struct SocSpec {
  std::string name;
  NpuSpec npu;
  CpuSpec cpu;
  GpuSpec gpu;
  DramSpec dram;
  SynchronizationSpec synchronization;
  PowerSpec power;
};

struct FlashSpec {
  double bandwidth = 0;  // bytes/s
  double latency = 0;    // s per read request
};

struct DeviceSpec {
  std::string name;
  std::string title;
  double memory = 0;  // bytes of DRAM
  FlashSpec flash;
  SocSpec soc;
};

}  // namespace mllm_npu
