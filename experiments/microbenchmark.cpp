#include "experiments/microbenchmark.h"

#include <algorithm>
#include <vector>

#include "engine/base/input_error.h"
#include "engine/graph/npu_graph.h"
#include "engine/graph/transformer_block.h"
#include "engine/soc/latency_model.h"
#include "engine/soc/npu_runtime.h"

namespace mllm_npu {
namespace {

struct ProcessorName {
  const char* name;
  Processor processor;
  Dtype dtype;
};
constexpr ProcessorName kProcessorNames[] = {{"npu-int8", Processor::kNpu, Dtype::kInt8},
                                             {"npu-fp16", Processor::kNpu, Dtype::kFp16},
                                             {"cpu-int8", Processor::kCpu, Dtype::kInt8},
                                             {"gpu-fp16", Processor::kGpu, Dtype::kFp16}};

SimTime price_alone(const DeviceSpec& device, Processor processor,
                    std::vector<Operator> operators) {
  if (processor == Processor::kNpu) compile_npu_graph("microbenchmark", operators);
  const Subgraph subgraph{.affinity = processor, .operators = std::move(operators)};
  return price_of(CardLatencyModel(device), subgraph).duration;
}

}  // namespace

SimTime matmul_latency(const DeviceSpec& device, const MatmulShape& shape,
                       const std::string& processor) {
  for (const ProcessorName& each : kProcessorNames) {
    if (processor != each.name) continue;
    return price_alone(device, each.processor,
                       {{.kind = OperatorKind::kLinear,
                         .dtype = each.dtype,
                         .rows = shape.m,
                         .inner = shape.k,
                         .columns = shape.n}});
  }
  throw InputError("", "processor", "npu-int8, npu-fp16, cpu-int8 or gpu-fp16", processor);
}

SimTime group_matmul_latency(const DeviceSpec& device, const MatmulShape& shape,
                             std::int64_t group_size) {
  return price_alone(device, Processor::kNpu,
                     {{.kind = OperatorKind::kGroupLinear,
                       .dtype = Dtype::kInt8,
                       .rows = shape.m,
                       .inner = shape.k,
                       .columns = shape.n,
                       .groups = (shape.k + group_size - 1) / group_size}});
}

SimTime part_latency(const DeviceSpec& device, const ModelConfig& model, const std::string& part,
                     std::int64_t chunk_length) {
  const bool qkv = part == "QKV_Linear";
  if (!qkv && part != "FFN") throw InputError("", "part", "QKV_Linear or FFN", part);
  if (qkv) {
    const Operator product{.kind = OperatorKind::kLinear,
                           .dtype = Dtype::kInt8,
                           .rows = chunk_length,
                           .inner = model.hidden_size,
                           .columns = model.hidden_size};
    return price_alone(device, Processor::kNpu, {product, product, product});
  }
  const TransformerBlock block =
      transformer_block(model, {.chunk_length = chunk_length}, chunk_length);
  const auto found =
      std::find_if(block.parts.begin(), block.parts.end(),
                   [](const BlockPart& each) { return each.subgraph.kind == SubgraphKind::kFfn; });
  return price_alone(device, Processor::kNpu, found->subgraph.operators);
}

GraphPreparation graph_preparation(const NpuSpec& npu, const ModelConfig& model) {
  const NpuRuntime runtime(npu);
  GraphPreparation sum;
  for (const BlockPart& part : transformer_block(model, {.chunk_length = 1}, 1).parts) {
    if (part.subgraph.affinity != Processor::kNpu) continue;
    const NpuGraph graph = compile_npu_graph("block", part.subgraph.operators);
    sum.build += runtime.build_price(graph) * model.num_hidden_layers;
    sum.optimize += runtime.optimize_price(graph) * model.num_hidden_layers;
  }
  return sum;
}

MatmulShape fig4_shape(const std::string& model) {
  return model == "qwen1.5-1.8b" ? MatmulShape{64, 2048, 11008} : MatmulShape{32, 4096, 8192};
}

}  // namespace mllm_npu
