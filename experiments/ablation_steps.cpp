#include "experiments/ablation_steps.h"

#include "baselines/systems/naive_npu.h"

namespace mllm_npu {

std::vector<AblationStep> ablation_steps() {
  PrefillOptions chunk;
  chunk.shadow = false;
  chunk.group_size = kGroupSize;
  chunk.policy = "serial";
  PrefillOptions outlier;
  outlier.policy = "serial";
  return {{"llama.cpp-cpu", "llama.cpp-cpu", {}},
          {"naive", "naive-npu", {}},
          {"+chunk", "mllm-npu", chunk},
          {"+outlier", "mllm-npu", outlier},
          {"+out-of-order", "mllm-npu", {}}};
}

}  // namespace mllm_npu
