#include "experiments/accuracy/free_answer.h"

#include <algorithm>

#include "engine/base/input_error.h"
#include "engine/metrics/accuracy.h"
#include "engine/metrics/answer_f1.h"
#include "engine/runtime/generation.h"

namespace mllm_npu {
namespace {

using Tokens = std::vector<TokenId>;
using Rows = std::vector<std::vector<float>>;

// A model whose logits are kept as generate() asks for them.
class Recorder : public LanguageModel {
 public:
  explicit Recorder(LanguageModel& model) : model_(model) {}

  const ModelConfig& model() const override { return model_.model(); }
  std::int64_t max_context() const override { return model_.max_context(); }
  std::span<const float> prefill(std::span<const TokenId> prompt) override {
    return keep(model_.prefill(prompt));
  }
  std::span<const float> decode(TokenId token) override { return keep(model_.decode(token)); }
  void score(std::span<const TokenId> tokens, const LogitsVisitor& visit) override {
    model_.score(tokens, visit);
  }

  Rows take_rows() { return std::move(rows_); }

 private:
  std::span<const float> keep(std::span<const float> logits) {
    rows_.emplace_back(logits.begin(), logits.end());
    return logits;
  }

  LanguageModel& model_;
  Rows rows_;
};

struct Written {
  Tokens tokens;
  Rows logits;  // before each of them, and before the end that was chosen
};

Written write(LanguageModel& model, const Tokenizer& tokenizer, const Tokens& prompt,
              std::int64_t answer_tokens) {
  Recorder recorder(model);
  const GenerationOptions options{.max_tokens = answer_tokens, .sampling = {}};
  GenerationResult result = generate(
      recorder, prompt, tokenizer.ends_of_text(), options, [] { return HostTime{}; },
      [](TokenId) {});
  return {.tokens = std::move(result.tokens), .logits = recorder.take_rows()};
}

void compare(const Written& reference, const Written& written, FreeAnswer& answer) {
  const std::size_t rows = std::min(reference.logits.size(), written.logits.size());
  for (std::size_t row = 0; row < rows; ++row) {
    answer.divergence += kl_divergence(reference.logits[row], written.logits[row]);
    ++answer.distributions;
    const bool ended = row >= reference.tokens.size() || row >= written.tokens.size();
    if (ended || reference.tokens[row] != written.tokens[row]) return;
  }
}

}  // namespace

CutPrompt cut_in_the_middle(const Tokenizer& tokenizer, const std::string& text,
                            std::int64_t most) {
  const auto longest = static_cast<std::size_t>(most);
  CutPrompt prompt{.tokens = encode_prompt(tokenizer, text)};
  if (prompt.tokens.size() <= longest) return prompt;
  const std::span<const TokenId> all = prompt.tokens;
  const std::string kept =
      tokenizer.decode(all.first(longest / 2)) + tokenizer.decode(all.last(longest / 2));
  prompt = {.tokens = encode_prompt(tokenizer, kept), .cut = true};
  if (prompt.tokens.size() > longest) {
    const auto middle = prompt.tokens.begin() + static_cast<std::ptrdiff_t>(longest / 2);
    const auto excess = static_cast<std::ptrdiff_t>(prompt.tokens.size() - longest);
    prompt.tokens.erase(middle, middle + excess);
  }
  return prompt;
}

std::vector<FreeAnswer> free_answers(std::span<LanguageModel* const> models,
                                     const Tokenizer& tokenizer, const TaskItem& item,
                                     std::int64_t answer_tokens, std::int64_t context,
                                     const std::string& what) {
  if (context < answer_tokens + 2) {
    throw InputError(
        what, "context",
        "at least 2 tokens for the prompt and " + std::to_string(answer_tokens) + " for the answer",
        std::to_string(context));
  }
  const CutPrompt prompt =
      cut_in_the_middle(tokenizer, item.contexts.front(), context - answer_tokens);
  Written reference;
  std::vector<FreeAnswer> answers;
  for (LanguageModel* model : models) {
    check_prompt(model->model(), model->max_context(), prompt.tokens, "tokenizer");
    Written written = write(*model, tokenizer, prompt.tokens, answer_tokens);
    const std::string text = tokenizer.decode(written.tokens);
    FreeAnswer& answer = answers.emplace_back(
        FreeAnswer{.text = text,
                   .f1 = answer_f1(text, std::span<const std::string>(item.continuations)),
                   .exact = exact_match(text, item.continuations),
                   .cut = prompt.cut});
    if (answers.size() == 1) {
      reference = std::move(written);
    } else {
      compare(reference, written, answer);
    }
  }
  return answers;
}

}  // namespace mllm_npu
