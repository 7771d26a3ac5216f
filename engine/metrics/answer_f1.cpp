#include "engine/metrics/answer_f1.h"

#include <algorithm>
#include <iterator>

#include "engine/base/check.h"
#include "engine/text/text_steps.h"

namespace mllm_npu {
namespace {

bool is_punctuation(char c) {  // Python's string.punctuation
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
         (c >= '{' && c <= '~');
}

}  // namespace

std::vector<std::string> answer_words(std::string_view answer) {
  std::string text = lower_case(answer);
  std::erase_if(text, is_punctuation);
  text = without_words(text, {"a", "an", "the"});
  const std::vector<std::string_view> words = words_of(text);
  return {words.begin(), words.end()};
}

double answer_f1(std::string_view answer, std::string_view accepted) {
  std::vector<std::string> given = answer_words(answer);
  std::vector<std::string> wanted = answer_words(accepted);
  std::ranges::sort(given);
  std::ranges::sort(wanted);
  std::vector<std::string> both;
  std::ranges::set_intersection(given, wanted, std::back_inserter(both));
  if (both.empty()) return 0;
  const double precision = static_cast<double>(both.size()) / static_cast<double>(given.size());
  const double recall = static_cast<double>(both.size()) / static_cast<double>(wanted.size());
  return 2 * precision * recall / (precision + recall);
}

double answer_f1(std::string_view answer, std::span<const std::string> accepted) {
  MLLM_NPU_CHECK(!accepted.empty(), "no accepted answer");
  double best = 0;
  for (const std::string& each : accepted) best = std::max(best, answer_f1(answer, each));
  return best;
}

bool exact_match(std::string_view answer, std::span<const std::string> accepted) {
  const std::vector<std::string> given = answer_words(answer);
  return std::ranges::any_of(accepted,
                             [&](const std::string& each) { return answer_words(each) == given; });
}

}  // namespace mllm_npu
