#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace mllm_npu::support {

struct ProgramRun {
  int exit_code = -1;  // 128 + the signal's number if one ended it
  std::string out;
  std::string err;
};

// Runs the program of this build with `arguments` in `folder`, and waits for it. `environment` is
// added to the test's own. Standard output goes to `output` if that is given.
ProgramRun run_program(const std::vector<std::string>& arguments,
                       const std::filesystem::path& folder,
                       const std::map<std::string, std::string>& environment = {},
                       const std::filesystem::path& output = {});

}  // namespace mllm_npu::support
