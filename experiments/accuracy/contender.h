#pragma once

// Ways of computing one model, each ready to be asked from several threads.

#include <memory>
#include <string>

#include "engine/execute/reference_model.h"
#include "engine/quant/input_statistics.h"
#include "engine/quant/outlier_statistics.h"
#include "engine/runtime/language_model.h"
#include "engine/runtime/prefill_options.h"
#include "engine/soc/soc_spec.h"

namespace mllm_npu {

class Contender {
 public:
  virtual ~Contender() = default;
  // A reader of its own for one thread; this must outlive it.
  virtual std::unique_ptr<LanguageModel> reader() const = 0;
};

// Everything that is passed by reference must outlive the contender.

std::unique_ptr<Contender> float_contender(const ReferenceModel& reference);

// A quantizer of the catalogue. Q4_K takes rows that are no multiple of 256. Errors: InputError for
// an unknown name.
std::unique_ptr<Contender> quantizer_contender(const WeightSource& weights, const std::string& name,
                                               const ModelInputStatistics& statistics);

// The engine that is timed: W8A8 with shadows, for contexts of up to `context` tokens.
std::unique_ptr<Contender> engine_contender(const WeightSource& weights,
                                            const OutlierStatistics& statistics,
                                            const PrefillOptions& options, const DeviceSpec& device,
                                            std::int64_t context);

}  // namespace mllm_npu
