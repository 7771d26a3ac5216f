#include "engine/soc/latency_catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/runtime/mllm_npu.h"
#include "tests/support/input_error_of.h"
#include "tests/support/latency_contract.h"
#include "tests/support/round_device.h"
#include "tests/support/round_prefill.h"

namespace mllm_npu {
namespace {

using ::testing::IsEmpty;

TEST(LatencyCatalog, HoldsModelsThatKeepTheContract) {
  for (const LatencyModelEntry& entry : latency_model_catalog()) {
    EXPECT_THAT(support::contract_violations(*entry.make(support::round_device()), 11), IsEmpty())
        << entry.name;
  }
}

TEST(LatencyCatalog, RefusesAnUnknownNameAndListsTheKnown) {
  EXPECT_EQ(support::input_error_of([] { check_latency_model("guess"); }),
            "latency-model: expected one of card, peak, found guess");
}

TEST(PeakLatencyModel, MultipliesAtThePeakUnlessTheWeightsComeLater) {
  DeviceSpec device;
  device.soc.npu.peak_int8_throughput = 1000;
  device.soc.dram.bandwidth = 50;
  Operator op{.kind = OperatorKind::kLinear, .dtype = Dtype::kInt8, .inner = 10, .columns = 10};
  const auto model = make_latency_model("peak", device);
  op.rows = 10;  // 2 · 10 · 10 · 10 operations in 2 s; 100 bytes in 2 s
  EXPECT_DOUBLE_EQ(model->operator_seconds(op, Processor::kNpu), 2);
  op.rows = 11;
  EXPECT_DOUBLE_EQ(model->operator_seconds(op, Processor::kNpu), 2.2);
  op.rows = 9;
  EXPECT_DOUBLE_EQ(model->operator_seconds(op, Processor::kNpu), 2);
}

TEST(PeakLatencyModel, PromisesMoreThanTheCardHolds) {
  PrefillOptions options;
  options.latency_model = "peak";
  const DeviceSpec device = support::roomy_device();
  const auto speed = [&](const PrefillOptions& with) {
    return MllmNpu()
        .prefill(
            {.model = support::qwen(), .device = device, .prompt_length = 512, .options = with})
        .metrics.tokens_per_second();
  };
  EXPECT_GT(speed(options), speed({}));
}

}  // namespace
}  // namespace mllm_npu
