#pragma once

#include "engine/execute/reference_model.h"
#include "engine/execute/replaced_linears.h"
#include "engine/runtime/float_language_model.h"
#include "engine/runtime/language_model.h"

namespace mllm_npu {

// A language model whose linears are a quantizer's, and whose other equations (norms, attention,
// activation, LM head) are the float reference's.
class QuantizedLanguageModel : public LanguageModel {
 public:
  // `source` must outlive it. Errors and REQUIRES: as ReplacedLinears.
  QuantizedLanguageModel(const WeightSource& source, const Quantizer& quantizer,
                         const ModelInputStatistics& statistics);
  QuantizedLanguageModel(const QuantizedLanguageModel&) = delete;
  QuantizedLanguageModel& operator=(const QuantizedLanguageModel&) = delete;

  // Its equations without a context: several FloatLanguageModels of it may read on several
  // threads at once.
  const ReferenceModel& equations() const { return equations_; }

  const ModelConfig& model() const override { return equations_.model(); }
  std::int64_t max_context() const override { return language_.max_context(); }
  std::span<const float> prefill(std::span<const TokenId> prompt) override {
    return language_.prefill(prompt);
  }
  std::span<const float> decode(TokenId token) override { return language_.decode(token); }
  void score(std::span<const TokenId> tokens, const LogitsVisitor& visit) override {
    language_.score(tokens, visit);
  }
  void score_from(std::span<const TokenId> tokens, std::int64_t first,
                  const LogitsVisitor& visit) override {
    language_.score_from(tokens, first, visit);
  }

 private:
  ReplacedLinears linears_;
  ReferenceModel equations_;
  FloatLanguageModel language_;
};

}  // namespace mllm_npu
