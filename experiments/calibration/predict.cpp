#include "experiments/calibration/predict.h"

#include <cmath>

#include "baselines/systems/naive_npu.h"
#include "engine/graph/chunk.h"
#include "engine/runtime/end_to_end.h"
#include "experiments/ablation_steps.h"
#include "experiments/microbenchmark.h"

namespace mllm_npu {
namespace {

std::string text(const PrintedNumber& row, const char* name) {
  const auto* value = find_factor(row.factors, name);
  return value == nullptr ? "" : factor_text(*value);
}

double number(const PrintedNumber& row, const char* name) {
  return find_factor(row.factors, name)->to_number<double>();
}

std::int64_t integer(const PrintedNumber& row, const char* name) {
  return std::llround(number(row, name));
}

// Graphs are built only for the chunk length that the prompt takes: a fit asks thousands of times,
// and the others change nothing.
PrefillMetrics run(const World& world, const PrintedNumber& row, const std::string& system,
                   std::int64_t prompt_length, PrefillOptions options = {}) {
  options.chunk_lengths = {choose_chunk_length(prompt_length, options.chunk_lengths)};
  return world.system(system)
      ->prefill({.model = world.model(text(row, "model")),
                 .device = world.device(text(row, "device")),
                 .prompt_length = prompt_length,
                 .options = options})
      .metrics;
}

double predict_table3(const PrintedNumber& row, const World& world) {
  const MatmulShape shape{integer(row, "m"), integer(row, "k"), integer(row, "n")};
  return to_milliseconds(
      matmul_latency(world.device(text(row, "device")), shape, text(row, "processor")));
}

std::optional<double> predict_fig2(const PrintedNumber& row, const World& world) {
  const std::string step = text(row, "step");
  if (step != "build" && step != "optimize") return std::nullopt;
  const GraphPreparation prices =
      graph_preparation(world.device("redmi-k70-pro").soc.npu, world.model(text(row, "model")));
  const SimTime sum = step == "build" ? prices.build : prices.optimize;
  return row.unit == "s" ? to_seconds(sum) : to_milliseconds(sum);
}

std::optional<double> predict_fig4(const PrintedNumber& row, const World& world) {
  if (row.measure != "operator_latency") return std::nullopt;
  const DeviceSpec& device = world.device(text(row, "device"));
  const MatmulShape shape = fig4_shape(text(row, "model"));
  const std::string quantizer = text(row, "quantizer");
  const bool per_group = quantizer == "AWQ" || quantizer == "K-Quant";
  return to_milliseconds(per_group ? group_matmul_latency(device, shape, kGroupSize)
                                   : matmul_latency(device, shape, "npu-int8"));
}

double predict_fig8(const PrintedNumber& row, const World& world) {
  const std::int64_t length = integer(row, "chunk_length");
  const SimTime latency = part_latency(world.device(text(row, "device")),
                                       world.model(text(row, "model")), text(row, "part"), length);
  return to_milliseconds(latency) / static_cast<double>(length);
}

double predict_fig14(const PrintedNumber& row, const World& world) {
  const PrefillMetrics metrics =
      run(world, row, text(row, "system"), integer(row, "prompt_length"));
  if (row.measure == "prefill_energy") return metrics.energy.total().value;
  return metrics.tokens_per_second();
}

std::optional<double> predict_fig16(const PrintedNumber& row, const World& world) {
  if (row.measure != "prefill_tokens_per_second") return std::nullopt;
  PrefillOptions options;
  options.pruning_rate = number(row, "pruning_rate") / 100;
  return run(world, row, "mllm-npu", kAblationPromptLength, options).tokens_per_second();
}

double predict_fig17(const PrintedNumber& row, const World& world) {
  const PrefillMetrics metrics =
      run(world, row, text(row, "system"), integer(row, "prompt_length"));
  return to_gigabytes(metrics.memory.total());
}

double predict_fig19(const PrintedNumber& row, const World& world) {
  for (const AblationStep& step : ablation_steps()) {
    if (step.name != text(row, "step")) continue;
    return run(world, row, step.system, kAblationPromptLength, step.options).tokens_per_second();
  }
  return std::nan("");
}

double middle(const PrintedNumber& row, const char* name) {
  const auto& range = find_factor(row.factors, name)->as_array();
  return (range[0].to_number<double>() + range[1].to_number<double>()) / 2;
}

// Of all whole numbers in the range, which are drawn equally often (datasets/workloads).
double geometric_mean_of(const PrintedNumber& row, const char* name) {
  const auto& range = find_factor(row.factors, name)->as_array();
  std::vector<double> numbers;
  for (double each = range[0].to_number<double>(); each <= range[1].to_number<double>(); ++each) {
    numbers.push_back(each);
  }
  return geometric_mean(numbers);
}

// All output tokens at the context in which the middle one is decoded.
std::optional<double> predict_table5(const PrintedNumber& row, const World& world) {
  if (row.measure != "decode") return std::nullopt;
  const double tokens = geometric_mean_of(row, "output_tokens");
  const auto context = std::llround(middle(row, "prompt_tokens") + tokens / 2);
  const SimTime token = world.system(text(row, "system"))
                            ->decode({.model = world.model(text(row, "model")),
                                      .device = world.device(text(row, "device")),
                                      .context = context});
  return tokens * to_seconds(token);
}

}  // namespace

std::optional<double> predict(const PrintedNumber& row, const World& world) {
  if (row.id == "table3") return predict_table3(row, world);
  if (row.id == "fig2") return predict_fig2(row, world);
  if (row.id == "fig4") return predict_fig4(row, world);
  if (row.id == "fig8") return predict_fig8(row, world);
  if (row.id == "fig14" || row.id == "fig15") return predict_fig14(row, world);
  if (row.id == "fig16") return predict_fig16(row, world);
  if (row.id == "fig17") return predict_fig17(row, world);
  if (row.id == "fig19") return predict_fig19(row, world);
  if (row.id == "table5") return predict_table5(row, world);
  return std::nullopt;
}

}  // namespace mllm_npu
