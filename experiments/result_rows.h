#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "engine/metrics/result_record.h"
#include "engine/runtime/inference_system.h"

namespace mllm_npu {

// How often the paper reads the power of a phone (section 4.1).
inline constexpr SimTime kPowerSampling = std::chrono::milliseconds(100);

// A factor's value: text or a number.
class FactorValue {
 public:
  FactorValue(const char* text) : json_(text) {}
  FactorValue(const std::string& text) : json_(text.c_str()) {}
  FactorValue(std::int64_t number) : json_(number) {}
  FactorValue(int number) : json_(number) {}
  FactorValue(double number) : json_(number) {}
  const boost::json::value& json() const { return json_; }

 private:
  boost::json::value json_;
};

// REQUIRES: no name twice.
ResultRow make_row(std::initializer_list<std::pair<const char*, FactorValue>> factors,
                   std::vector<Measure> measures);

// supported [1]: 1 where the paper's system runs the model on the phone, 0 where it does not, and
// the row is a prediction that no picture shows.
Measure supported_measure(const InferenceSystem& system, const ModelConfig& model,
                          const DeviceSpec& device);

// What every system reports of a prefill: prefill_tokens_per_second [token/s], time_to_first_token
// [s], prefill_energy [J], npu_bubble_rate [%], peak_memory [GB].
std::vector<Measure> prefill_measures(const PrefillMetrics& metrics);

// prefill_energy [J] and its parts by component: base_energy, cpu_energy, ... [J]; energy_per_token
// [mJ]; mean_power [W]; sampled_energy [J], as read every `sampling`.
std::vector<Measure> energy_measures(const PrefillResult& result,
                                     SimTime sampling = kPowerSampling);

// Memory by owner: weight_memory, graph_memory, activation_memory, kv_cache_memory, shadow_memory
// [GB].
std::vector<Measure> memory_measures(const MemoryUse& memory);

// npu_busy_time and cpu_busy_time [ms]; npu_over_cpu_busy_time [x] where the CPU worked.
std::vector<Measure> busy_measures(const PrefillMetrics& metrics);

// What a schedule is judged by: npu_bubble_rate (of the time to the first token) and
// inner_npu_bubble_rate [%]; makespan (graphs that are built for the prompt not included), its
// lower_bound and critical_path [ms]; the busy measures.
std::vector<Measure> schedule_measures(const PrefillMetrics& metrics);

}  // namespace mllm_npu
