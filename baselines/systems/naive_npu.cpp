#include "baselines/systems/naive_npu.h"

namespace mllm_npu {

PrefillOptions NaiveNpu::naive(PrefillOptions options) {
  options.chunk_sharing = false;
  options.shadow = false;
  options.group_size = kGroupSize;
  options.policy = "serial";
  return options;
}

PrefillResult NaiveNpu::prefill(const PrefillRequest& request) const {
  return MllmNpu().prefill({.model = request.model,
                            .device = request.device,
                            .prompt_length = request.prompt_length,
                            .options = naive(request.options)});
}

SimTime NaiveNpu::decode(const DecodeRequest& request) const { return MllmNpu().decode(request); }

}  // namespace mllm_npu
