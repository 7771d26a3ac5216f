#include "engine/text/pattern.h"

#include <algorithm>
#include <cstdint>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "engine/base/check.h"
#include "engine/base/input_error.h"
#include "engine/text/utf8.h"

namespace mllm_npu {
namespace {

constexpr std::size_t kMaxExpressionBytes = 4096;

struct Free {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
};

PCRE2_SPTR units(std::string_view text) { return reinterpret_cast<PCRE2_SPTR>(text.data()); }

// An honest expression walks back over at most what it walked over before.
std::uint32_t most_steps(std::size_t bytes) {
  return static_cast<std::uint32_t>(std::min<std::size_t>(1000 + 4 * bytes, UINT32_MAX));
}

}  // namespace

struct Pattern::Compiled {
  std::unique_ptr<pcre2_code, Free> code{};
};

Pattern::Pattern(const std::string& expression, const std::string& file) {
  if (expression.size() > kMaxExpressionBytes || !is_utf8(expression)) {
    throw InputError(file, "pattern", "at most 4 KiB of UTF-8",
                     std::to_string(expression.size()) + " bytes");
  }
  int error = 0;
  std::size_t place = 0;
  // Without \C, which could cut a character.
  std::unique_ptr<pcre2_code, Free> code(
      pcre2_compile(units(expression), expression.size(),
                    PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C, &error, &place, nullptr));
  if (code == nullptr) {
    PCRE2_UCHAR message[128] = {};
    pcre2_get_error_message(error, message, sizeof(message));
    throw InputError(
        file, "pattern", "a regular expression",
        std::string(reinterpret_cast<const char*>(message)) + " at byte " + std::to_string(place));
  }
  // Where there is no compiler to machine code, the interpreter does the same in more time.
  static_cast<void>(pcre2_jit_compile(code.get(), PCRE2_JIT_COMPLETE));
  compiled_ = std::make_shared<const Compiled>(Compiled{std::move(code)});
}

void Pattern::cut(std::string_view text, std::vector<std::string_view>& words) const {
  const pcre2_code* const code = compiled_->code.get();
  const std::unique_ptr<pcre2_match_context, Free> context(pcre2_match_context_create(nullptr));
  const std::unique_ptr<pcre2_match_data, Free> data(
      pcre2_match_data_create_from_pattern(code, nullptr));
  MLLM_NPU_CHECK(context != nullptr && data != nullptr, "out of memory");
  pcre2_set_match_limit(context.get(), most_steps(text.size()));
  const std::size_t* const match = pcre2_get_ovector_pointer(data.get());

  std::size_t begin = 0;  // of what is not yet in a word
  for (std::size_t at = 0; at < text.size();) {
    const int found = pcre2_match(code, units(text), text.size(), at, PCRE2_NO_UTF_CHECK,
                                  data.get(), context.get());
    if (found < 0 || match[0] < at || match[0] >= text.size() || match[1] < match[0]) break;
    if (match[1] == match[0]) {  // an empty match is no word
      at = match[0] + utf8_size(text, match[0]);
      continue;
    }
    if (match[0] > begin) words.push_back(text.substr(begin, match[0] - begin));
    words.push_back(text.substr(match[0], match[1] - match[0]));
    at = begin = match[1];
  }
  if (begin < text.size()) words.push_back(text.substr(begin));
}

}  // namespace mllm_npu
