#pragma once

// What people measured who ran the code that was released (datasets/public_logs): how fast it was,
// and how that code differs from the paper's system.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/runtime/prefill_options.h"

namespace mllm_npu {

// One cause of the gap: what the released code does otherwise.
struct LogStep {
  std::string name;        // short: "no overlap"
  std::string cause;       // a sentence
  std::string source;      // commit and file that show it
  PrefillOptions options;  // with this step and all before it
};

struct PublicLog {
  std::string name{};        // "mllm-206"
  std::string repository{};  // "OWNER/NAME"
  std::int64_t issue = 0;
  std::string date{};    // of the thread
  std::string says{};    // its facts in our words
  std::string phone{};   // as stated
  std::string device{};  // card that stands for the phone
  std::string model{};
  std::int64_t prompt_length = 0;          // tokens
  double low = 0;                          // reported token/s; a range where the thread has one
  double high = 0;                         // at least low
  std::int64_t paper_prompt_length = 0;    // of the paper's number that the report is held against
  std::vector<std::string> assumptions{};  // where the thread does not say
  std::vector<std::string> unpriced{};     // causes that the code shows and no option prices
  std::vector<LogStep> steps{};            // one or more

  // Middle of the range.
  double tokens_per_second() const { return (low + high) / 2; }
};

// Reads {"source", "logs": [{"name", "repository", "issue", "date", "says", "phone", "device",
// "model", "prompt_length", "tokens_per_second": [low, high], "paper_prompt_length", "assumptions",
// "unpriced", "steps": [{"name", "cause", "source", "options"}]}]}; options as option_changes.h
// reads them. Errors: InputError for an unknown, missing or doubled key, a wrong type or range, a
// name that stands twice, no log or step, options that are out of range, a step that changes none.
std::vector<PublicLog> read_public_logs(const std::filesystem::path& path);

// Those of datasets/public_logs/public_logs.json below data_root().
std::vector<PublicLog> public_logs();

// Errors: InputError naming `flag`; it lists the names there are.
PublicLog find_public_log(const std::vector<PublicLog>& logs, const std::string& flag,
                          const std::string& name);

}  // namespace mllm_npu
