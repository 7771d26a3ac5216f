#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace mllm_npu::support {

// Real models, data sets and tokenizers that others wrote: the folder MLLM_NPU_ASSETS, else
// ../shared/assets beside this checkout. Nothing where neither holds `name`.
std::optional<std::filesystem::path> find_asset(const std::string& name);

}  // namespace mllm_npu::support

// Defines `variable` as the asset's path, or skips the test and says so.
#define MLLM_NPU_ASSET_OR_SKIP(variable, name)                                             \
  const auto variable##_found = ::mllm_npu::support::find_asset(name);                     \
  if (!variable##_found) GTEST_SKIP() << "no asset " << (name) << "; set MLLM_NPU_ASSETS"; \
  const std::filesystem::path& variable = *variable##_found
