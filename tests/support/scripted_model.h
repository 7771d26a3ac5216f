#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/runtime/language_model.h"

namespace mllm_npu::support {

// Answers every question with the next of the logits that it was given, the last one for ever.
class ScriptedModel : public LanguageModel {
 public:
  ScriptedModel(std::vector<std::vector<float>> script, std::int64_t max_context)
      : script_(std::move(script)), max_context_(max_context) {
    config_.vocab_size = static_cast<std::int64_t>(script_.front().size());
  }

  const ModelConfig& model() const override { return config_; }
  std::int64_t max_context() const override { return max_context_; }
  std::span<const float> prefill(std::span<const TokenId> prompt) override {
    read.assign(prompt.begin(), prompt.end());
    return next();
  }
  std::span<const float> decode(TokenId token) override {
    read.push_back(token);
    return next();
  }
  void score(std::span<const TokenId> tokens, const LogitsVisitor& visit) override {
    scored.emplace_back(tokens.begin(), tokens.end());
    for (std::size_t i = 0; i < tokens.size(); ++i) visit(static_cast<std::int64_t>(i), next());
  }

  std::vector<TokenId> read;                 // prompt and decoded tokens
  std::vector<std::vector<TokenId>> scored;  // texts

 private:
  std::span<const float> next() { return script_[std::min(asked_++, script_.size() - 1)]; }

  ModelConfig config_;
  std::vector<std::vector<float>> script_;
  std::int64_t max_context_;
  std::size_t asked_ = 0;
};

}  // namespace mllm_npu::support
