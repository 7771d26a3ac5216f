#include "experiments/microbenchmark.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/model/model_catalog.h"
#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using ::testing::HasSubstr;

// Round numbers: on the NPU a launch is 1 ms, a million weights 1 ms, a million outputs 1 ms.
DeviceSpec round_device() {
  DeviceSpec device;
  device.soc.npu.weight_bandwidth = 1e9;
  device.soc.npu.output_throughput = 1e9;
  device.soc.npu.peak_int8_throughput = 1e18;
  device.soc.npu.fp16_throughput = 1e9;
  device.soc.npu.fp16_lanes = 64;
  device.soc.npu.address_window = 4e9;
  device.soc.npu.graph_launch = 1e-3;
  device.soc.npu.graph_switch = 1;
  device.soc.npu.group_launch = 1e-3;
  device.soc.npu.group_sum_throughput = 1e9;
  device.soc.npu.flat_shape_slowdown = 1;
  device.soc.npu.build_per_operator = 1e-3;
  device.soc.npu.optimize_scale = 1e-3;
  device.soc.npu.optimize_exponent = 1;
  device.soc.cpu.subgraph_launch = 1e-3;
  device.soc.cpu.int8_launch = 1e-3;
  device.soc.cpu.int8_weight_bandwidth = 1e9;
  device.soc.cpu.int8_throughput = 1e18;
  device.soc.gpu.launch = 1e-3;
  device.soc.gpu.fp16_weight_bandwidth = 1e9;
  device.soc.gpu.fp16_throughput = 1e18;
  device.soc.synchronization.bandwidth = 1e9;
  return device;
}

double milliseconds_of(const MatmulShape& shape, const std::string& processor) {
  return to_milliseconds(matmul_latency(round_device(), shape, processor));
}

TEST(MatmulLatency, OnTheNpuIsLaunchWeightsAndOutputsWithoutAGraphSwitch) {
  EXPECT_NEAR(milliseconds_of({100, 1000, 2000}, "npu-int8"), 1 + 2 + 0.2, 1e-3);
}

TEST(MatmulLatency, OnTheNpuInFp16FillsItsVectors) {
  EXPECT_NEAR(milliseconds_of({64, 1000, 1000}, "npu-fp16"), 1 + 128, 1e-3);
  EXPECT_NEAR(milliseconds_of({65, 1000, 1000}, "npu-fp16"), 1 + 256, 1e-3);
}

TEST(MatmulLatency, OnTheCpuReadsTheWeights) {
  EXPECT_NEAR(
      milliseconds_of({1, 1000, 3000}, "cpu-int8") - milliseconds_of({1, 1000, 1000}, "cpu-int8"),
      2, 1e-3);
}

TEST(MatmulLatency, OnTheGpuReadsTwoBytesAWeight) {
  EXPECT_NEAR(
      milliseconds_of({1, 1000, 3000}, "gpu-fp16") - milliseconds_of({1, 1000, 1000}, "gpu-fp16"),
      4, 0.01);
}

TEST(MatmulLatency, AnUnknownProcessorIsRefused) {
  EXPECT_EQ(input_error_of([] {
              milliseconds_of({1, 1, 1}, "tpu-int8");
            }),
            "processor: expected npu-int8, npu-fp16, cpu-int8 or gpu-fp16, found tpu-int8");
}

TEST(GroupMatmulLatency, PaysForEveryGroupTheLastPartialOneIncluded) {
  const MatmulShape shape{100, 1000, 1000};
  const auto extra = [&](std::int64_t group_size) {
    return to_milliseconds(group_matmul_latency(round_device(), shape, group_size)) -
           milliseconds_of(shape, "npu-int8");
  };
  EXPECT_NEAR(extra(1000), 1.1, 1e-3);
  EXPECT_NEAR(extra(500), 2.2, 1e-3);
  EXPECT_NEAR(extra(499), 3.3, 1e-3);
}

TEST(PartLatency, OfQkvIsThreeSquareProductsInOneGraph) {
  const ModelConfig model = find_model("gemma-2b");  // whose K and V are narrow
  const double weights = 3.0 * static_cast<double>(model.hidden_size * model.hidden_size);
  const double outputs = 3.0 * 64 * static_cast<double>(model.hidden_size);
  EXPECT_NEAR(to_milliseconds(part_latency(round_device(), model, "QKV_Linear", 64)),
              1 + (weights + outputs) * 1e-6, 1e-3);
}

TEST(PartLatency, OfTheFfnReadsAllItsWeights) {
  const ModelConfig model = find_model("qwen1.5-1.8b");
  const double hidden = static_cast<double>(model.hidden_size);
  const double ffn = static_cast<double>(model.intermediate_size);
  EXPECT_NEAR(to_milliseconds(part_latency(round_device(), model, "FFN", 64)),
              1 + (3 * hidden * ffn + 64 * (2 * ffn + hidden)) * 1e-6, 1e-3);
}

TEST(PartLatency, AnUnknownPartIsRefused) {
  EXPECT_THAT(input_error_of(
                  [] { part_latency(round_device(), find_model("qwen1.5-1.8b"), "attention", 1); }),
              HasSubstr("expected QKV_Linear or FFN, found attention"));
}

TEST(GraphPreparation, GrowsWithTheLayers) {
  ModelConfig model = find_model("qwen1.5-1.8b");
  const GraphPreparation once = graph_preparation(round_device().soc.npu, model);
  model.num_hidden_layers *= 2;
  const GraphPreparation twice = graph_preparation(round_device().soc.npu, model);
  EXPECT_GT(once.build, SimTime{});
  EXPECT_GT(once.optimize, SimTime{});
  EXPECT_EQ(twice.build, once.build * 2);
  EXPECT_EQ(twice.optimize, once.optimize * 2);
}

TEST(Fig4Shape, StandsForTheModelsFfn) {
  EXPECT_EQ(fig4_shape("qwen1.5-1.8b").n, 11008);
  EXPECT_EQ(fig4_shape("llama-2-7b").n, 8192);
}

}  // namespace
}  // namespace mllm_npu
