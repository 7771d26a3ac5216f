#pragma once

#include "engine/runtime/mllm_npu.h"

namespace mllm_npu::support {

// The round phone with a window of 4 GiB: holds every model but the 7B ones in one session.
DeviceSpec roomy_device();

// Qwen1.5-1.8B's card, read once.
const ModelConfig& qwen();

// The engine's prefill of Qwen1.5-1.8B on the roomy phone.
PrefillResult prefill_qwen(std::int64_t prompt_length, const PrefillOptions& options = {});

// Nodes of `kind`, and those that run on `processor`, in what ran. REQUIRES: a trace.
std::int64_t count_kind(const PrefillResult& result, SubgraphKind kind);
std::int64_t count_on(const PrefillResult& result, Processor processor);

// Whether both ran the same works at the same times.
bool same_timeline(const PrefillResult& a, const PrefillResult& b);

}  // namespace mllm_npu::support
