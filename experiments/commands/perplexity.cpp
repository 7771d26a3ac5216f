#include "engine/runtime/perplexity.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <vector>

#include "engine/base/input_error.h"
#include "experiments/commands/command_line.h"
#include "experiments/commands/flag_values.h"
#include "experiments/commands/model_flags.h"
#include "experiments/commands/program.h"
#include "experiments/progress.h"
#include "experiments/text_table.h"

namespace mllm_npu {
namespace {

struct Flags {
  ModelFlags model;
  std::string text;
  std::string context = "512";
};

PerplexityOptions perplexity_options(const Flags& flags, OpenModel& open) {
  const std::int64_t longest = open.model().max_position_embeddings;
  if (longest < 2) {
    throw InputError(flags.model.weights, "max_position_embeddings", "at least 2, to predict one",
                     std::to_string(longest));
  }
  return {.context = std::min(integer_flag("--context", flags.context, 2, 1 << 20), longest),
          .begin_of_text = open.tokenizer().begin_of_text()};
}

// The text's tokens, all in the vocabulary, enough to predict one.
std::vector<TokenId> tokens_of(const Flags& flags, OpenModel& open,
                               const std::optional<TokenId>& begin) {
  std::vector<TokenId> tokens = open.tokenizer().encode(read_text_file(flags.text));
  check_vocabulary(open, tokens);
  if (begin) check_vocabulary(open, {&*begin, 1});
  const std::size_t fewest = begin ? 1 : 2;
  if (tokens.size() >= fewest) return tokens;
  throw InputError(flags.text, "", "a text of at least " + std::to_string(fewest) + " tokens",
                   std::to_string(tokens.size()));
}

void measure(const Flags& flags) {
  OpenModel open(flags.model.weights);
  const PerplexityOptions options = perplexity_options(flags, open);
  const std::vector<TokenId> tokens = tokens_of(flags, open, options.begin_of_text);
  ComputingModel computing(open, flags.model, options.context);
  const auto window = static_cast<std::size_t>(options.context - (options.begin_of_text ? 1 : 0));
  const auto windows = static_cast<int>((tokens.size() + window - 1) / window);
  Progress progress(windows, std::cerr, steady_seconds);
  const Perplexity result =
      perplexity(computing.language_model(), tokens, options,
                 [&](std::int64_t first) { progress.step("from token " + std::to_string(first)); });
  progress.done("read");
  std::cout << "perplexity " << rounded(result.value, 6) << " +- "
            << rounded(result.standard_error, 3) << " over " << result.tokens << " tokens, context "
            << options.context << ", " << numbers_of(flags.model) << '\n';
}

}  // namespace

void add_perplexity(CommandLine& program) {
  const auto flags = std::make_shared<Flags>();
  CommandLine command = program.command(
      "perplexity", "How well a checkpoint predicts a text: exp(mean negative log-likelihood)",
      [flags] { measure(*flags); });
  add_model_flags(command, flags->model);
  add_quantizer_flag(command, flags->model);
  command.required_text("--text", flags->text, "File to read");
  command.text("--context", flags->context, "Tokens of a window; windows do not overlap");
}

}  // namespace mllm_npu
