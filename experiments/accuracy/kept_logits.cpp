#include "experiments/accuracy/kept_logits.h"

#include <string>

#include "engine/base/check.h"

namespace mllm_npu {

const std::vector<float>* KeptLogits::find(std::span<const TokenId> tokens,
                                           std::int64_t first) const {
  const auto found = logits_.find({{tokens.begin(), tokens.end()}, first});
  return found == logits_.end() ? nullptr : &found->second;
}

void KeptLogits::keep(std::span<const TokenId> tokens, std::int64_t first,
                      std::vector<float> logits) {
  logits_[{{tokens.begin(), tokens.end()}, first}] = std::move(logits);
}

void KeepingModel::score_from(std::span<const TokenId> tokens, std::int64_t first,
                              const LogitsVisitor& visit) {
  std::vector<float> rows;
  model_.score_from(tokens, first, [&](std::int64_t position, std::span<const float> logits) {
    rows.insert(rows.end(), logits.begin(), logits.end());
    visit(position, logits);
  });
  kept_.keep(tokens, first, std::move(rows));
}

std::span<const float> KeptModel::prefill(std::span<const TokenId>) {
  MLLM_NPU_CHECK(false, "a model that only scores was asked for a prefill");
}

std::span<const float> KeptModel::decode(TokenId) {
  MLLM_NPU_CHECK(false, "a model that only scores was asked to decode");
}

void KeptModel::score_from(std::span<const TokenId> tokens, std::int64_t first,
                           const LogitsVisitor& visit) {
  const std::vector<float>* const rows = kept_.find(tokens, first);
  MLLM_NPU_CHECK(rows != nullptr, std::to_string(tokens.size()) + " tokens were never asked");
  const auto width = static_cast<std::size_t>(model_.vocab_size);
  for (std::size_t row = 0; row * width < rows->size(); ++row) {
    visit(first + static_cast<std::int64_t>(row),
          std::span<const float>(*rows).subspan(row * width, width));
  }
}

}  // namespace mllm_npu
