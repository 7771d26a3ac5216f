#include "experiments/public_logs/public_log.h"

#include <algorithm>

#include "engine/base/data_root.h"
#include "engine/base/input_error.h"
#include "engine/base/json.h"
#include "engine/graph/chunk.h"
#include "experiments/public_logs/option_changes.h"

namespace mllm_npu {
namespace {

constexpr std::int64_t kMostIssues = 1'000'000'000;
constexpr double kFastest = 1e9;  // token/s
constexpr double kSlowest = 1e-6;

// Elements of an array that must have one.
std::vector<JsonReader> some(const JsonReader& reader) {
  std::vector<JsonReader> elements = reader.elements();
  if (elements.empty()) reader.fail("one or more", "none");
  return elements;
}

// Errors when one of `before` has the name that `reader` reads.
template <class Named>
std::string new_name(const JsonReader& reader, const std::vector<Named>& before) {
  const std::string name = reader.string();
  for (const Named& each : before) {
    if (each.name == name) reader.fail("a name of its own", name);
  }
  return name;
}

std::vector<std::string> read_sentences(const JsonReader& reader) {
  std::vector<std::string> sentences;
  for (const JsonReader& sentence : reader.elements()) sentences.push_back(sentence.string());
  return sentences;
}

std::vector<LogStep> read_steps(const JsonReader& reader) {
  std::vector<LogStep> steps;
  for (const JsonReader& step : some(reader)) {
    step.allow_only({"name", "cause", "source", "options"});
    const PrefillOptions before = steps.empty() ? PrefillOptions{} : steps.back().options;
    steps.push_back({.name = new_name(step.at("name"), steps),
                     .cause = step.at("cause").string(),
                     .source = step.at("source").string(),
                     .options = with_changes(before, step.at("options"))});
  }
  return steps;
}

void read_speed(PublicLog& log, const JsonReader& reader) {
  const std::vector<JsonReader> ends = reader.elements();
  if (ends.size() != 2) reader.fail("[lowest, highest]");
  log.low = ends[0].number(kSlowest, kFastest);
  log.high = ends[1].number(log.low, kFastest);
}

PublicLog read_log(const JsonReader& reader, const std::vector<PublicLog>& before) {
  reader.allow_only({"name", "repository", "issue", "date", "says", "phone", "device", "model",
                     "prompt_length", "tokens_per_second", "paper_prompt_length", "assumptions",
                     "unpriced", "steps"});
  PublicLog log{.name = new_name(reader.at("name"), before),
                .repository = reader.at("repository").string(),
                .issue = reader.at("issue").integer(1, kMostIssues),
                .date = reader.at("date").string(),
                .says = reader.at("says").string(),
                .phone = reader.at("phone").string(),
                .device = reader.at("device").string(),
                .model = reader.at("model").string(),
                .prompt_length = reader.at("prompt_length").integer(1, kMaxPromptLength)};
  read_speed(log, reader.at("tokens_per_second"));
  log.paper_prompt_length = reader.at("paper_prompt_length").integer(1, kMaxPromptLength);
  log.assumptions = read_sentences(reader.at("assumptions"));
  log.unpriced = read_sentences(reader.at("unpriced"));
  log.steps = read_steps(reader.at("steps"));
  return log;
}

}  // namespace

std::vector<PublicLog> read_public_logs(const std::filesystem::path& path) {
  const boost::json::value json = read_json(path);
  const JsonReader reader(path.string(), "", json);
  reader.allow_only({"source", "logs"});
  reader.at("source").string();
  std::vector<PublicLog> logs;
  for (const JsonReader& log : some(reader.at("logs"))) logs.push_back(read_log(log, logs));
  return logs;
}

std::vector<PublicLog> public_logs() {
  return read_public_logs(data_root() / "datasets/public_logs/public_logs.json");
}

PublicLog find_public_log(const std::vector<PublicLog>& logs, const std::string& flag,
                          const std::string& name) {
  std::string known;
  for (const PublicLog& log : logs) {
    if (log.name == name) return log;
    known += (known.empty() ? "" : ", ") + log.name;
  }
  throw InputError("command line", flag, "one of " + known, name);
}

}  // namespace mllm_npu
