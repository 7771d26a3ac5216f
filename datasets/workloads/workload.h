#pragma once

// What people ask of a phone: how long prompts and answers are (Table 5).

#include <cstdint>
#include <string>
#include <vector>

namespace mllm_npu {

// Lengths in tokens, both ends included.
struct TokenRange {
  std::int64_t low = 0;
  std::int64_t high = 0;
};

struct Workload {
  std::string name;   // "persona-chat"
  std::string title;  // "Persona-Chat"
  TokenRange prompt;
  TokenRange output;
};

// One use: a prompt, and what is generated after it.
struct Request {
  std::int64_t prompt_length = 0;  // tokens
  std::int64_t output_length = 0;  // tokens
};

// Those of datasets/workloads/workloads.json, in its order. Errors: InputError.
std::vector<Workload> workload_catalog();

// Errors: InputError that lists the names there are.
Workload find_workload(const std::string& name);

// `count` requests, both lengths drawn evenly and independently from the workload's ranges: the
// paper says no more of them. Same seed and workload, same requests, from every compiler; another
// workload, other ones. REQUIRES: count > 0.
std::vector<Request> draw_requests(const Workload& workload, std::size_t count, std::uint64_t seed);

}  // namespace mllm_npu
