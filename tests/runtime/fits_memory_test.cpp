#include <gtest/gtest.h>

#include "engine/runtime/inference_system.h"

namespace mllm_npu {
namespace {

bool fits(std::int64_t bytes) {
  PrefillMetrics metrics;
  metrics.memory = {.weights = Bytes{bytes - 30},
                    .graphs = Bytes{10},
                    .kv_cache = Bytes{10},
                    .shadow = Bytes{10}};
  DeviceSpec device;
  device.memory = 1000;
  return fits_memory(metrics, device);
}

TEST(FitsMemory, IsTrueUpToTheLastByteAndCountsEveryOwner) {
  EXPECT_TRUE(fits(999));
  EXPECT_TRUE(fits(1000));
  EXPECT_FALSE(fits(1001));
}

}  // namespace
}  // namespace mllm_npu
