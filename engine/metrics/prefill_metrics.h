#pragma once

// What one prefill took: the numbers that every system reports.

#include <cstdint>
#include <vector>

#include "engine/graph/dependency.h"
#include "engine/metrics/schedule_bounds.h"
#include "engine/sim/timeline.h"
#include "engine/soc/power_model.h"

namespace mllm_npu {

// What a prefill holds in memory at its peak, by owner: at least what memory_timeline() holds at
// any time, as buffers stay where they are laid out.
struct MemoryUse {
  Bytes weights{};      // linears, embedding, LM head
  Bytes graphs{};       // output buffers of the NPU's graphs, laid out when these are built
  Bytes activations{};  // output buffers of what runs on CPU and GPU, and rows read from flash
  Bytes kv_cache{};
  Bytes shadow{};  // weight rows of hot channels, a second copy for the CPU

  Bytes total() const { return weights + graphs + activations + kv_cache + shadow; }
};

struct PrefillMetrics {
  std::int64_t prompt_length = 0;  // tokens
  SimTime time_to_first_token{};
  SimTime graph_building{};  // of it, before the first subgraph; 0 where graphs stand already
  SimTime npu_busy{};
  SimTime cpu_busy{};
  SimTime gpu_busy{};
  double npu_bubble_rate = 0;        // 0..1; 0 for a system that does not use the NPU
  double inner_npu_bubble_rate = 0;  // 0..1; see schedule_bounds.h
  ScheduleBounds bounds{};           // zero for a system without a DAG
  EnergyUse energy{};
  MemoryUse memory{};

  double tokens_per_second() const;
};

// Activities of a timeline whose works are subgraphs: base power (and that of a held NPU) from 0 to
// the makespan, a processor's power while it runs, DRAM energy spread over the span that moves the
// bytes.
std::vector<Activity> activities_of(const SubgraphDag& dag, const std::vector<Price>& prices,
                                    const Timeline& timeline, const PowerSpec& power);

}  // namespace mllm_npu
