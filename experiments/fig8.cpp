// Fig. 8 (section 3.2): latency per token of a block's parts on the NPU, by chunk length.

#include "experiments/experiment_catalog.h"
#include "experiments/microbenchmark.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

constexpr const char* kDevice = "xiaomi-14";
constexpr std::int64_t kChunkLengths[] = {16, 32, 64, 128, 256, 512, 1024};

}  // namespace

std::vector<ResultRow> run_fig8(const World& world, const ExperimentOptions& /*options*/) {
  std::vector<ResultRow> rows;
  for (const char* model : {"qwen1.5-1.8b", "gemma-2b"}) {
    for (const char* part : {"QKV_Linear", "FFN"}) {
      for (const std::int64_t length : kChunkLengths) {
        const SimTime latency =
            part_latency(world.device(kDevice), world.model(model), part, length);
        rows.push_back(make_row(
            {{"device", kDevice}, {"model", model}, {"part", part}, {"chunk_length", length}},
            {{"latency_per_token", to_milliseconds(latency) / static_cast<double>(length), "ms"}}));
      }
    }
  }
  return rows;
}

}  // namespace mllm_npu
