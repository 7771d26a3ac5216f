// The rules of the NPU's runtime, each at its limit and one step beyond.

#include "engine/soc/npu_runtime.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"
#include "tests/support/round_device.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using support::round_device;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// A graph of one linear that holds `weights` bytes.
NpuGraph graph(const std::string& name, std::int64_t weights, std::int64_t rows = 256) {
  return compile_npu_graph(name, {{.kind = OperatorKind::kLinear,
                                   .dtype = Dtype::kInt8,
                                   .rows = rows,
                                   .inner = weights,
                                   .columns = 1}});
}

constexpr std::int64_t kWindow = 1 << 20;  // of the round phone

class NpuRuntimeTest : public ::testing::Test {
 protected:
  NpuRuntime runtime_{round_device().soc.npu};
};

// The environment stands and a session is open.
class OpenNpuRuntimeTest : public NpuRuntimeTest {
 protected:
  OpenNpuRuntimeTest() {
    runtime_.set_up_environment();
    session_ = runtime_.open_session();
  }
  NpuRuntime::GraphId build(const NpuGraph& built) { return runtime_.build(built, session_); }
  std::string build_error(const NpuGraph& built) {
    return input_error_of([&] { build(built); });
  }

  NpuRuntime::SessionId session_ = 0;
};

TEST_F(NpuRuntimeTest, RefusesASessionBeforeTheEnvironment) {
  EXPECT_EQ(input_error_of([&] { runtime_.open_session(); }),
            "NPU runtime: environment: expected set_up_environment() first, found no environment");
}

TEST_F(NpuRuntimeTest, RefusesAGraphBeforeTheEnvironment) {
  EXPECT_THAT(input_error_of([&] { runtime_.build(graph("qkv.0", 10), 0); }),
              EndsWith("found no environment"));
}

TEST_F(NpuRuntimeTest, SetsTheEnvironmentUpOnceAtThePriceOfTheCard) {
  EXPECT_EQ(runtime_.set_up_environment(), std::chrono::milliseconds(100));
  EXPECT_THAT(input_error_of([&] { runtime_.set_up_environment(); }),
              EndsWith("environment: expected one set-up, found a second one"));
}

TEST_F(NpuRuntimeTest, CannotFreeWhatWasNeverSetUp) {
  EXPECT_THAT(input_error_of([&] { runtime_.free_all(); }), EndsWith("found no environment"));
}

TEST_F(OpenNpuRuntimeTest, RefusesASessionThatIsNotOpen) {
  EXPECT_THAT(input_error_of([&] { runtime_.build(graph("qkv.0", 10), session_ + 1); }),
              EndsWith("qkv.0: expected an open session, found none of that number"));
}

TEST_F(OpenNpuRuntimeTest, FillsTheWindowToTheLastByte) {
  EXPECT_EQ(build_error(graph("ffn.0", kWindow)), "no error");
  EXPECT_EQ(runtime_.room(session_), Bytes{0});
}

TEST_F(OpenNpuRuntimeTest, RefusesAGraphOneByteAboveTheWindow) {
  EXPECT_EQ(build_error(graph("ffn.0", kWindow + 1)),
            "NPU runtime: ffn.0: expected weights within the address window, 1048576 bytes left, "
            "found 1048577 bytes");
}

TEST_F(OpenNpuRuntimeTest, CountsWhatTheWindowHoldsAlready) {
  build(graph("ffn.0", kWindow - 10));
  EXPECT_EQ(runtime_.room(session_), Bytes{10});
  EXPECT_THAT(build_error(graph("ffn.1", 11)), HasSubstr("10 bytes left, found 11 bytes"));
  EXPECT_EQ(build_error(graph("ffn.1", 10)), "no error");
}

TEST_F(OpenNpuRuntimeTest, KeepsItsRoomWhenAGraphIsRefused) {
  build_error(graph("ffn.0", kWindow + 1));
  EXPECT_EQ(runtime_.room(session_), Bytes{kWindow});
  EXPECT_EQ(runtime_.mapped_weights(), Bytes{0});
}

TEST_F(OpenNpuRuntimeTest, GivesEverySessionAWindowOfItsOwn) {
  build(graph("ffn.0", kWindow));
  const NpuRuntime::SessionId second = runtime_.open_session();
  EXPECT_EQ(runtime_.room(second), Bytes{kWindow});
  runtime_.build(graph("ffn.1", kWindow), second);
  EXPECT_EQ(runtime_.mapped_weights(), Bytes{2 * kWindow});
}

TEST_F(OpenNpuRuntimeTest, SharesTheWeightsOfOneNameAmongRows) {
  build(graph("ffn.0", kWindow, 64));
  EXPECT_EQ(build_error(graph("ffn.0", kWindow, 256)), "no error");
  EXPECT_EQ(runtime_.mapped_weights(), Bytes{kWindow});
}

TEST_F(OpenNpuRuntimeTest, DoesNotShareTheWeightsOfAnotherName) {
  build(graph("ffn.0", 100));
  build(graph("ffn.1", 100));
  EXPECT_EQ(runtime_.mapped_weights(), Bytes{200});
}

