#pragma once

namespace mllm_npu {

// How the CPU's copy of the weights for shadow outlier execution holds a row.
enum class ShadowScales {
  kPerTensor,   // the NPU's own int8 weights: Eq. 1 is exact
  kPerChannel,  // int8 with a scale for each input channel: as small, and as exact for channels
                // whose weights are much smaller than others
};

}  // namespace mllm_npu
