#include "experiments/commands/command_line.h"

#include <utility>

#include <CLI/CLI.hpp>

#include "engine/base/input_error.h"
#include "experiments/commands/flag_values.h"

namespace mllm_npu {

struct CommandLine::Parser {
  std::unique_ptr<CLI::App> program;  // none for a command, which the program owns
  CLI::App* app = nullptr;
};

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

CommandLine::CommandLine(std::unique_ptr<Parser> parser) : parser_(std::move(parser)) {}
CommandLine::~CommandLine() = default;
CommandLine::CommandLine(CommandLine&&) noexcept = default;

CommandLine::CommandLine(const std::string& name, const std::string& what,
                         const std::string& version)
    : parser_(std::make_unique<Parser>()) {
  parser_->program = std::make_unique<CLI::App>(what);
  parser_->app = parser_->program.get();
  parser_->app->name(name);
  parser_->app->set_version_flag("--version", version);
  parser_->app->require_subcommand(1);
}

CommandLine CommandLine::command(const std::string& name, const std::string& what,
                                 std::function<void()> run) {
  auto parser = std::make_unique<Parser>();
  parser->app = parser_->app->add_subcommand(name, what);
  parser->app->callback(std::move(run));
  return CommandLine(std::move(parser));
}

void CommandLine::text(const std::string& flag, std::string& value, const std::string& what) {
  CLI::Option* option = parser_->app->add_option(flag, value, what);
  if (!value.empty()) option->capture_default_str();
}

void CommandLine::required_text(const std::string& flag, std::string& value,
                                const std::string& what) {
  parser_->app->add_option(flag, value, what)->required();
}

void CommandLine::texts(const std::string& flag, std::vector<std::string>& values,
                        const std::string& what) {
  parser_->app->add_option(flag, values, what);
}

void CommandLine::comma_texts(const std::string& flag, std::vector<std::string>& values,
                              const std::string& what) {
  parser_->app->add_option(flag, values, what)->delimiter(',');
}

void CommandLine::flag(const std::string& flag, bool& value, const std::string& what) {
  parser_->app->add_flag(flag, value, what);
}

int CommandLine::parse(int argc, const char* const* argv) {
  CLI::App& program = *parser_->app;
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
