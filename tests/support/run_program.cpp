#include "tests/support/run_program.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/check.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu::support {
namespace fs = std::filesystem;
namespace {

void redirect(const fs::path& file, int descriptor) {
  const int opened = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (opened < 0 || dup2(opened, descriptor) < 0) _exit(127);
}

// Turns the child into the program; comes back only if that fails.
void become_program(std::vector<std::string> arguments, const fs::path& folder,
                    const std::map<std::string, std::string>& environment) {
  if (chdir(folder.c_str()) != 0) return;
  for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
  arguments.insert(arguments.begin(), MLLM_NPU_PROGRAM);
  std::vector<char*> words;
  for (std::string& argument : arguments) words.push_back(argument.data());
  words.push_back(nullptr);
  execv(words.front(), words.data());
}

int exit_code_of(pid_t child) {
  int status = 0;
  MLLM_NPU_CHECK(waitpid(child, &status, 0) == child, std::to_string(child));
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

ProgramRun run_program(const std::vector<std::string>& arguments, const fs::path& folder,
                       const std::map<std::string, std::string>& environment,
                       const fs::path& output) {
  const TemporaryFolder streams;
  const fs::path out = output.empty() ? streams.path() / "out" : output;
  const fs::path err = streams.path() / "err";
  const pid_t child = fork();
  MLLM_NPU_CHECK(child >= 0, "fork");
  if (child == 0) {
    redirect(out, STDOUT_FILENO);
    redirect(err, STDERR_FILENO);
    become_program(arguments, folder, environment);
    _exit(127);
  }
  const int exit_code = exit_code_of(child);
  return {.exit_code = exit_code, .out = output.empty() ? bytes_of(out) : "", .err = bytes_of(err)};
}

}  // namespace mllm_npu::support
