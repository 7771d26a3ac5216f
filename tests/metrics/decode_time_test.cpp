#include "engine/metrics/decode_time.h"

#include <gtest/gtest.h>

#include "tests/support/toy_model.h"

namespace mllm_npu {
namespace {

SocSpec soc_of(double bandwidth) {
  SocSpec soc;
  soc.cpu.matvec_bandwidth = bandwidth;
  return soc;
}

// Bytes that one token reads, from the time at 1 GB/s: a byte a nanosecond.
std::int64_t bytes_read(const ModelConfig& model, std::int64_t context) {
  return decode_time(model, soc_of(1e9), context).count();
}

TEST(DecodeTime, ReadsEveryWeightOnceAndTheHead) {
  const ModelConfig model = support::toy_model(2);
  EXPECT_EQ(bytes_read(model, 0),
            linear_weight_count(model) + model.vocab_size * model.hidden_size);
}

TEST(DecodeTime, ReadsATiedHeadOnceToo) {
  ModelConfig model = support::toy_model(2);
  const std::int64_t untied = bytes_read(model, 0);
  model.tie_word_embeddings = true;
  EXPECT_EQ(bytes_read(model, 0), untied);
}

TEST(DecodeTime, ReadsKeysAndValuesOfTheContextInFp16) {
  const ModelConfig model = support::toy_model(2);
  const std::int64_t per_token = 2 * 2 * 2 * key_value_size(model);  // layers, K and V, bytes
  EXPECT_EQ(bytes_read(model, 10) - bytes_read(model, 0), 10 * per_token);
}

TEST(DecodeTime, SeesNoFurtherThanTheWindow) {
  ModelConfig model = support::toy_model(2);
  model.sliding_window = 5;
  EXPECT_EQ(bytes_read(model, 10), bytes_read(model, 5));
  EXPECT_LT(bytes_read(model, 4), bytes_read(model, 5));
}

TEST(DecodeTime, OnTheGpuGoesByTheBandwidthOfTheGpu) {
  SocSpec soc = soc_of(1e9);
  soc.gpu.matvec_bandwidth = 4e9;
  const ModelConfig model = support::toy_model(2);
  EXPECT_EQ(decode_time(model, soc, 10, Processor::kGpu), decode_time(model, soc_of(4e9), 10));
  EXPECT_EQ(decode_time(model, soc, 10, Processor::kCpu), decode_time(model, soc_of(1e9), 10));
}

TEST(DecodeTraffic, CountsWeightsInTheirFormatAndKeysAndValuesAsTheyAre) {
  const ModelConfig model = support::toy_model(2);
  const double weights = decode_traffic(model, 1, 0);
  EXPECT_DOUBLE_EQ(decode_traffic(model, 0.5, 0), weights / 2);
  EXPECT_DOUBLE_EQ(decode_traffic(model, 0.5, 10) - decode_traffic(model, 0.5, 0),
                   decode_traffic(model, 1, 10) - weights);
}

TEST(DecodeTime, HalvesWithTwiceTheBandwidth) {
  const ModelConfig model = support::toy_model(2);
  EXPECT_EQ(decode_time(model, soc_of(2e9), 0) * 2, decode_time(model, soc_of(1e9), 0));
}

}  // namespace
}  // namespace mllm_npu
