#pragma once

#include <hwy/highway.h>

namespace mllm_npu::support {

// Runs body() once with the vector code of each instruction set that this machine has, then goes
// back to the best one.
template <class Body>
void with_every_instruction_set(const Body& body) {
  for (const std::int64_t target : {HWY_AVX3, HWY_AVX2, HWY_EMU128}) {
    hwy::SetSupportedTargetsForTest(0);
    if (target != HWY_EMU128 && (hwy::SupportedTargets() & target) == 0) continue;
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(target);
    body();
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

}  // namespace mllm_npu::support
