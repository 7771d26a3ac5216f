#include "engine/execute/int8_linears.h"

#include <utility>

#include "engine/base/parallel.h"
#include "engine/execute/ffn_activation.h"
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

void Int8Linears::gate_up(std::int64_t layer, MatrixView<const std::int8_t> input,
                          MatrixView<std::int32_t> result) const {
  blocks_[static_cast<std::size_t>(layer)].gate_up.run(input, result);
}

void Int8Linears::down(std::int64_t layer, MatrixView<const std::int8_t> input,
                       MatrixView<std::int32_t> result) const {
  blocks_[static_cast<std::size_t>(layer)].down.run(input, result);
}

void Int8Linears::ffn(std::int64_t layer, MatrixView<const std::int8_t> input,
                      MatrixView<std::int32_t> result) {
  const float scale = model_.block(layer).input_scale_of(LinearRole::kDown);
  gate_up(layer, input, gate_up_.view());
  parallel_for(rows_, [&](std::int64_t row) {
    const std::span<const float> inner =
        activate_ffn(model_, layer, {.results = std::as_const(gate_up_).row(row)}, inner_.row(row));
    quantize(inner, scale, activated_.row(row));
  });
  down(layer, std::as_const(activated_).view(), result);
}

}  // namespace mllm_npu
