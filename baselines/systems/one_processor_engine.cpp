#include "baselines/systems/one_processor_engine.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "baselines/systems/model_work.h"
#include "engine/metrics/decode_time.h"
#include "engine/soc/memory_model.h"

namespace mllm_npu {
namespace {

double relative_speed(const SocSpec& soc, Processor processor) {
  return processor == Processor::kGpu ? soc.gpu.relative_speed : soc.cpu.relative_speed;
}

PowerComponent component_of(Processor processor) {
  return processor == Processor::kGpu ? PowerComponent::kGpu : PowerComponent::kCpu;
}

double active_power(const PowerSpec& power, Processor processor) {
  return processor == Processor::kGpu ? power.gpu_active : power.cpu_int8_active;
}

}  // namespace

OneProcessorEngine::OneProcessorEngine(EngineCard card, EngineTraits traits)
    : card_(std::move(card)), traits_(std::move(traits)) {}

bool OneProcessorEngine::supported(const ModelConfig& model, const DeviceSpec&) const {
  return std::find(card_.models.begin(), card_.models.end(), model.name) != card_.models.end();
}

std::int64_t OneProcessorEngine::batch_length(std::int64_t prompt_length) const {
  return traits_.batch_length == 0 ? prompt_length : std::min(traits_.batch_length, prompt_length);
}

double OneProcessorEngine::linear_seconds(const DeviceSpec& device, const LinearShape& linear,
                                          std::int64_t rows) const {
  const double operations = 2 * real(rows) * real(linear.k) * real(linear.n);
  const double throughput = card_.linear_throughput *
                            std::pow(operations / kReferenceOperations, card_.size_exponent) *
                            relative_speed(device.soc, traits_.processor);
  return operations / throughput;
}

double OneProcessorEngine::batch_seconds(const PrefillRequest& request, std::int64_t first,
                                         std::int64_t rows) const {
  const ModelConfig& model = request.model;
  double seconds = 0;
  for (const LinearShape& linear : block_linears(model)) {
    seconds += linear_seconds(request.device, linear, rows);
  }
  const double work = attention_operations(model, first, rows);
  const double speed = relative_speed(request.device.soc, traits_.processor);
  return real(model.num_hidden_layers) * seconds + work / (card_.throughput_of_attention() * speed);
}

double OneProcessorEngine::decode_bandwidth(const DeviceSpec& device) const {
  if (card_.decode_bandwidth != 0) return card_.decode_bandwidth;
  return traits_.processor == Processor::kGpu ? device.soc.gpu.matvec_bandwidth
                                              : device.soc.cpu.matvec_bandwidth;
}

SimTime OneProcessorEngine::decode(const DecodeRequest& request) const {
  return sim_time_from_seconds(
      decode_traffic(request.model, traits_.bytes_per_weight, request.context) /
      decode_bandwidth(request.device));
}

// Of one block, which the next one takes over: residual, norm, queries with keys and values,
// attention, scores, and the widest pair of the MLP; then the last token's logits.
MemoryUse OneProcessorEngine::memory_of(const PrefillRequest& request) const {
  const ModelConfig& model = request.model;
  const std::int64_t rows = batch_length(request.prompt_length);
  const std::int64_t scores =
      traits_.materializes_scores ? model.num_attention_heads * request.prompt_length : 0;
  const std::int64_t columns = 2 * model.hidden_size + 2 * query_size(model) +
                               2 * key_value_size(model) + scores + 2 * model.intermediate_size;
  const std::int64_t values = rows * columns + model.vocab_size;
  const double table = real(model.vocab_size * model.hidden_size);
  const double wider = traits_.bytes_per_embedding - traits_.bytes_per_weight;
  return {.weights = stored_weights(model, traits_.bytes_per_weight) +
                     Bytes{static_cast<std::int64_t>(table * wider)},
          .activations = {values * bytes_per_element(traits_.activations)},
          .kv_cache = kv_cache(model, request.prompt_length)};
}

PrefillResult OneProcessorEngine::prefill(const PrefillRequest& request) const {
  const ModelConfig& model = request.model;
  const std::int64_t batch = batch_length(request.prompt_length);
  double seconds = real(model.vocab_size * model.hidden_size) * traits_.bytes_per_weight /
                   decode_bandwidth(request.device);
  std::int64_t batches = 0;
  for (std::int64_t first = 0; first < request.prompt_length; first += batch, ++batches) {
    seconds += batch_seconds(request, first, std::min(batch, request.prompt_length - first));
  }
  const SimTime duration = sim_time_from_seconds(seconds);
  const MemoryUse memory = memory_of(request);
  const PowerSpec& power = request.device.soc.power;
  const double traffic = real(memory.weights.value) * real(batches);
  PrefillResult result;
  result.activities = {{.component = PowerComponent::kBase, .end = duration, .power = {power.base}},
                       {.component = component_of(traits_.processor),
                        .end = duration,
                        .power = {active_power(power, traits_.processor)}},
                       {.component = PowerComponent::kDram,
                        .end = duration,
                        .power = {traffic * power.dram_energy / to_seconds(duration)}}};
  const bool on_gpu = traits_.processor == Processor::kGpu;
  result.metrics = {.prompt_length = request.prompt_length,
                    .time_to_first_token = duration,
                    .cpu_busy = on_gpu ? SimTime{} : duration,
                    .gpu_busy = on_gpu ? duration : SimTime{},
                    .energy = energy_of(result.activities),
                    .memory = memory};
  return result;
}

}  // namespace mllm_npu
