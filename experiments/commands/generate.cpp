#include <chrono>
#include <iostream>
#include <limits>
#include <memory>

#include "baselines/system_catalog.h"
#include "engine/base/input_error.h"
#include "engine/runtime/generation.h"
#include "engine/soc/soc_catalog.h"
#include "experiments/commands/command_line.h"
#include "experiments/commands/flag_values.h"
#include "experiments/commands/model_flags.h"
#include "experiments/commands/program.h"
#include "experiments/commands/supported_pair.h"
#include "experiments/text_table.h"

namespace mllm_npu {
namespace {

struct Flags {
  ModelFlags model;
  std::string system = "mllm-npu";
  bool force = false;
  std::string prompt;
  std::string max_tokens = "128";
  std::string temperature = "0";
  std::string top_k = "0";
  std::string top_p = "1";
  std::string seed = "0";
};

GenerationOptions generation_options(const Flags& flags) {
  constexpr double kMost = 1e6;
  GenerationOptions options;
  options.max_tokens = integer_flag("--max-tokens", flags.max_tokens, 1, 1 << 20);
  options.sampling.temperature = number_flag("--temperature", flags.temperature, 0, kMost);
  options.sampling.top_k = integer_flag("--top-k", flags.top_k, 0, 1 << 30);
  options.sampling.top_p = number_flag("--top-p", flags.top_p, 0, 1);
  options.sampling.seed = static_cast<std::uint64_t>(
      integer_flag("--seed", flags.seed, 0, std::numeric_limits<std::int64_t>::max()));
  check_options(options.sampling);
  return options;
}

std::string speed(double tokens, double seconds) {
  return seconds > 0 ? rounded(tokens / seconds, 4) : "-";
}

HostTime host_now() {
  return std::chrono::duration_cast<HostTime>(std::chrono::steady_clock::now().time_since_epoch());
}

// Speeds here and there, side by side.
void print_speeds(const Flags& flags, const ModelConfig& model, const DeviceSpec& device,
                  std::int64_t prompt_length, const GenerationResult& result,
                  const PrefillMetrics& phone) {
  const SimTime decoded_token =
      make_system(flags.system)
          ->decode({.model = model, .device = device, .context = prompt_length + 1});
  const auto prompt = static_cast<double>(prompt_length);
  const auto decoded = static_cast<double>(result.decoded);
  TextTable table(
      {"token/s", "this machine", flags.model.device + " (simulated, " + flags.system + ")"});
  table.add({"prefill (" + std::to_string(prompt_length) + " tokens)",
             speed(prompt, to_seconds(result.prefill_time)),
             speed(prompt, to_seconds(phone.time_to_first_token))});
  table.add({"decode (" + std::to_string(result.decoded) + " tokens)",
             speed(decoded, to_seconds(result.decode_time)),
             "<= " + speed(1, to_seconds(decoded_token))});
  std::cout << "\n\n" << table.text();
}

PrefillMetrics on_phone(const Flags& flags, const ComputingModel& computing,
                        const ModelConfig& model, std::int64_t prompt_length) {
  const bool computed = flags.system == "mllm-npu" && computing.simulated() != nullptr;
  if (computed) return computing.simulated()->metrics;
  return make_system(flags.system)
      ->prefill({.model = model,
                 .device = computing.device(),
                 .prompt_length = prompt_length,
                 .options = options_of(flags.model.techniques)})
      .metrics;
}

// The numbers are those of the system's format, where none were asked for.
ModelFlags computed_by(const Flags& flags) {
  ModelFlags model = flags.model;
  const bool chosen = model.fp32 || !model.quantizer.empty();
  if (!chosen && flags.system != "mllm-npu") {
    model.quantizer = make_system(flags.system)->quantizer();
  }
  return model;
}

void generate(const Flags& flags) {
  const GenerationOptions options = generation_options(flags);
  check_name_flag("--system", flags.system, names_of(system_catalog()));
  OpenModel open(flags.model.weights);
  check_supported("--weights", *make_system(flags.system), open.model(),
                  find_device(flags.model.device), flags.force);
  const Tokenizer& tokenizer = open.tokenizer();
  const std::vector<TokenId> prompt = encode_prompt(tokenizer, flags.prompt);
  const auto length = static_cast<std::int64_t>(prompt.size());
  check_vocabulary(open, prompt);
  check_prompt(open.model(), open.model().max_position_embeddings, prompt, "--prompt");
  ComputingModel computing(open, computed_by(flags), length + options.max_tokens);
  std::cout << flags.prompt << std::flush;
  const GenerationResult result = mllm_npu::generate(
      computing.language_model(), prompt, tokenizer.ends_of_text(), options, host_now,
      [&](TokenId token) { std::cout << tokenizer.piece(token) << std::flush; });
  print_speeds(flags, open.model(), computing.device(), length, result,
               on_phone(flags, computing, open.model(), length));
}

}  // namespace

void add_generate(CommandLine& program) {
  const auto flags = std::make_shared<Flags>();
  CommandLine command = program.command(
      "generate", "Continues a prompt with a checkpoint, and says how fast, here and on the phone",
      [flags] { generate(*flags); });
  add_model_flags(command, flags->model);
  add_quantizer_flag(command, flags->model);
  command.required_text("--prompt", flags->prompt, "Text to continue");
  command.text("--system", flags->system,
               "Engine or baseline: timed on the phone, its number format computed here");
  command.flag("--force", flags->force, "Take a model that the paper does not run on the system");
  command.text("--max-tokens", flags->max_tokens, "Longest answer");
  command.text("--temperature", flags->temperature, "0: the most likely token each time");
  command.text("--top-k", flags->top_k, "Draw among the k most likely; 0: all");
  command.text("--top-p", flags->top_p, "Draw among the most likely of this probability");
  command.text("--seed", flags->seed, "Of the draws");
}

}  // namespace mllm_npu
