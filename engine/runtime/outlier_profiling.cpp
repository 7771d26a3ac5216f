#include "engine/runtime/outlier_profiling.h"

#include "engine/runtime/calibration.h"

namespace mllm_npu {

OutlierStatistics profile_outliers(const ReferenceModel& reference,
                                   std::span<const std::vector<TokenId>> corpus,
                                   const OutlierOptions& options) {
  const auto read = [&](auto& pass) {
    observe_corpus(reference, corpus,
                   [&](std::int64_t layer, LinearRole role, MatrixView<const float> input) {
                     pass.observe(layer, role, input);
                   });
    return pass.statistics();
  };
  ClipFinder finder(reference.model(), options);
  OutlierCounter counter(reference.model(), options, read(finder));
  return read(counter);
}

}  // namespace mllm_npu
