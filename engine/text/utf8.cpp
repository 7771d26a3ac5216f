#include "engine/text/utf8.h"

#include <utf8proc.h>

namespace mllm_npu {

std::size_t utf8_size(std::string_view text, std::size_t at) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at;
  if (*bytes < 0x80) return 1;
  utf8proc_int32_t character = 0;
  const utf8proc_ssize_t size =
      utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - at), &character);
  return size > 0 ? static_cast<std::size_t>(size) : 0;
}

bool is_utf8(std::string_view text) {
  const std::vector<Utf8Stretch> stretches = utf8_stretches(text);
  return stretches.empty() || (stretches.size() == 1 && stretches.front().valid);
}

std::vector<Utf8Stretch> utf8_stretches(std::string_view text) {
  std::vector<Utf8Stretch> stretches;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = utf8_size(text, at);
    if (size > 0) {
      at += size;
      continue;
    }
    if (at > begin) stretches.push_back({text.substr(begin, at - begin), true});
    stretches.push_back({text.substr(at, 1), false});
    begin = ++at;
  }
  if (begin < text.size()) stretches.push_back({text.substr(begin), true});
  return stretches;
}

}  // namespace mllm_npu
