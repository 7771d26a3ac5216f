#pragma once

// A model that computes: tokens in, logits out. Two numeric paths stand behind it: the float
// reference and the engine's W8A8.

#include <functional>
#include <span>

#include "engine/execute/quantized_model.h"
#include "engine/model/model_config.h"
#include "engine/tensor/matrix.h"
#include "engine/text/tokenizer.h"

namespace mllm_npu {

// Sees the logits that follow the token at `position`, [vocab_size].
using LogitsVisitor = std::function<void(std::int64_t position, std::span<const float> logits)>;

class LanguageModel {
 public:
  virtual ~LanguageModel() = default;

  virtual const ModelConfig& model() const = 0;
  // Tokens that a context may hold, prompt and answer together.
  virtual std::int64_t max_context() const = 0;

  // Forgets what came before and reads `prompt`. Returns the logits after its last token,
  // [vocab_size], valid until the next call. REQUIRES: 1..max_context() tokens, each in
  // 0..vocab_size-1.
  virtual std::span<const float> prefill(std::span<const TokenId> prompt) = 0;

  // Appends `token` and returns the logits after it. REQUIRES: prefill() came before, and the
  // context has room.
  virtual std::span<const float> decode(TokenId token) = 0;

  // Reads `tokens` as a text of its own and visits the logits after each of them, in order.
  // Forgets the context. REQUIRES: as prefill().
  virtual void score(std::span<const TokenId> tokens, const LogitsVisitor& visit) = 0;

  // As score(), but visits only the logits after tokens[first] and the tokens behind it: the LM
  // head is the dearest part of a small model, and most of a text's logits are seldom asked for.
  // A model may keep what this text shares with the last one that was scored.
  // REQUIRES: as prefill(); 0 <= first.
  virtual void score_from(std::span<const TokenId> tokens, std::int64_t first,
                          const LogitsVisitor& visit);
};

// Errors: InputError naming `what` for a token outside the model's vocabulary, no token at all, or
// more than max_tokens.
void check_prompt(const ModelConfig& model, std::int64_t max_tokens,
                  std::span<const TokenId> prompt, const std::string& what);

// Errors: InputError naming the weights where a logit is infinite or no number.
void check_finite(std::span<const float> logits);

// Visits the logits of normalized hidden states [tokens, hidden_size], a few rows at a time.
void visit_logits(MatrixView<const float> hidden, const PackedFloatLinear& lm_head,
                  const LogitsVisitor& visit);

}  // namespace mllm_npu
