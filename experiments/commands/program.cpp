#include "experiments/commands/program.h"

#include <CLI/CLI.hpp>

#include "engine/base/input_error.h"
#include "experiments/commands/flag_values.h"
#include "experiments/revision.h"

namespace mllm_npu {
namespace {

// CLI11's complaint as one of ours: the first word that it does not know, else its first line.
[[noreturn]] void fail(const CLI::App& program, const CLI::ParseError& error) {
  const std::string expected = "what `mllm-npu --help` or `mllm-npu COMMAND --help` shows";
  const std::vector<std::string> unknown = program.remaining(true);
  if (!unknown.empty()) throw InputError("command line", "", expected, unknown.front());
  const std::string what = error.what();
  throw InputError("command line", "", expected, what.substr(0, what.find('\n')));
}

// CLI11 says no more than that a command is missing when the first word is none.
void check_command(const CLI::App& program, int argc, const char* const* argv) {
  const std::string word = argc > 1 ? argv[1] : "";
  if (word.starts_with("-")) return;
  std::vector<std::string> names;
  for (const CLI::App* command : program.get_subcommands(nullptr)) {
    names.push_back(command->get_name());
  }
  check_name_flag("COMMAND", word, names);
}

}  // namespace

int run_program(int argc, const char* const* argv) {
  CLI::App program(
      "Reproduces mllm-NPU (llm.npu): LLM prefill on a simulated phone NPU, beside baselines,\n"
      "with every technique an option. Times and energies are simulated; `mllm-npu calibrate`\n"
      "shows what the simulation's constants were fitted to.");
  program.name("mllm-npu");
  program.set_version_flag("--version", revision());
  program.require_subcommand(1);
  add_reproduce(program);
  add_prefill(program);
  add_list(program);
  add_plot(program);
  add_calibrate(program);
  add_generate(program);
  add_perplexity(program);
  add_logits(program);
  add_export(program);
  check_command(program, argc, argv);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() != 0) fail(program, error);
    return program.exit(error);  // --help, --version
  }
  return 0;
}

}  // namespace mllm_npu
