#include "engine/runtime/preparation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/model/model_catalog.h"
#include "tests/support/input_error_of.h"
#include "tests/support/round_prefill.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using support::qwen;
using support::roomy_device;
using ::testing::EndsWith;
using ::testing::HasSubstr;

const std::vector<std::int64_t> kOneLength = {256};

// How many sessions are open.
std::size_t sessions(const NpuRuntime& runtime) {
  std::size_t count = 0;
  while (input_error_of([&] { runtime.room(count); }) == "no error") ++count;
  return count;
}

DeviceSpec device_with_window(double bytes) {
  DeviceSpec device = roomy_device();
  device.soc.npu.address_window = bytes;
  return device;
}

// Bytes of the largest graph of Qwen without shadows: one FFN.
constexpr std::int64_t kQwenFfn = 3 * 2048 * 5504;

PreparedModel prepare_qwen(const DeviceSpec& device, const std::vector<std::int64_t>& lengths,
                           const PrefillOptions& options = {.shadow = false}) {
  return prepare(qwen(), device, options, lengths);
}

TEST(Preparation, BuildsThreeGraphsALayerForEachChunkLength) {
  const PreparedModel prepared = prepare_qwen(roomy_device(), {64, 256});
  ASSERT_EQ(prepared.graphs.size(), 2U);
  for (const std::int64_t length : {64, 256}) {
    EXPECT_EQ(prepared.graphs.at(length).size(), 24U * 3) << length;
    for (const char* name : {"qkv.0", "output.11", "ffn.23"}) {
      const auto id = prepared.graphs.at(length).at(name);
      EXPECT_EQ(prepared.runtime.graph(id).rows, length) << name;
    }
  }
}

TEST(Preparation, LeavesEveryGraphReadyToRun) {
  const PreparedModel prepared = prepare_qwen(roomy_device(), {64, 256}, {});
  for (const auto& [length, graphs] : prepared.graphs) {
    for (const auto& [name, id] : graphs) {
      EXPECT_EQ(
          input_error_of([&, rows = length, graph = id] { prepared.runtime.execute(graph, rows); }),
          "no error")
          << name;
    }
  }
}

TEST(Preparation, TakesTheSetUpAndThePricesOfEveryGraph) {
  const PreparedModel prepared = prepare_qwen(roomy_device(), {64, 256});
  SimTime expected = std::chrono::milliseconds(100);
  for (const auto& [length, graphs] : prepared.graphs) {
    for (const auto& [name, id] : graphs) {
      const NpuGraph& graph = prepared.runtime.graph(id);
      expected += prepared.runtime.build_price(graph) + prepared.runtime.optimize_price(graph);
    }
  }
  EXPECT_EQ(prepared.duration, expected);
}

TEST(Preparation, OfMoreChunkLengthsTakesLonger) {
  EXPECT_LT(prepare_qwen(roomy_device(), {256}).duration,
            prepare_qwen(roomy_device(), {64, 256}).duration);
}

TEST(Preparation, MapsTheWeightsOnceForAllChunkLengths) {
  for (const std::vector<std::int64_t>& lengths : {kOneLength, {64, 128, 256}}) {
    EXPECT_EQ(prepare_qwen(roomy_device(), lengths).runtime.mapped_weights(),
              Bytes{linear_weight_count(qwen())});
  }
}

TEST(Preparation, OfASmallModelNeedsOneSession) {
  EXPECT_EQ(sessions(prepare_qwen(roomy_device(), {64, 256}).runtime), 1U);
}

TEST(Preparation, OfLlama7BNeedsSeveralWindowsOfFourGibibytes) {
  const ModelConfig llama = find_model("llama-2-7b");
  const PreparedModel prepared = prepare(llama, roomy_device(), {}, {64, 256});
  EXPECT_EQ(sessions(prepared.runtime), 2U);
  EXPECT_EQ(prepared.runtime.mapped_weights(), Bytes{linear_weight_count(llama)});
  for (std::size_t session = 0; session < 2; ++session) {
    EXPECT_GE(prepared.runtime.room(session), Bytes{0});
  }
}

TEST(Preparation, BuildsTheFfnsFirst) {
  const PreparedModel prepared = prepare_qwen(roomy_device(), kOneLength);
  EXPECT_LT(prepared.graphs.at(256).at("ffn.23"), prepared.graphs.at(256).at("qkv.0"));
  EXPECT_LT(prepared.graphs.at(256).at("ffn.23"), prepared.graphs.at(256).at("output.0"));
}

TEST(Preparation, TakesAGraphAsLargeAsTheWindow) {
  const PreparedModel prepared =
      prepare_qwen(device_with_window(static_cast<double>(kQwenFfn)), kOneLength);
  EXPECT_GE(sessions(prepared.runtime), 24U);
}

TEST(Preparation, RefusesAGraphOneByteLargerThanTheWindow) {
  EXPECT_THAT(input_error_of([] {
                prepare_qwen(device_with_window(static_cast<double>(kQwenFfn - 1)), kOneLength);
              }),
              EndsWith("ffn.0: expected weights within the address window, 33816575 bytes left, "
                       "found 33816576 bytes"));
}

TEST(PromptGraph, LaysRowsOutInAFullTile) {
  const SubgraphDag dag = prompt_graph(qwen(), roomy_device(), {}, {}, cut_prompt(256, 256));
  for (const Subgraph& subgraph : dag.subgraphs) {
    for (const Operator& op : subgraph.operators) {
      const bool on_npu = subgraph.affinity == Processor::kNpu && macs(op) > 0;
      EXPECT_EQ(op.width, on_npu ? kTileWidth : 0) << name_of(op.kind);
    }
  }
}

TEST(PromptGraph, LaysRowsOutFlatWithoutEquivalentShapes) {
  const SubgraphDag dag =
      prompt_graph(qwen(), roomy_device(), {.equivalent_shapes = false}, {}, cut_prompt(256, 256));
  for (const Subgraph& subgraph : dag.subgraphs) {
    if (subgraph.affinity != Processor::kNpu) continue;
    for (const Operator& op : subgraph.operators) EXPECT_EQ(op.width, macs(op) > 0 ? 1 : 0);
  }
}

TEST(PromptGraph, HasOnlyFlatShapesForAPrimeNumberOfRows) {
  const SubgraphDag dag = prompt_graph(qwen(), roomy_device(), {}, {}, cut_prompt(257, 257));
  for (const Subgraph& subgraph : dag.subgraphs) {
    for (const Operator& op : subgraph.operators) EXPECT_LE(op.width, 1);
  }
}

TEST(Execution, WithoutGraphsForTheChunkLengthIsRefused) {
  const DeviceSpec device = roomy_device();
  const PreparedModel prepared = prepare_qwen(device, kOneLength);
  const PrefillRequest request{
      .model = qwen(), .device = device, .prompt_length = 255, .options = {.shadow = false}};
  EXPECT_EQ(input_error_of([&] { execute(prepared, request, 256, {}); }), "no error");
  EXPECT_THAT(input_error_of([&] { execute(prepared, request, 255, {}); }),
              HasSubstr("chunk length: expected one that graphs were built for, found 255"));
}

}  // namespace
}  // namespace mllm_npu
