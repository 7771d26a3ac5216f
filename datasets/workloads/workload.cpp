#include "datasets/workloads/workload.h"

#include <random>
#include <span>

#include "engine/base/data_root.h"
#include "engine/base/fnv1a.h"
#include "engine/base/input_error.h"
#include "engine/base/json.h"

namespace mllm_npu {
namespace {

constexpr std::int64_t kMostTokens = 1 << 20;

TokenRange read_range(const JsonReader& reader) {
  const std::vector<JsonReader> ends = reader.elements();
  if (ends.size() != 2) reader.fail("[lowest, highest]");
  const std::int64_t low = ends[0].integer(1, kMostTokens);
  return {.low = low, .high = ends[1].integer(low, kMostTokens)};
}

Workload read_workload(const JsonReader& reader) {
  reader.allow_only({"name", "title", "prompt_tokens", "output_tokens"});
  return {.name = reader.at("name").string(),
          .title = reader.at("title").string(),
          .prompt = read_range(reader.at("prompt_tokens")),
          .output = read_range(reader.at("output_tokens"))};
}

// Modulo is uneven by less than the range / 2^64.
std::int64_t draw(std::mt19937_64& engine, TokenRange range) {
  const auto lengths = static_cast<std::uint64_t>(range.high - range.low + 1);
  return range.low + static_cast<std::int64_t>(engine() % lengths);
}

}  // namespace

std::vector<Workload> workload_catalog() {
  const std::filesystem::path path = data_root() / "datasets/workloads/workloads.json";
  const boost::json::value json = read_json(path);
  const JsonReader reader(path.string(), "", json);
  reader.allow_only({"source", "workloads"});
  reader.at("source").string();
  std::vector<Workload> workloads;
  for (const JsonReader& each : reader.at("workloads").elements()) {
    workloads.push_back(read_workload(each));
  }
  return workloads;
}

Workload find_workload(const std::string& name) {
  std::string known;
  for (Workload& workload : workload_catalog()) {
    if (workload.name == name) return workload;
    known += (known.empty() ? "" : ", ") + workload.name;
  }
  throw InputError("", "workload", "one of " + known, name);
}

std::vector<Request> draw_requests(const Workload& workload, std::size_t count,
                                   std::uint64_t seed) {
  Fnv1a hash;
  hash.add(seed);
  hash.add(std::as_bytes(std::span(workload.name)));
  std::mt19937_64 engine(hash.value());
  std::vector<Request> requests;
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t prompt = draw(engine, workload.prompt);
    requests.push_back({.prompt_length = prompt, .output_length = draw(engine, workload.output)});
  }
  return requests;
}

}  // namespace mllm_npu
