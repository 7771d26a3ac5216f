#pragma once

#include <cstdint>
#include <random>

namespace mllm_npu::support {

// The same numbers from every compiler and library. Modulo is uneven by less than bound / 2^64.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  // 0..bound − 1. REQUIRES: bound > 0.
  std::int64_t below(std::int64_t bound) {
    return static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(bound));
  }
  // low..high.
  std::int64_t between(std::int64_t low, std::int64_t high) { return low + below(high - low + 1); }
  // True in `percent` of a hundred.
  bool chance(std::int64_t percent) { return below(100) < percent; }

 private:
  std::mt19937_64 engine_;
};

}  // namespace mllm_npu::support
