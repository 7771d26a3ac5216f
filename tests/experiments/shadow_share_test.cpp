// What the rows of shadow-share say of each other, and of a prefill that is looked at apart.

#include <gtest/gtest.h>

#include "engine/base/units.h"
#include "experiments/experiment_catalog.h"
#include "tests/support/experiment_records.h"

namespace mllm_npu {
namespace {

const ResultRecord& record() { return support::record_of("shadow-share"); }

double value(const ResultRow& row, const char* measure) {
  return find_measure(row, measure)->value;
}

const ResultRow& row_of(const std::string& model, int pruning_rate) {
  for (const ResultRow& row : record().rows) {
    const std::string factors = factors_text(row.factors);
    if (factors.find("model=" + model + ",") != std::string::npos &&
        factors.ends_with("pruning_rate=" + std::to_string(pruning_rate))) {
      return row;
    }
  }
  ADD_FAILURE() << model;
  return record().rows.front();
}

TEST(ShadowShare, HasEveryModelOfThePaperWithAndWithoutPruning) {
  EXPECT_EQ(record().rows.size(), 2 * paper_models(read_world()).size());
}

TEST(ShadowShare, IsTheShadowOverTheLinearsThatHaveIt) {
  for (const ResultRow& row : record().rows) {
    EXPECT_GT(value(row, "shadow_time"), 0);
    EXPECT_DOUBLE_EQ(value(row, "shadow_time_share"),
                     100 * value(row, "shadow_time") / value(row, "shadowed_npu_time"));
    EXPECT_LE(value(row, "shadowed_npu_time"), value(row, "npu_busy_time"));
    EXPECT_DOUBLE_EQ(value(row, "shadow_memory_share"),
                     100 * value(row, "shadow_memory") / value(row, "weight_memory"));
  }
}

// The spans of the timeline, added up by kind alone: with nothing pruned every product of the NPU
// has a shadow.
TEST(ShadowShare, AddsUpTheTimeline) {
  const World world = read_world();
  const PrefillResult result = world.system("mllm-npu")
                                   ->prefill({.model = world.model("qwen1.5-1.8b"),
                                              .device = world.device("redmi-k70-pro"),
                                              .prompt_length = 1024,
                                              .options = {.pruning_rate = 0}});
  SimTime shadow{};
  for (const Span& span : result.trace->timeline.spans) {
    const bool product = result.trace->dag.subgraph_of(span.work).kind == SubgraphKind::kShadow;
    if (product) shadow += span.end - span.start;
  }
  const ResultRow& row = row_of("qwen1.5-1.8b", 0);
  EXPECT_DOUBLE_EQ(value(row, "shadow_time"), to_milliseconds(shadow));
  EXPECT_DOUBLE_EQ(value(row, "shadowed_npu_time"), to_milliseconds(result.metrics.npu_busy));
}

TEST(ShadowShare, FallsWithPruning) {
  for (const std::string& model : paper_models(read_world())) {
    const ResultRow& pruned = row_of(model, 85);
    const ResultRow& whole = row_of(model, 0);
    for (const char* measure : {"shadow_time", "shadowed_npu_time", "flash_time", "shadow_memory",
                                "shadow_share_of_npu_busy_time"}) {
      EXPECT_LT(value(pruned, measure), value(whole, measure)) << model << ' ' << measure;
    }
  }
}

// 3 % of the rows of the linears, which are not all of the weights.
TEST(ShadowShare, OfMemoryIsThatOfTheHotChannels) {
  for (const std::string& model : paper_models(read_world())) {
    EXPECT_LT(value(row_of(model, 0), "shadow_memory_share"), 3.1) << model;
    EXPECT_LT(value(row_of(model, 85), "shadow_memory_share"), 0.2 * 3) << model;
  }
}

}  // namespace
}  // namespace mllm_npu
