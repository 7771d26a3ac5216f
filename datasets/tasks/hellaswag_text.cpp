#include "datasets/tasks/hellaswag_text.h"

#include "engine/text/text_steps.h"

namespace mllm_npu {
namespace {

// As Python's str.replace(): from the left, what was replaced is not looked at again.
std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string result;
  for (std::size_t found = text.find(from); found != std::string_view::npos;
       found = text.find(from)) {
    result.append(text.substr(0, found)).append(to);
    text.remove_prefix(found + from.size());
  }
  return result.append(text);
}

// As re.sub("\\[.*?\\]", "", text), whose dot does not match the end of a line.
std::string without_brackets(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t open = std::min(text.find('['), text.size());
    result.append(text.substr(0, open));
    text.remove_prefix(open);
    if (text.empty()) break;
    const std::size_t end = text.find_first_of("]\n");
    if (end == std::string_view::npos) return result.append(text);
    if (text[end] == '\n') result.append(text.substr(0, end + 1));
    text.remove_prefix(end + 1);
  }
  return result;
}

}  // namespace

std::string hellaswag_text(std::string_view text) {
  const std::string whole = replaced(without_space_around(text), " [title]", ". ");
  return replaced(without_brackets(whole), "  ", " ");
}

}  // namespace mllm_npu
