#include "baselines/systems/powerinfer_v2_npu.h"

#include <algorithm>

#include "baselines/systems/model_work.h"
#include "engine/metrics/decode_time.h"
#include "engine/soc/memory_model.h"

namespace mllm_npu {
namespace {

// Groups of 32 four-bit weights with an fp16 scale.
constexpr double kBytesPerWeight = 18.0 / 32.0;

// Buffers for the layer that computes and the one that is read.
constexpr std::int64_t kLayersInMemory = 2;

// What one layer takes on each resource, in seconds.
struct LayerTimes {
  double flash = 0;
  double npu = 0;
  double cpu = 0;
};

struct LayerWork {
  double weights = 0;   // linears of a block
  double clusters = 0;  // reads
};

LayerWork work_of(const ModelConfig& model) {
  LayerWork work;
  for (const LinearShape& linear : block_linears(model)) {
    work.weights += real(linear.k * linear.n);
    work.clusters += real((linear.k + kClusterChannels - 1) / kClusterChannels);
  }
  return work;
}

LayerTimes times_of(const PrefillRequest& request, const EngineCard& card) {
  const ModelConfig& model = request.model;
  const DeviceSpec& device = request.device;
  const LayerWork work = work_of(model);
  const double attention =
      attention_operations(model, 0, request.prompt_length) / real(model.num_hidden_layers);
  return {.flash = work.weights * kBytesPerWeight / device.flash.bandwidth +
                   work.clusters * device.flash.latency,
          .npu = 2 * work.weights * real(request.prompt_length) /
                 (card.linear_throughput * device.soc.npu.relative_speed),
          .cpu = attention / (card.throughput_of_attention() * device.soc.cpu.relative_speed)};
}

// What a prefill has done, and until when.
struct Course {
  std::vector<Activity> activities;
  double npu = 0;
  double cpu = 0;
  double end = 0;
};

void add(Course& course, PowerComponent component, double seconds, double power) {
  course.activities.push_back({.component = component,
                               .start = sim_time_from_seconds(course.end),
                               .end = sim_time_from_seconds(course.end + seconds),
                               .power = {power}});
  course.end += seconds;
}

// A layer starts when the one before has ended and its own weights are there.
Course run_layers(const LayerTimes& times, std::int64_t layers, const PowerSpec& power) {
  Course course;
  for (std::int64_t layer = 0; layer < layers; ++layer) {
    course.end = std::max(course.end, real(layer + 1) * times.flash);
    add(course, PowerComponent::kNpu, times.npu, power.npu_active);
    add(course, PowerComponent::kCpu, times.cpu, power.cpu_float_active);
    course.npu += times.npu;
    course.cpu += times.cpu;
  }
  return course;
}

MemoryUse memory_of(const PrefillRequest& request) {
  const ModelConfig& model = request.model;
  const double blocks = real(linear_weight_count(model));
  const std::int64_t layers = std::min(kLayersInMemory, model.num_hidden_layers);
  const double held = blocks * real(layers) / real(model.num_hidden_layers);
  const double rest = real(parameter_count(model)) - blocks;
  const std::int64_t columns = 2 * model.hidden_size + 2 * query_size(model) +
                               2 * key_value_size(model) + 2 * model.intermediate_size;
  return {.weights = {static_cast<std::int64_t>((held + rest) * kBytesPerWeight)},
          .activations = {request.prompt_length * columns * bytes_per_element(Dtype::kFp16)},
          .kv_cache = kv_cache(model, request.prompt_length)};
}

}  // namespace

bool PowerInferV2Npu::supported(const ModelConfig& model, const DeviceSpec&) const {
  return std::find(card_.models.begin(), card_.models.end(), model.name) != card_.models.end();
}

PrefillResult PowerInferV2Npu::prefill(const PrefillRequest& request) const {
  const ModelConfig& model = request.model;
  const PowerSpec& power = request.device.soc.power;
  Course course = run_layers(times_of(request, card_), model.num_hidden_layers, power);
  const double head = real(model.vocab_size * model.hidden_size) * kBytesPerWeight /
                      request.device.soc.cpu.matvec_bandwidth;
  add(course, PowerComponent::kCpu, head, power.cpu_float_active);
  const SimTime end = sim_time_from_seconds(course.end);
  const double traffic = real(parameter_count(model)) * kBytesPerWeight;
  PrefillResult result{.activities = std::move(course.activities)};
  result.activities.push_back(
      {.component = PowerComponent::kBase, .end = end, .power = {power.base}});
  result.activities.push_back(
      {.component = PowerComponent::kNpu, .end = end, .power = {power.npu_idle}});
  // Weights are written by the flash controller and read by the NPU.
  result.activities.push_back({.component = PowerComponent::kDram,
                               .end = end,
                               .power = {2 * traffic * power.dram_energy / to_seconds(end)}});
  result.metrics = {.prompt_length = request.prompt_length,
                    .time_to_first_token = end,
                    .npu_busy = sim_time_from_seconds(course.npu),
                    .cpu_busy = sim_time_from_seconds(course.cpu + head),
                    .npu_bubble_rate = 1 - course.npu / course.end,
                    .energy = energy_of(result.activities),
                    .memory = memory_of(request)};
  return result;
}

SimTime PowerInferV2Npu::decode(const DecodeRequest& request) const {
  return sim_time_from_seconds(decode_traffic(request.model, kBytesPerWeight, request.context) /
                               request.device.soc.cpu.matvec_bandwidth);
}

}  // namespace mllm_npu
