#include "experiments/accuracy/contender.h"

#include "baselines/quantizers/quantizer_catalog.h"
#include "engine/runtime/engine_language_model.h"
#include "engine/runtime/float_language_model.h"
#include "engine/runtime/prepared_weights.h"
#include "engine/runtime/quantized_language_model.h"

namespace mllm_npu {
namespace {

class FloatContender : public Contender {
 public:
  explicit FloatContender(const ReferenceModel& reference) : reference_(reference) {}
  std::unique_ptr<LanguageModel> reader() const override {
    return std::make_unique<FloatLanguageModel>(reference_);
  }

 private:
  const ReferenceModel& reference_;
};

class QuantizerContender : public Contender {
 public:
  QuantizerContender(const WeightSource& weights, const std::string& name,
                     const ModelInputStatistics& statistics)
      : model_(weights, *make_quantizer(name, {.short_super_blocks = true}), statistics) {}
  std::unique_ptr<LanguageModel> reader() const override {
    return std::make_unique<FloatLanguageModel>(model_.equations());
  }

 private:
  QuantizedLanguageModel model_;
};

class EngineContender : public Contender {
 public:
  EngineContender(const WeightSource& weights, const OutlierStatistics& statistics,
                  const PrefillOptions& options, const DeviceSpec& device, std::int64_t context)
      : weights_(weights, statistics, options),
        options_(options),
        device_(device),
        context_(context) {}
  std::unique_ptr<LanguageModel> reader() const override {
    return std::make_unique<EngineLanguageModel>(weights_.quantized(), device_, options_, context_);
  }

 private:
  PreparedWeights weights_;
  PrefillOptions options_;
  const DeviceSpec& device_;
  std::int64_t context_;
};

}  // namespace

std::unique_ptr<Contender> float_contender(const ReferenceModel& reference) {
  return std::make_unique<FloatContender>(reference);
}

std::unique_ptr<Contender> quantizer_contender(const WeightSource& weights, const std::string& name,
                                               const ModelInputStatistics& statistics) {
  return std::make_unique<QuantizerContender>(weights, name, statistics);
}

std::unique_ptr<Contender> engine_contender(const WeightSource& weights,
                                            const OutlierStatistics& statistics,
                                            const PrefillOptions& options, const DeviceSpec& device,
                                            std::int64_t context) {
  return std::make_unique<EngineContender>(weights, statistics, options, device, context);
}

}  // namespace mllm_npu
