#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace mllm_npu::support {

// An empty folder of its own for one test; gone with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

  // Writes `text` to `name`, which may hold folders, below this one; returns its path.
  std::filesystem::path write(const std::string& name, std::string_view text) const;

 private:
  std::filesystem::path path_;
};

// The bytes of a file; "" when it is not there.
std::string bytes_of(const std::filesystem::path& path);

}  // namespace mllm_npu::support
