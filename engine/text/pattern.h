#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mllm_npu {

// A regular expression that cuts text into words: a match is a word, and so is what lies between
// two matches. Perl's syntax; \s, \p{L} and case know Unicode.
class Pattern {
 public:
  // Errors: InputError naming `file` for what is no regular expression, or is over 4 KiB.
  Pattern(const std::string& expression, const std::string& file);

  // Appends the words of `text`, none of them empty; together they are `text`. Where the
  // expression needs too many steps, the rest is one word; one that looks ahead to the end of the
  // text from every character is not stopped, and takes time as the square of the text's length.
  // REQUIRES: `text` is UTF-8.
  void cut(std::string_view text, std::vector<std::string_view>& words) const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace mllm_npu