TEST_F(OpenNpuRuntimeTest, RunsAGraphWithTheRowsItWasBuiltForOnly) {
  const NpuRuntime::GraphId id = build(graph("qkv.3", 10, 256));
  runtime_.optimize(id);
  EXPECT_EQ(input_error_of([&] { runtime_.execute(id, 256); }), "no error");
  EXPECT_EQ(input_error_of([&] { runtime_.execute(id, 255); }),
            "NPU runtime: qkv.3: expected 256 rows (static shapes), found 255");
  EXPECT_THAT(input_error_of([&] { runtime_.execute(id, 257); }), EndsWith("found 257"));
}

TEST_F(OpenNpuRuntimeTest, RefusesToRunAGraphThatIsNotOptimised) {
  const NpuRuntime::GraphId id = build(graph("qkv.3", 10));
  EXPECT_THAT(input_error_of([&] { runtime_.execute(id, 256); }),
              EndsWith("qkv.3: expected an optimised graph, found one that is only built"));
}

TEST_F(OpenNpuRuntimeTest, OptimisesAGraphOnce) {
  const NpuRuntime::GraphId id = build(graph("qkv.3", 10));
  runtime_.optimize(id);
  EXPECT_THAT(input_error_of([&] { runtime_.optimize(id); }),
              EndsWith("qkv.3: expected one optimisation, found a second"));
}

TEST_F(OpenNpuRuntimeTest, RefusesAGraphThatWasNeverBuilt) {
  const NpuRuntime::GraphId id = build(graph("qkv.3", 10));
  for (const auto& error : {input_error_of([&] { runtime_.optimize(id + 1); }),
                            input_error_of([&] { runtime_.execute(id + 1, 256); })}) {
    EXPECT_THAT(error, EndsWith("graph: expected a built graph, found none of that number"));
  }
}

TEST_F(OpenNpuRuntimeTest, KeepsTheDescriptionOfAGraph) {
  const NpuRuntime::GraphId id = build(graph("qkv.3", 10, 64));
  EXPECT_EQ(runtime_.graph(id).name, "qkv.3");
  EXPECT_EQ(runtime_.graph(id).rows, 64);
}

TEST_F(OpenNpuRuntimeTest, RefusesEverythingOnceAllIsFreed) {
  const NpuRuntime::GraphId id = build(graph("qkv.3", 10));
  runtime_.optimize(id);
  EXPECT_EQ(runtime_.free_all(), std::chrono::milliseconds(500));
  EXPECT_EQ(runtime_.mapped_weights(), Bytes{0});
  for (const auto& error :
       {input_error_of([&] { runtime_.execute(id, 256); }),
        input_error_of([&] { runtime_.optimize(id); }), input_error_of([&] { runtime_.graph(id); }),
        input_error_of([&] { runtime_.room(session_); }),
        input_error_of([&] { runtime_.open_session(); }), build_error(graph("qkv.3", 10)),
        input_error_of([&] { runtime_.free_all(); })}) {
    EXPECT_THAT(error, StartsWith("NPU runtime: "));
  }
}

TEST_F(OpenNpuRuntimeTest, MayBeSetUpAgainOnceAllIsFreed) {
  build(graph("qkv.3", kWindow));
  runtime_.free_all();
  runtime_.set_up_environment();
  EXPECT_EQ(runtime_.room(runtime_.open_session()), Bytes{kWindow});
}

NpuGraph two_linears(std::int64_t inner, std::int64_t rows = 256) {
  const Operator linear{.kind = OperatorKind::kLinear,
                        .dtype = Dtype::kInt8,
                        .rows = rows,
                        .inner = inner,
                        .columns = 1024};
  return compile_npu_graph(
      "ffn.0",
      {linear, {.kind = OperatorKind::kActivation, .rows = rows, .columns = 1024}, linear});
}

TEST_F(NpuRuntimeTest, BuildsAtAPricePerLinear) {
  EXPECT_EQ(runtime_.build_price(graph("qkv.0", 10)), std::chrono::milliseconds(1));
  EXPECT_EQ(runtime_.build_price(two_linears(1024)), std::chrono::milliseconds(2));
}

TEST_F(NpuRuntimeTest, OptimisesAtAPriceThatGrowsWithTheWeightsToThePower) {
  // 2 ms for 2^20 weights, to the power of 2.
  EXPECT_EQ(runtime_.optimize_price(two_linears(1024)), std::chrono::milliseconds(2 + 2));
  EXPECT_EQ(runtime_.optimize_price(two_linears(2048)), std::chrono::milliseconds(8 + 8));
  EXPECT_EQ(runtime_.optimize_price(two_linears(512)), std::chrono::milliseconds(1));
}

TEST_F(NpuRuntimeTest, PricesDoNotDependOnTheRows) {
  EXPECT_EQ(runtime_.build_price(two_linears(1024, 64)),
            runtime_.build_price(two_linears(1024, 256)));
  EXPECT_EQ(runtime_.optimize_price(two_linears(1024, 64)),
            runtime_.optimize_price(two_linears(1024, 256)));
}

}  // namespace
}  // namespace mllm_npu
