#pragma once

#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "engine/runtime/language_model.h"

namespace mllm_npu::support {

// The logits after a token depend on that token alone: those of `logits`, zero for all others.
class PairModel : public LanguageModel {
 public:
  explicit PairModel(std::map<std::pair<TokenId, TokenId>, float> logits,
                     std::int64_t max_context = 1000, std::int64_t vocab_size = 514)
      : logits_(std::move(logits)), max_context_(max_context) {
    config_.vocab_size = vocab_size;
  }

  const ModelConfig& model() const override { return config_; }
  std::int64_t max_context() const override { return max_context_; }
  std::span<const float> prefill(std::span<const TokenId> prompt) override {
    return decode(prompt.back());
  }
  std::span<const float> decode(TokenId token) override {
    row_.assign(static_cast<std::size_t>(config_.vocab_size), 0);
    for (const auto& [pair, logit] : logits_) {
      if (pair.first == token) row_[static_cast<std::size_t>(pair.second)] = logit;
    }
    return row_;
  }
  void score(std::span<const TokenId> tokens, const LogitsVisitor& visit) override {
    scored.emplace_back(tokens.begin(), tokens.end());
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      visit(static_cast<std::int64_t>(i), decode(tokens[i]));
    }
  }
  void score_from(std::span<const TokenId> tokens, std::int64_t first,
                  const LogitsVisitor& visit) override {
    firsts.push_back(first);
    LanguageModel::score_from(tokens, first, visit);
  }

  std::vector<std::vector<TokenId>> scored;  // texts
  std::vector<std::int64_t> firsts;          // of score_from

 private:
  ModelConfig config_;
  std::map<std::pair<TokenId, TokenId>, float> logits_;
  std::int64_t max_context_;
  std::vector<float> row_;
};

}  // namespace mllm_npu::support
