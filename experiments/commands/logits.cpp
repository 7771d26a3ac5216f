#include <iostream>
#include <memory>
#include <sstream>

#include "engine/base/input_error.h"
#include "engine/base/json.h"
#include "experiments/commands/command_line.h"
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
  if (!flags.tokens.empty() && !flags.prompt.empty()) {
    throw InputError("command line", "--tokens", "no --prompt beside it", flags.prompt);
  }
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
  check_prompt(open.model(), open.model().max_position_embeddings, prompt,
               flags.tokens.empty() ? "--prompt" : "--tokens");
  ComputingModel computing(open, flags.model, static_cast<std::int64_t>(prompt.size()),
                           flags.tokens.empty() ? std::span<const TokenId>() : prompt);
  const std::span<const float> logits = computing.language_model().prefill(prompt);
  check_finite(logits);
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

void add_logits(CommandLine& program) {
  const auto flags = std::make_shared<Flags>();
  CommandLine command = program.command(
      "logits", "The logits after a prompt's last token, as JSON, to hold other engines against",
      [flags] { write_logits(*flags); });
  add_model_flags(command, flags->model);
  add_quantizer_flag(command, flags->model);
  command.text("--prompt", flags->prompt, "Text; begins as the model asks");
  command.comma_texts("--tokens", flags->tokens,
                      "Tokens instead: 1 80 147 or 1,80,147; without a tokenizer and --calibration "
                      "they are also what W8A8 is calibrated with");
  command.text("--output", flags->output, "File (default: standard output)");
}

}  // namespace mllm_npu
