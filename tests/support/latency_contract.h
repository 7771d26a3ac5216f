#pragma once

#include <string>
#include <vector>

#include "engine/soc/latency_model.h"

namespace mllm_npu::support {

// An operator kind with the weights that it may have, and a processor that runs it.
struct Placement {
  OperatorKind kind{};
  Dtype dtype = Dtype::kFp32;
  Processor processor{};
};
// Every kind on every processor that runs it.
std::vector<Placement> placements();

// Where `latency` breaks the contract of engine/soc/latency_model.h: not the same twice, below 0,
// or smaller for more rows, inner or columns. One line each, over operators drawn from `seed`.
std::vector<std::string> contract_violations(const LatencyModel& latency, std::uint64_t seed);

}  // namespace mllm_npu::support
