#pragma once

// The arithmetic half of the preparation stage (§3.1): weights quantised with the scales that the
// corpus asked for, and the CPU's copy of those that keep a shadow, on flash.

#include <filesystem>
#include <optional>

#include "engine/execute/quantized_model.h"
#include "engine/quant/outlier_statistics.h"
#include "engine/runtime/prefill_options.h"
#include "engine/runtime/saved_preparation.h"

namespace mllm_npu {

class PreparedWeights {
 public:
  // Writes the shadow's weights to `shadow_file`, or without one to a file that has no name and
  // goes with this object. `source` must outlive it. Errors: as quantize_model(); InputError where
  // the file cannot be written.
  PreparedWeights(const WeightSource& source, const OutlierStatistics& statistics,
                  const PrefillOptions& options,
                  const std::optional<std::filesystem::path>& shadow_file = {});
  // Of what was saved, whose shadow it takes over. The same numbers as those of a calibration with
  // the same corpus and options. Errors: also where the weights are not those that were prepared.
  PreparedWeights(const WeightSource& source, SavedPreparation preparation);
  PreparedWeights(const PreparedWeights&) = delete;
  PreparedWeights& operator=(const PreparedWeights&) = delete;

  const QuantizedModel& quantized() const { return quantized_; }

 private:
  std::optional<Shadow> shadow_;
  QuantizedModel quantized_;
};

}  // namespace mllm_npu
