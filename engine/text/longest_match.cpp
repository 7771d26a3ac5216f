#include "engine/text/longest_match.h"

#include "engine/base/input_error.h"

namespace mllm_npu {
namespace {

constexpr std::size_t kMaxBytes = 1024;

std::uint64_t edge(std::uint32_t node, char byte) {
  return std::uint64_t{node} * 256 + static_cast<unsigned char>(byte);
}

}  // namespace

void LongestMatch::add(std::string_view text, TokenId id, const std::string& file) {
  if (text.empty() || text.size() > kMaxBytes) {
    throw InputError(file, "token " + std::to_string(id), "1 to 1024 bytes",
                     std::to_string(text.size()));
  }
  begins_[static_cast<unsigned char>(text.front())] = true;
  std::uint32_t node = 0;
  for (const char byte : text) {
    const auto fresh = static_cast<std::uint32_t>(ends_.size());
    const auto [found, added] = edges_.emplace(edge(node, byte), fresh);
    if (added) ends_.emplace_back();
    node = found->second;
  }
  if (!ends_[node]) ends_[node] = id;
}

LongestMatch::Found LongestMatch::longest_at(std::string_view rest) const {
  Found longest;
  if (!begins_[static_cast<unsigned char>(rest.front())]) return longest;
  std::uint32_t node = 0;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const auto next = edges_.find(edge(node, rest[i]));
    if (next == edges_.end()) break;
    node = next->second;
    if (ends_[node]) longest = {i + 1, *ends_[node]};
  }
  return longest;
}

std::vector<LongestMatch::Part> LongestMatch::split(std::string_view text) const {
  std::vector<Part> parts;
  std::size_t begin = 0;
  for (std::size_t at = edges_.empty() ? text.size() : 0; at < text.size();) {
    const Found found = longest_at(text.substr(at));
    if (found.size == 0) {
      ++at;
      continue;
    }
    if (at > begin) parts.push_back({text.substr(begin, at - begin), std::nullopt});
    parts.push_back({text.substr(at, found.size), found.id});
    at += found.size;
    begin = at;
  }
  if (begin < text.size()) parts.push_back({text.substr(begin), std::nullopt});
  return parts;
}

}  // namespace mllm_npu
