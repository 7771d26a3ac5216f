#pragma once

// How near an answer in free words is to an accepted one: LongBench's score of its questions with
// short answers, which is SQuAD's.

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mllm_npu {

// The words that count: in lower case, without ASCII punctuation, without a, an and the.
// Punctuation goes before words are told apart: "U.S." is "us", "A.D." is "ad", "a-b" is "ab".
std::vector<std::string> answer_words(std::string_view answer);

// Harmonic mean of precision and recall of the answer's words, each counted as often as both have
// it. 0 where they share none: also where neither has a word.
double answer_f1(std::string_view answer, std::string_view accepted);

// The best over accepted answers. REQUIRES: at least one.
double answer_f1(std::string_view answer, std::span<const std::string> accepted);

// True if one of the accepted answers has the same words in the same order.
bool exact_match(std::string_view answer, std::span<const std::string> accepted);

}  // namespace mllm_npu
