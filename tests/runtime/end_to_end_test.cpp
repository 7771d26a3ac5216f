#include "engine/runtime/end_to_end.h"

#include <gtest/gtest.h>

#include "tests/support/round_device.h"
#include "tests/support/toy_model.h"

namespace mllm_npu {
namespace {

using namespace std::chrono_literals;

// A prefill takes a millisecond a token, a token as many microseconds as come before it; on the GPU
// ten times that.
class Clock : public InferenceSystem {
 public:
  std::string name() const override { return "clock"; }
  std::string quantizer() const override { return "none"; }
  bool supported(const ModelConfig&, const DeviceSpec&) const override { return true; }
  PrefillResult prefill(const PrefillRequest& request) const override {
    PrefillResult result;
    result.metrics.time_to_first_token = 1ms * request.prompt_length * slowness(request.options);
    result.preparation = 1h;
    return result;
  }
  SimTime decode(const DecodeRequest& request) const override {
    return 1us * request.context * slowness(request.options);
  }

 private:
  static int slowness(const PrefillOptions& options) {
    return options.float_processor == Processor::kGpu ? 10 : 1;
  }
};

EndToEnd times(std::int64_t prompt_length, std::int64_t output_length,
               const PrefillOptions& options = {}) {
  const ModelConfig model = support::toy_model();
  const DeviceSpec device = support::round_device();
  return end_to_end(
      Clock(),
      {.model = model, .device = device, .prompt_length = prompt_length, .options = options},
      output_length);
}

TEST(EndToEnd, IsThePrefillAndEveryTokenAfterThoseBeforeIt) {
  EXPECT_EQ(times(100, 4).prefill, 100ms);
  EXPECT_EQ(times(100, 4).decode, 100us + 101us + 102us + 103us);
  EXPECT_EQ(times(100, 4).total(), 100ms + 406us);
}

TEST(EndToEnd, WithoutAnAnswerIsThePrefill) {
  EXPECT_EQ(times(100, 0).decode, SimTime{});
  EXPECT_EQ(times(100, 0).total(), 100ms);
}

TEST(EndToEnd, LeavesThePreparationOut) { EXPECT_LT(times(1, 1).total(), 1h); }

TEST(EndToEnd, AsksForBothUnderTheSameOptions) {
  const PrefillOptions on_gpu{.float_processor = Processor::kGpu};
  EXPECT_EQ(times(100, 2, on_gpu).prefill, 1s);
  EXPECT_EQ(times(100, 2, on_gpu).decode, 2010us);
}

TEST(GeometricMean, IsTheRootOfTheProduct) {
  EXPECT_NEAR(geometric_mean({1, 4}), 2, 1e-12);
  EXPECT_NEAR(geometric_mean({2, 4, 8}), 4, 1e-12);
  EXPECT_NEAR(geometric_mean({0.125}), 0.125, 1e-12);
}

TEST(GeometricMean, OfManyLargeNumbersDoesNotOverflow) {
  EXPECT_NEAR(geometric_mean(std::vector<double>(1000, 1e300)) / 1e300, 1, 1e-9);
}

TEST(GeometricMeanDeathTest, OfNothingIsRefused) {
  EXPECT_DEATH(geometric_mean({}), "mean of nothing");
}

}  // namespace
}  // namespace mllm_npu
