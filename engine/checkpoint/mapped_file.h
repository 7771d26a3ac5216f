#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace mllm_npu {

// A whole file, readable as memory while the object lives. A file that somebody shortens meanwhile
// ends the program (the system's SIGBUS); nothing here can prevent that.
class MappedFile {
 public:
  // Errors: InputError when the file cannot be opened or mapped, or is no regular file.
  explicit MappedFile(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;

  const std::filesystem::path& path() const { return path_; }
  std::span<const std::byte> bytes() const { return bytes_; }

 private:
  std::filesystem::path path_;
  std::span<const std::byte> bytes_{};
};

}  // namespace mllm_npu
