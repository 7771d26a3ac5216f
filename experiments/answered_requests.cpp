#include "experiments/answered_requests.h"

#include <algorithm>

#include "engine/runtime/end_to_end.h"

namespace mllm_npu {
namespace {

constexpr std::size_t kRequests = 20;

boost::json::array range(TokenRange tokens) { return {tokens.low, tokens.high}; }

}  // namespace

MeanTimes answer(const World& world, const Place& place, const std::vector<Request>& requests,
                 const PrefillOptions& prefill_options) {
  const auto system = world.system(place.system);
  std::vector<double> prefill;
  std::vector<double> decode;
  std::vector<double> whole;
  for (const Request& request : requests) {
    const EndToEnd times = end_to_end(*system,
                                      {.model = world.model(place.model),
                                       .device = world.device(place.device),
                                       .prompt_length = request.prompt_length,
                                       .options = prefill_options},
                                      request.output_length);
    prefill.push_back(to_seconds(times.prefill));
    decode.push_back(to_seconds(times.decode));
    whole.push_back(to_seconds(times.total()));
  }
  return {.prefill = geometric_mean(prefill),
          .decode = geometric_mean(decode),
          .end_to_end = geometric_mean(whole)};
}

std::vector<Request> requests_of(const Workload& workload, const ExperimentOptions& options) {
  return draw_requests(workload, kRequests, options.seed);
}

std::vector<Workload> workloads_of(const ExperimentOptions& options) {
  std::vector<Workload> workloads = workload_catalog();
  if (options.quick) workloads.resize(std::min<std::size_t>(workloads.size(), 1));
  return workloads;
}

Factors range_factors(const Workload& workload) {
  return {{"prompt_tokens", range(workload.prompt)}, {"output_tokens", range(workload.output)}};
}

}  // namespace mllm_npu
