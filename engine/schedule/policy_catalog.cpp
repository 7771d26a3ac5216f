#include "engine/schedule/policy_catalog.h"

#include "engine/base/input_error.h"
#include "engine/schedule/in_order.h"
#include "engine/schedule/lockstep.h"
#include "engine/schedule/out_of_order.h"

namespace mllm_npu {
namespace {

template <class Policy>
std::unique_ptr<SchedulingPolicy> make() {
  return std::make_unique<Policy>();
}

template <TieBreak kTies, ReleaseRule kRule, Processor kFirstPick = Processor::kCpu>
std::unique_ptr<SchedulingPolicy> make_out_of_order() {
  return std::make_unique<OutOfOrderPolicy>(kTies, kRule, kFirstPick);
}

}  // namespace

const std::vector<PolicyEntry>& policy_catalog() {
  static const std::vector<PolicyEntry> kPolicies = {
      {"serial", "a chunk after the other", make<SerialPolicy>},
      {"in-order", "greedy overlap, lowest chunk first", make<InOrderPolicy>},
      {"lockstep", "pairs of chunks with a barrier, as in the released code", make<LockstepPolicy>},
      {"out-of-order", "Eq. 5; ties in data order",
       make_out_of_order<TieBreak::kDataOrder, ReleaseRule::kCompleted>},
      {"out-of-order-deepest", "Eq. 5; ties to the furthest layer",
       make_out_of_order<TieBreak::kDeepest, ReleaseRule::kCompleted>},
      {"out-of-order-shallowest", "Eq. 5; ties to the earliest layer",
       make_out_of_order<TieBreak::kShallowest, ReleaseRule::kCompleted>},
      {"out-of-order-longest", "Eq. 5; ties to the longest subgraph",
       make_out_of_order<TieBreak::kLongest, ReleaseRule::kCompleted>},
      {"out-of-order-started", "Eq. 5; inputs that still run count as there",
       make_out_of_order<TieBreak::kDataOrder, ReleaseRule::kStarted>},
      {"out-of-order-npu-first", "as out-of-order-started, and the NPU picks before the CPU",
       make_out_of_order<TieBreak::kDataOrder, ReleaseRule::kStarted, Processor::kNpu>},
  };
  return kPolicies;
}

std::unique_ptr<SchedulingPolicy> make_policy(const std::string& name) {
  std::string known;
  for (const PolicyEntry& entry : policy_catalog()) {
    if (entry.name == name) return entry.make();
    known += (known.empty() ? "" : ", ") + std::string(entry.name);
  }
  throw InputError("", "policy", "one of " + known, name);
}

}  // namespace mllm_npu
