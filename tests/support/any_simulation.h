#pragma once

// Simulations of random DAGs under every policy, for tests of what holds for all of them.

#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/priced_dag.h"

namespace mllm_npu::support {

struct Simulation {
  PricedDag priced;
  std::string policy;  // its name in the catalogue
  DispatchCosts costs;
  bool contended = false;  // the DRAM is narrower than what all processors together may want
  Timeline timeline;

  const SubgraphDag& dag() const { return priced.dag; }
  // What each node waits for: [nodes].
  std::vector<std::vector<SubgraphId>> inputs() const;
  // When the last of `inputs`, with its handover, was there for `id`.
  SimTime ready_time(SubgraphId id, const std::vector<SubgraphId>& inputs) const;
};

class AnySimulation : public ::testing::Test {
 protected:
  // Calls `check` for 150 random DAGs and 50 random prompt graphs with every policy, until one
  // fails. Lockstep steps through chunks, so it runs prompt graphs alone.
  void for_each(const std::function<void(const Simulation&)>& check);
  // The same with only that policy.
  void for_each_of(const std::string& policy, const std::function<void(const Simulation&)>& check);
};

}  // namespace mllm_npu::support
