#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <string_view>

namespace mllm_npu {

// A file that is written from beginning to end under a temporary name (`path` + ".tmp"), and has
// its own only after finish(): it is never half written. Without finish() nothing remains.
class OutputFile {
 public:
  // Makes missing folders. Errors: InputError when the file cannot be written.
  explicit OutputFile(std::filesystem::path path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  // Each errs, with an InputError, when there is no room.
  void append(std::span<const std::byte> bytes);
  void append(std::string_view text);
  void finish();

  // Bytes so far.
  std::uint64_t size() const { return size_; }

 private:
  [[noreturn]] void fail(const std::string& found);

  std::filesystem::path path_;
  std::filesystem::path temporary_;
  std::ofstream stream_;
  std::uint64_t size_ = 0;
  bool finished_ = false;
};

}  // namespace mllm_npu
