#pragma once

// The program's commands and their flags. Hides the library that parses them (CLI11), which takes
// long to compile: command_line.cpp alone includes it.

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace mllm_npu {

class CommandLine {
 public:
  // `what`: what the program is for; `version`: what --version prints.
  CommandLine(const std::string& name, const std::string& what, const std::string& version);
  ~CommandLine();
  CommandLine(CommandLine&&) noexcept;

  // A command of this program: `run` is called when it is asked for, after the values below are
  // set. The result is good as long as this object.
  CommandLine command(const std::string& name, const std::string& what, std::function<void()> run);

  // Flags ("--device") of this command; what they are set to must outlive it. A text that is not
  // empty is shown as the default.
  void text(const std::string& flag, std::string& value, const std::string& what);
  void required_text(const std::string& flag, std::string& value, const std::string& what);
  // Several values; a name without dashes ("ID") takes the words that belong to no flag.
  void texts(const std::string& flag, std::vector<std::string>& values, const std::string& what);
  // The same, where commas may stand between the values as well.
  void comma_texts(const std::string& flag, std::vector<std::string>& values,
                   const std::string& what);
  void flag(const std::string& flag, bool& value, const std::string& what);

  // Parses the words of main() and runs the command. Returns the exit code, 0. Errors: InputError
  // for a word that nothing asked for, one that is missing, and whatever the command errs on.
  int parse(int argc, const char* const* argv);

 private:
  struct Parser;
  explicit CommandLine(std::unique_ptr<Parser> parser);
  std::unique_ptr<Parser> parser_;
};

}  // namespace mllm_npu
