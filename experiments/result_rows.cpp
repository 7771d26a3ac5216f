#include "experiments/result_rows.h"

namespace mllm_npu {

ResultRow make_row(std::initializer_list<std::pair<const char*, FactorValue>> factors,
                   std::vector<Measure> measures) {
  ResultRow row;
  for (const auto& [name, value] : factors) row.factors.emplace_back(name, value.json());
  row.measures = std::move(measures);
  return row;
}

Measure supported_measure(const InferenceSystem& system, const ModelConfig& model,
                          const DeviceSpec& device) {
  return {"supported", system.supported(model, device) ? 1.0 : 0.0, "1"};
}

std::vector<Measure> prefill_measures(const PrefillMetrics& metrics) {
  return {{"prefill_tokens_per_second", metrics.tokens_per_second(), "token/s"},
          {"time_to_first_token", to_seconds(metrics.time_to_first_token), "s"},
          {"prefill_energy", metrics.energy.total().value, "J"},
          {"npu_bubble_rate", 100 * metrics.npu_bubble_rate, "%"},
          {"peak_memory", to_gigabytes(metrics.memory.total()), "GB"}};
}

std::vector<Measure> energy_measures(const PrefillResult& result, SimTime sampling) {
  const PrefillMetrics& metrics = result.metrics;
  const EnergyUse& energy = metrics.energy;
  const double total = energy.total().value;
  const Joules sampled = sampled_energy(power_trace(result.activities), sampling);
  return {{"prefill_energy", total, "J"},
          {"base_energy", energy.of(PowerComponent::kBase).value, "J"},
          {"cpu_energy", energy.of(PowerComponent::kCpu).value, "J"},
          {"gpu_energy", energy.of(PowerComponent::kGpu).value, "J"},
          {"npu_energy", energy.of(PowerComponent::kNpu).value, "J"},
          {"dram_energy", energy.of(PowerComponent::kDram).value, "J"},
          {"energy_per_token", 1e3 * total / static_cast<double>(metrics.prompt_length), "mJ"},
          {"mean_power", total / to_seconds(metrics.time_to_first_token), "W"},
          {"sampled_energy", sampled.value, "J"}};
}

std::vector<Measure> memory_measures(const MemoryUse& memory) {
  return {{"weight_memory", to_gigabytes(memory.weights), "GB"},
          {"graph_memory", to_gigabytes(memory.graphs), "GB"},
          {"activation_memory", to_gigabytes(memory.activations), "GB"},
          {"kv_cache_memory", to_gigabytes(memory.kv_cache), "GB"},
          {"shadow_memory", to_gigabytes(memory.shadow), "GB"}};
}

std::vector<Measure> busy_measures(const PrefillMetrics& metrics) {
  std::vector<Measure> measures = {{"npu_busy_time", to_milliseconds(metrics.npu_busy), "ms"},
                                   {"cpu_busy_time", to_milliseconds(metrics.cpu_busy), "ms"}};
  if (metrics.cpu_busy > SimTime{}) {
    const double ratio = to_seconds(metrics.npu_busy) / to_seconds(metrics.cpu_busy);
    measures.push_back({"npu_over_cpu_busy_time", ratio, "x"});
  }
  return measures;
}

std::vector<Measure> schedule_measures(const PrefillMetrics& metrics) {
  std::vector<Measure> measures = {
      {"npu_bubble_rate", 100 * metrics.npu_bubble_rate, "%"},
      {"inner_npu_bubble_rate", 100 * metrics.inner_npu_bubble_rate, "%"},
      {"makespan", to_milliseconds(metrics.time_to_first_token - metrics.graph_building), "ms"},
      {"lower_bound", to_milliseconds(metrics.bounds.lower_bound()), "ms"},
      {"critical_path", to_milliseconds(metrics.bounds.critical_path), "ms"}};
  for (Measure& measure : busy_measures(metrics)) measures.push_back(std::move(measure));
  return measures;
}

}  // namespace mllm_npu
