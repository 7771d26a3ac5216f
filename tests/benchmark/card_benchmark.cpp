// How long it takes to read cards. No target: a few milliseconds are not felt, and every command
// reads a handful.

#include <benchmark/benchmark.h>

#include "engine/model/model_catalog.h"
#include "engine/quant/outlier_profile.h"
#include "engine/soc/soc_catalog.h"

namespace mllm_npu {
namespace {

void model_card(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(find_model("llama-2-7b"));
}
BENCHMARK(model_card)->Unit(benchmark::kMicrosecond);

// With the card of its SoC.
void device_card(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(find_device("redmi-k70-pro"));
}
BENCHMARK(device_card)->Unit(benchmark::kMicrosecond);

void outlier_card(benchmark::State& state) {
  const ModelConfig model = find_model("qwen1.5-1.8b");
  for (auto _ : state) benchmark::DoNotOptimize(find_outlier_profile(model));
}
BENCHMARK(outlier_card)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace mllm_npu
