#pragma once

#include "engine/soc/soc_spec.h"

namespace mllm_npu::support {

// A phone whose every number is round, so that a price can be worked out by hand:
//   NPU    INT8 2e12 operations/s, FP16 1e9 of 64 lanes, weights 1e9 bytes/s, outputs 1e9/s, launch
//          1 ms, switch 10 us; per-group product 100 us, sums 1e9/s; flat shapes 1.62 times slower;
//          window 2^20 bytes; set-up 100 ms, build 1 ms per linear, optimise 2 ms (weights/2^20)^2
//   CPU    launch 100 us, element-wise 1e9 bytes/s, float 1e11 operations/s, one row 1e10 bytes/s;
//          INT8 launch 1 ms, weights 1e9 bytes/s, 1e12 operations/s
//   GPU    launch 200 us, weights 2e9 bytes/s, 1e11 operations/s, one row 2e10 bytes/s
//   DRAM   1e11 bytes/s; synchronisation 100 us and 1e9 bytes/s; flash 50 us and 1e9 bytes/s
//   power  base 1 W, NPU 2 W, CPU 3 W (float) and 4 W (INT8), GPU 5 W, DRAM 1e-11 J/byte
DeviceSpec round_device();

}  // namespace mllm_npu::support
