#include <fstream>
#include <system_error>

#include "engine/base/input_error.h"
#include "engine/base/json.h"
#include "engine/base/output_file.h"

namespace mllm_npu {
namespace fs = std::filesystem;
namespace {

constexpr std::uintmax_t kMaxFileBytes = std::uintmax_t{64} << 20;

}  // namespace

std::string read_file(const fs::path& path) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  if (error) throw InputError(path.string(), "", "a readable file", error.message());
  if (size > kMaxFileBytes) {
    throw InputError(path.string(), "", "at most 64 MiB", std::to_string(size) + " bytes");
  }
  std::ifstream stream(path, std::ios::binary);
  std::string text(size, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(size));
  if (!stream) throw InputError(path.string(), "", "a readable file", "a read error");
  return text;
}

boost::json::value read_json(const fs::path& path) {
  return parse_json(read_file(path), path.string());
}

void write_file(const fs::path& path, std::string_view text) {
  OutputFile file(path);
  file.append(text);
  file.finish();
}

}  // namespace mllm_npu
