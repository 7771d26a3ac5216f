#pragma once

#include <optional>

#include "engine/execute/decoder.h"
#include "engine/runtime/computed_prefill.h"
#include "engine/runtime/language_model.h"

namespace mllm_npu {

// The engine as a language model: W8A8, prefill chunk by chunk on the simulated NPU, decoding on
// the CPU.
class EngineLanguageModel : public LanguageModel {
 public:
  // `model` and `device` must outlive it. Errors: as ComputingEngine.
  EngineLanguageModel(const QuantizedModel& model, const DeviceSpec& device,
                      const PrefillOptions& options, std::int64_t max_context);

  const ModelConfig& model() const override { return model_.model(); }
  std::int64_t max_context() const override { return cache_.capacity(); }
  std::span<const float> prefill(std::span<const TokenId> prompt) override;
  std::span<const float> decode(TokenId token) override;
  void score(std::span<const TokenId> tokens, const LogitsVisitor& visit) override {
    score_from(tokens, 0, visit);
  }
  void score_from(std::span<const TokenId> tokens, std::int64_t first,
                  const LogitsVisitor& visit) override;

  // The last prompt on the simulated phone. REQUIRES: there was one.
  const PrefillResult& simulated() const { return last_->simulated; }

 private:
  const QuantizedModel& model_;
  RotaryTable rotary_;
  KvCache cache_;
  ComputingEngine engine_;
  Decoder decoder_;
  std::optional<ComputedPrefill> last_;
};

}  // namespace mllm_npu
