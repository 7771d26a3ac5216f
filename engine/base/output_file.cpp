#include "engine/base/output_file.h"

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "engine/base/input_error.h"

namespace mllm_npu {
namespace fs = std::filesystem;

OutputFile::OutputFile(fs::path path)
    : path_(std::move(path)), temporary_(path_.string() + ".tmp") {
  std::error_code error;
  if (path_.has_parent_path()) fs::create_directories(path_.parent_path(), error);
  errno = 0;
  stream_.open(temporary_, std::ios::binary | std::ios::trunc);
  if (!stream_) fail(std::strerror(errno));
}

OutputFile::~OutputFile() {
  if (finished_) return;
  stream_.close();
  std::error_code ignored;
  fs::remove(temporary_, ignored);
}

void OutputFile::append(std::span<const std::byte> bytes) {
  append({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

void OutputFile::append(std::string_view text) {
  errno = 0;
  stream_.write(text.data(), static_cast<std::streamsize>(text.size()));
  if (!stream_) fail(std::strerror(errno));
  size_ += text.size();
}

void OutputFile::finish() {
  errno = 0;
  stream_.close();
  if (stream_.fail()) fail(std::strerror(errno));
  std::error_code error;
  fs::rename(temporary_, path_, error);
  if (error) fail(error.message());
  finished_ = true;
}

void OutputFile::fail(const std::string& found) {
  throw InputError(path_.string(), "", "a writable file", found);
}

}  // namespace mllm_npu
