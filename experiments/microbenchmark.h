#pragma once

// Single operators and parts of a block on a simulated processor: Table 3, Figs. 4 and 8.

#include <cstdint>
#include <string>

#include "engine/base/units.h"
#include "engine/model/model_config.h"
#include "engine/soc/soc_spec.h"

namespace mllm_npu {

struct MatmulShape {
  std::int64_t m = 0;  // rows
  std::int64_t k = 0;  // inner dimension
  std::int64_t n = 0;  // columns
};

// One product in a graph of its own, repeated, so that no graph switch falls in (Table 3).
// `processor`: npu-int8, npu-fp16, cpu-int8 or gpu-fp16. Errors: InputError for another one.
SimTime matmul_latency(const DeviceSpec& device, const MatmulShape& shape,
                       const std::string& processor);

// The same on the NPU with the inner dimension split into groups (Fig. 4).
SimTime group_matmul_latency(const DeviceSpec& device, const MatmulShape& shape,
                             std::int64_t group_size);

// One NPU graph with the linears of a block's part, QKV_Linear or FFN, for one chunk (Fig. 8).
// QKV_Linear is three products hidden × hidden: Gemma-2B's curve is that of Qwen1.5-1.8B within 12
// %, though its K and V are an eighth as wide (one KV head), so the figure cannot have timed those.
// Errors: InputError for another part.
SimTime part_latency(const DeviceSpec& device, const ModelConfig& model, const std::string& part,
                     std::int64_t chunk_length);

// What building and optimising one set of graphs of a whole model takes (Fig. 2). Neither depends
// on the chunk length.
struct GraphPreparation {
  SimTime build{};
  SimTime optimize{};
};
GraphPreparation graph_preparation(const NpuSpec& npu, const ModelConfig& model);

// The operator that Fig. 4 times is not named. Its per-tensor latencies are those of Table 3 for
// 64×2048×11008 (2.0 ms) and 32×4096×8192 (2.9 ms), so these shapes stand for Qwen1.5-1.8B and
// LLaMA-2-7B.
MatmulShape fig4_shape(const std::string& model);

}  // namespace mllm_npu
