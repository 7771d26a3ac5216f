// Table 3 (section 2.3): one matrix product, (m × k) times (k × n), on each processor.

#include "experiments/experiment_catalog.h"
#include "experiments/microbenchmark.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

constexpr const char* kDevice = "redmi-k70-pro";

constexpr MatmulShape kShapes[] = {{64, 2048, 2048}, {64, 2048, 8192}, {64, 2048, 11008},
                                   {32, 4096, 4096}, {32, 4096, 8192}, {32, 4096, 11008}};

}  // namespace

std::vector<ResultRow> run_table3(const World& world, const ExperimentOptions& /*options*/) {
  std::vector<ResultRow> rows;
  for (const MatmulShape& shape : kShapes) {
    for (const char* processor : {"npu-int8", "cpu-int8", "gpu-fp16", "npu-fp16"}) {
      const SimTime latency = matmul_latency(world.device(kDevice), shape, processor);
      rows.push_back(make_row({{"device", kDevice},
                               {"m", shape.m},
                               {"k", shape.k},
                               {"n", shape.n},
                               {"processor", processor}},
                              {{"matmul_latency", to_milliseconds(latency), "ms"}}));
    }
  }
  return rows;
}

}  // namespace mllm_npu
