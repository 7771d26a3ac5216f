#include "experiments/report/document.h"

#include <fstream>
#include <iterator>

#include "engine/base/input_error.h"
#include "engine/base/json.h"

namespace mllm_npu {
namespace {

// Where `marker` begins. Errors: not exactly one.
std::size_t place_of(const std::string& document, const std::string& marker,
                     const std::string& file) {
  const std::size_t place = document.find(marker);
  if (place == std::string::npos) {
    throw InputError(file, "markers", "a line " + marker + " ... -->", "none");
  }
  if (document.find(marker, place + 1) != std::string::npos) {
    throw InputError(file, "markers", "one line " + marker + " ... -->", "several");
  }
  return place;
}

}  // namespace

std::string replace_between_markers(const std::string& document, const std::string& name,
                                    const std::string& text, const std::string& file) {
  const std::size_t begin = place_of(document, "<!-- " + name + ": begin", file);
  const std::size_t end = place_of(document, "<!-- " + name + ": end", file);
  const std::size_t first_line = document.find('\n', begin);
  if (end < begin || first_line == std::string::npos || first_line > end) {
    throw InputError(file, "markers", name + ": begin before " + name + ": end", "another order");
  }
  return document.substr(0, first_line + 1) + text + document.substr(end);
}

void update_document(const std::filesystem::path& path, const std::string& name,
                     const std::string& text) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw InputError(path.string(), "", "a readable file", "none");
  const std::string before{std::istreambuf_iterator<char>(file), {}};
  const std::string after = replace_between_markers(before, name, text, path.string());
  if (after != before) write_file(path, after);
}

}  // namespace mllm_npu
