#include "baselines/systems/llama_cpp_cpu.h"

#include "engine/base/card_fact.h"
#include "engine/base/input_error.h"
#include "engine/soc/memory_model.h"

namespace mllm_npu {
namespace {

// Q8_0: 32 weights share an fp16 scale.
constexpr double kBytesPerWeight = 34.0 / 32.0;

double count(std::int64_t number) { return static_cast<double>(number); }

// Queries × keys that a causal mask, and a sliding window, leave.
double attended_pairs(const ModelConfig& model, std::int64_t tokens) {
  const double all = count(tokens) * count(tokens + 1) / 2;
  if (!model.sliding_window || tokens <= *model.sliding_window) return all;
  const double hidden = count(tokens - *model.sliding_window);
  return all - hidden * (hidden + 1) / 2;
}

Bytes weights(const ModelConfig& model) {
  return {static_cast<std::int64_t>(count(parameter_count(model)) * kBytesPerWeight)};
}

}  // namespace

LlamaCppConstants read_llama_cpp_card(const std::filesystem::path& path) {
  const boost::json::value json = read_json(path);
  const JsonReader card(path.string(), "", json);
  card.allow_only({"name", "title", "source", "facts"});
  read_card_name(card);
  card.at("title").string();
  card.at("source").string();
  const JsonReader facts = card.at("facts");
  facts.allow_only({"int8_throughput", "float_throughput"});
  return {.int8_throughput = read_fact(facts.at("int8_throughput"), "GOPS", 0.01, 1e6) * 1e9,
          .float_throughput = read_fact(facts.at("float_throughput"), "GFLOPS", 0.01, 1e6) * 1e9};
}

double LlamaCppCpu::prefill_seconds(const PrefillRequest& request) const {
  const ModelConfig& model = request.model;
  const double linear = 2 * count(linear_weight_count(model)) * count(request.prompt_length);
  const double attention = 2 * 2 * attended_pairs(model, request.prompt_length) *
                           count(query_size(model)) * count(model.num_hidden_layers);
  const double head = count(model.vocab_size * model.hidden_size) * kBytesPerWeight;
  return (linear / constants_.int8_throughput + attention / constants_.float_throughput) /
             request.device.soc.cpu.relative_speed +
         head / request.device.soc.cpu.matvec_bandwidth;
}

PrefillResult LlamaCppCpu::prefill(const PrefillRequest& request) const {
  const SimTime duration = sim_time_from_seconds(prefill_seconds(request));
  const PowerSpec& power = request.device.soc.power;
  const double traffic = count(weights(request.model).value);
  const std::vector<Activity> activities = {
      {.component = PowerComponent::kBase, .end = duration, .power = {power.base}},
      {.component = PowerComponent::kCpu, .end = duration, .power = {power.cpu_int8_active}},
      {.component = PowerComponent::kDram,
       .end = duration,
       .power = {traffic * power.dram_energy / to_seconds(duration)}}};
  PrefillMetrics metrics{.prompt_length = request.prompt_length,
                         .time_to_first_token = duration,
                         .cpu_busy = duration,
                         .energy = energy_of(activities)};
  metrics.memory = {.weights = weights(request.model),
                    .kv_cache = kv_cache(request.model, request.prompt_length)};
  return {.metrics = metrics};
}

}  // namespace mllm_npu
