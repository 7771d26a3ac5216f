#include "engine/execute/int8_linears.h"

#include <utility>

#include "engine/base/parallel.h"
#include "engine/kernels/activation.h"
#include "engine/kernels/quantize.h"

namespace mllm_npu {

Int8Linears::Int8Linears(const QuantizedModel& model, std::int64_t rows)
    : model_(model), rows_(rows) {
  const std::int64_t inner = model.model().intermediate_size;
  const std::int64_t both = model.model().gated_mlp ? 2 * inner : inner;
  gate_up_ = Matrix<std::int32_t>(rows, both);
  inner_ = Matrix<float>(rows, both);
  activated_ = Matrix<std::int8_t>(rows, inner);
  blocks_.reserve(model.blocks.size());
  for (const QuantizedBlock& block : model.blocks) {
    blocks_.push_back({.qkv = Int8Matmul(block.qkv, rows),
                       .output = Int8Matmul(block.output, rows),
                       .gate_up = Int8Matmul(block.gate_up, rows),
                       .down = Int8Matmul(block.down, rows)});
  }
}

void Int8Linears::qkv(std::int64_t layer, MatrixView<const std::int8_t> input,
                      MatrixView<std::int32_t> result) const {
  blocks_[static_cast<std::size_t>(layer)].qkv.run(input, result);
}

void Int8Linears::output(std::int64_t layer, MatrixView<const std::int8_t> input,
                         MatrixView<std::int32_t> result) const {
  blocks_[static_cast<std::size_t>(layer)].output.run(input, result);
}

void Int8Linears::ffn(std::int64_t layer, MatrixView<const std::int8_t> input,
                      MatrixView<std::int32_t> result) {
  const Block& block = blocks_[static_cast<std::size_t>(layer)];
  block.gate_up.run(input, gate_up_.view());
  parallel_for(rows_, [&](std::int64_t row) { activate_row(layer, row); });
  block.down.run(std::as_const(activated_).view(), result);
}

void Int8Linears::activate_row(std::int64_t layer, std::int64_t row) {
  const QuantizedBlock& block = model_.block(layer);
  const ModelConfig& model = model_.model();
  const auto inner = static_cast<std::size_t>(model.intermediate_size);
  const std::span<const std::int32_t> results = std::as_const(gate_up_).row(row);
  const std::span<float> values = inner_.row(row);
  const std::span<float> first = values.first(inner);
  if (model.gated_mlp) {
    const std::span<float> up = values.last(inner);
    dequantize(results.first(inner), block.result_scale_of(LinearRole::kGate),
               block.bias_of(LinearRole::kGate), first);
    dequantize(results.last(inner), block.result_scale_of(LinearRole::kUp),
               block.bias_of(LinearRole::kUp), up);
    activate(model.hidden_act, first);
    multiply(first, up);
  } else {
    dequantize(results, block.result_scale_of(LinearRole::kUp), block.bias_of(LinearRole::kUp),
               first);
    activate(model.hidden_act, first);
  }
  quantize(first, block.input_scale_of(LinearRole::kDown), activated_.row(row));
}

}  // namespace mllm_npu
