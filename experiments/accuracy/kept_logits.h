#pragma once

// What a model answered, kept: others can be held against it one after the other, on several
// threads, and it need not be asked again.

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "engine/runtime/language_model.h"

namespace mllm_npu {

class KeptLogits {
 public:
  // Logits after tokens[first] and each token behind it, [rows · vocab_size]; nullptr: never asked.
  const std::vector<float>* find(std::span<const TokenId> tokens, std::int64_t first) const;
  void keep(std::span<const TokenId> tokens, std::int64_t first, std::vector<float> logits);

 private:
  std::map<std::pair<std::vector<TokenId>, std::int64_t>, std::vector<float>> logits_;
};

// Asks `model` and keeps its answers in `kept`; both must outlive it.
class KeepingModel : public LanguageModel {
 public:
  KeepingModel(LanguageModel& model, KeptLogits& kept) : model_(model), kept_(kept) {}

  const ModelConfig& model() const override { return model_.model(); }
  std::int64_t max_context() const override { return model_.max_context(); }
  std::span<const float> prefill(std::span<const TokenId> prompt) override {
    return model_.prefill(prompt);
  }
  std::span<const float> decode(TokenId token) override { return model_.decode(token); }
  void score(std::span<const TokenId> tokens, const LogitsVisitor& visit) override {
    score_from(tokens, 0, visit);
  }
  void score_from(std::span<const TokenId> tokens, std::int64_t first,
                  const LogitsVisitor& visit) override;

 private:
  LanguageModel& model_;
  KeptLogits& kept_;
};

// Answers what was kept, and nothing else: it only scores. REQUIRES: the same texts from the same
// places on.
class KeptModel : public LanguageModel {
 public:
  // `model` and `kept` must outlive it.
  KeptModel(const ModelConfig& model, std::int64_t max_context, const KeptLogits& kept)
      : model_(model), max_context_(max_context), kept_(kept) {}

  const ModelConfig& model() const override { return model_; }
  std::int64_t max_context() const override { return max_context_; }
  std::span<const float> prefill(std::span<const TokenId> prompt) override;
  std::span<const float> decode(TokenId token) override;
  void score(std::span<const TokenId> tokens, const LogitsVisitor& visit) override {
    score_from(tokens, 0, visit);
  }
  void score_from(std::span<const TokenId> tokens, std::int64_t first,
                  const LogitsVisitor& visit) override;

 private:
  const ModelConfig& model_;
  std::int64_t max_context_;
  const KeptLogits& kept_;
};

}  // namespace mllm_npu
