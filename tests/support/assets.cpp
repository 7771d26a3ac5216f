#include "tests/support/assets.h"

#include <cstdlib>

namespace mllm_npu::support {

std::optional<std::filesystem::path> find_asset(const std::string& name) {
  const char* folder = std::getenv("MLLM_NPU_ASSETS");
  const std::filesystem::path beside =
      std::filesystem::path(MLLM_NPU_SOURCE_DIR).parent_path() / "shared/assets";
  const std::filesystem::path path = (folder != nullptr ? folder : beside) / name;
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return std::nullopt;
  return path;
}

}  // namespace mllm_npu::support
