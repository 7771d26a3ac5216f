#include <iostream>
#include <memory>
#include <sstream>

#include <CLI/CLI.hpp>

#include "engine/base/input_error.h"
#include "engine/base/json.h"
#include "experiments/commands/flag_values.h"
#include "experiments/commands/model_flags.h"
#include "experiments/commands/program.h"

namespace mllm_npu {
namespace {

struct Flags {
  ModelFlags model;
  std::string prompt;
  std::vector<std::string> tokens;
  std::string output;
};

std::vector<TokenId> prompt_of(OpenModel& open, const Flags& flags) {
  if (flags.tokens.empty()) return encode_prompt(open.tokenizer(), flags.prompt);
  std::vector<TokenId> tokens;
  for (const std::string& token : flags.tokens) {
    tokens.push_back(
        static_cast<TokenId>(integer_flag("--tokens", token, 0, open.model().vocab_size - 1)));
  }
  return tokens;
}

void write_logits(const Flags& flags) {
  OpenModel open(flags.model.weights);
  const std::vector<TokenId> prompt = prompt_of(open, flags);
  ComputingModel computing(open, flags.model, static_cast<std::int64_t>(prompt.size()));
  check_prompt(computing.language_model(), prompt, flags.tokens.empty() ? "--prompt" : "--tokens");
  const std::span<const float> logits = computing.language_model().prefill(prompt);
  boost::json::object record;
  record["tokens"] = boost::json::array(prompt.begin(), prompt.end());
  record["logits"] = boost::json::array(logits.begin(), logits.end());
  const std::string text = to_text(record) + "\n";
  if (flags.output.empty()) {
    std::cout << text;
  } else {
    write_file(flags.output, text);
  }
}

}  // namespace

void add_logits(CLI::App& program) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* command = program.add_subcommand(
      "logits", "The logits after a prompt's last token, as JSON, to hold other engines against");
  add_model_flags(*command, flags->model);
  auto* prompt = command->add_option("--prompt", flags->prompt, "Text; begins as the model asks");
  command->add_option("--tokens", flags->tokens, "Tokens instead: 1 80 147 or 1,80,147")
      ->delimiter(',')
      ->excludes(prompt);
  command->add_option("--output", flags->output, "File (default: standard output)");
  command->callback([flags] { write_logits(*flags); });
}

}  // namespace mllm_npu
