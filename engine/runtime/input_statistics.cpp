#include "engine/runtime/input_statistics.h"

#include "engine/runtime/calibration.h"

namespace mllm_npu {

ModelInputStatistics collect_input_statistics(const ReferenceModel& reference,
                                              std::span<const std::vector<TokenId>> corpus,
                                              const InputSampling& sampling) {
  ModelInputCollector collector(reference.model(), sampling);
  observe_corpus(reference, corpus,
                 [&](std::int64_t layer, LinearRole role, MatrixView<const float> input) {
                   collector.observe(layer, role, input);
                 });
  return collector.statistics();
}

}  // namespace mllm_npu
