#include "engine/base/units.h"

#include <cmath>
#include <string>

#include "engine/base/check.h"

namespace mllm_npu {

SimTime sim_time_from_seconds(double seconds) {
  MLLM_NPU_CHECK(std::abs(seconds) < 9e9, std::to_string(seconds) + " s");
  return SimTime{std::llround(seconds * 1e9)};
}

}  // namespace mllm_npu
