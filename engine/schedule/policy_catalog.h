#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/schedule/scheduling_policy.h"

namespace mllm_npu {

struct PolicyEntry {
  const char* name;
  const char* summary;
  std::unique_ptr<SchedulingPolicy> (*make)();
};

// The policies, simplest first; the readings of Eq. 5 that differ from the default come last.
const std::vector<PolicyEntry>& policy_catalog();

// A fresh policy. Errors: InputError that lists the names there are.
std::unique_ptr<SchedulingPolicy> make_policy(const std::string& name);

}  // namespace mllm_npu
