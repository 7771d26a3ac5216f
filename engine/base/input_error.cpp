#include "engine/base/input_error.h"

#include <utility>

namespace mllm_npu {
namespace {

constexpr std::size_t kMaxFoundLength = 160;

std::string printable(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  }
  return text;
}

// Cuts between characters of UTF-8, not inside one.
std::string bounded(std::string text) {
  if (text.size() <= kMaxFoundLength) return text;
  std::size_t length = kMaxFoundLength;
  while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xc0) == 0x80) --length;
  return text.substr(0, length) + "...";
}

std::string message(const std::string& file, const std::string& key, const std::string& expected,
                    const std::string& found) {
  std::string line = printable(file);
  if (!key.empty()) line += (line.empty() ? "" : ": ") + bounded(printable(key));
  line += (line.empty() ? "expected " : ": expected ") + printable(expected);
  if (!found.empty()) line += ", found " + bounded(printable(found));
  return line;
}

}  // namespace

InputError::InputError(std::string file, std::string key, std::string expected, std::string found)
    : std::runtime_error(message(file, key, expected, found)),
      file_(std::move(file)),
      key_(std::move(key)),
      expected_(std::move(expected)),
      found_(std::move(found)) {}

}  // namespace mllm_npu
