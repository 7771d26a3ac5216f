#include "engine/runtime/perplexity.h"

#include <algorithm>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "engine/base/input_error.h"
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

void measure(const Flags& flags) {
  OpenModel open(flags.model.weights);
  const std::vector<TokenId> tokens = open.tokenizer().encode(read_text_file(flags.text));
  const std::int64_t longest = open.model().max_position_embeddings;
  PerplexityOptions options{
      .context = std::min(integer_flag("--context", flags.context, 2, 1 << 20), longest),
      .begin_of_text = open.tokenizer().begin_of_text()};
  const std::size_t fewest = options.begin_of_text ? 1 : 2;
  if (tokens.size() < fewest) {
    throw InputError(flags.text, "", "a text of at least " + std::to_string(fewest) + " tokens",
                     std::to_string(tokens.size()));
  }
  ComputingModel computing(open, flags.model, options.context);
  check_prompt(computing.language_model(), {tokens.data(), 1}, flags.text);
  const auto windows = static_cast<int>(tokens.size() / static_cast<std::size_t>(options.context));
  Progress progress(windows + 2, std::cerr, steady_seconds);
  const Perplexity result =
      perplexity(computing.language_model(), tokens, options,
                 [&](std::int64_t read) { progress.step(std::to_string(read) + " tokens read"); });
  std::cout << "perplexity " << rounded(result.value, 6) << " +- "
            << rounded(result.standard_error, 3) << " over " << result.tokens << " tokens, context "
            << options.context << ", " << (flags.model.fp32 ? "fp32" : "W8A8") << '\n';
}

}  // namespace

void add_perplexity(CLI::App& program) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* command = program.add_subcommand(
      "perplexity", "How well a checkpoint predicts a text: exp(mean negative log-likelihood)");
  add_model_flags(*command, flags->model);
  command->add_option("--text", flags->text, "File to read")->required();
  command->add_option("--context", flags->context, "Tokens of a window; windows do not overlap")
      ->capture_default_str();
  command->callback([flags] { measure(*flags); });
}

}  // namespace mllm_npu
