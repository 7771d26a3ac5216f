#pragma once

#include <vector>

#include "engine/execute/reference_model.h"
#include "engine/runtime/language_model.h"

namespace mllm_npu {

// The float reference as a language model.
class FloatLanguageModel : public LanguageModel {
 public:
  // `reference` must outlive it.
  explicit FloatLanguageModel(const ReferenceModel& reference) : reference_(reference) {}

  const ModelConfig& model() const override { return reference_.model(); }
  std::int64_t max_context() const override { return model().max_position_embeddings; }
  std::span<const float> prefill(std::span<const TokenId> prompt) override;
  std::span<const float> decode(TokenId token) override;
  void score(std::span<const TokenId> tokens, const LogitsVisitor& visit) override {
    score_from(tokens, 0, visit);
  }
  void score_from(std::span<const TokenId> tokens, std::int64_t first,
                  const LogitsVisitor& visit) override;

 private:
  std::span<const float> append(std::span<const TokenId> tokens);
  std::int64_t keep_shared(std::span<const TokenId> tokens, std::int64_t first);

  const ReferenceModel& reference_;
  ReferenceCache cache_;
  std::vector<TokenId> scored_;  // what the cache holds after a score
  EigenRowMajor<float> logits_;  // [rows, vocab_size]
};

}  // namespace mllm_npu
