#include "engine/base/data_root.h"

#include <algorithm>
#include <cstdlib>
#include <system_error>

#include "engine/base/input_error.h"

namespace mllm_npu {
namespace fs = std::filesystem;

fs::path data_root() {
  std::vector<fs::path> candidates = {MLLM_NPU_DATA_ROOT, MLLM_NPU_INSTALL_DATA_ROOT};
  const char* chosen = std::getenv("MLLM_NPU_DATA");
  if (chosen != nullptr && *chosen != '\0') candidates = {chosen};
  for (const fs::path& candidate : candidates) {
    std::error_code ignored;
    if (fs::is_directory(candidate / "engine", ignored)) return candidate;
  }
  throw InputError("MLLM_NPU_DATA", "", "a folder that holds engine/", candidates.front().string());
}

std::vector<std::string> card_names(const fs::path& folder) {
  std::error_code error;
  std::vector<std::string> names;
  // Stepped by hand: ++ would throw another exception than ours.
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code ignored;
    if (it->path().extension() == ".json" && it->is_regular_file(ignored)) {
      names.push_back(it->path().stem().string());
    }
  }
  if (error) throw InputError(folder.string(), "", "a readable folder", error.message());
  std::sort(names.begin(), names.end());
  return names;
}

fs::path card_path(const fs::path& folder, const std::string& name) {
  const std::vector<std::string> names = card_names(folder);
  if (!std::binary_search(names.begin(), names.end(), name)) {
    std::string known;
    for (const std::string& each : names) known += (known.empty() ? "" : ", ") + each;
    throw InputError(folder.string(), "name", "one of " + known, name);
  }
  return folder / (name + ".json");
}

}  // namespace mllm_npu
