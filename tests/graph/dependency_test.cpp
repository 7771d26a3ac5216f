#include "engine/graph/dependency.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

//     ┌─► 1 ─┐
// 0 ──┤      ├─► 3     4
//     └─► 2 ─┘
SubgraphDag diamond() {
  SubgraphDag dag;
  dag.nodes.resize(5);
  connect_nodes(dag, {{2, 3}, {0, 1}, {1, 3}, {0, 2}});
  return dag;
}

TEST(ConnectNodes, ListsTheSuccessorsOfEachNodeInTheOrderOfTheEdges) {
  const SubgraphDag dag = diamond();
  EXPECT_THAT(dag.successors_of(0), ElementsAre(1, 2));
  EXPECT_THAT(dag.successors_of(1), ElementsAre(3));
  EXPECT_THAT(dag.successors_of(2), ElementsAre(3));
}

TEST(ConnectNodes, LeavesALastNodeAndALoneNodeWithoutSuccessors) {
  const SubgraphDag dag = diamond();
  EXPECT_THAT(dag.successors_of(3), IsEmpty());
  EXPECT_THAT(dag.successors_of(4), IsEmpty());
}

TEST(ConnectNodes, CountsWhatANodeWaitsFor) {
  EXPECT_THAT(diamond().predecessor_count, ElementsAre(0, 1, 1, 2, 0));
}

TEST(ConnectNodes, ReplacesTheEdgesThatWereThere) {
  SubgraphDag dag = diamond();
  connect_nodes(dag, {{4, 0}});
  EXPECT_THAT(dag.successors_of(0), IsEmpty());
  EXPECT_THAT(dag.successors_of(4), ElementsAre(0));
  EXPECT_THAT(dag.predecessor_count, ElementsAre(1, 0, 0, 0, 0));
}

TEST(NeedsSynchronization, OnlyWhereDataEntersOrLeavesTheNpu) {
  EXPECT_TRUE(needs_synchronization(Processor::kNpu, Processor::kCpu));
  EXPECT_TRUE(needs_synchronization(Processor::kGpu, Processor::kNpu));
  EXPECT_FALSE(needs_synchronization(Processor::kNpu, Processor::kNpu));
  EXPECT_FALSE(needs_synchronization(Processor::kCpu, Processor::kGpu));
  EXPECT_FALSE(needs_synchronization(Processor::kFlash, Processor::kCpu));
}

}  // namespace
}  // namespace mllm_npu
