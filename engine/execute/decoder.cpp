#include "engine/execute/decoder.h"

#include <utility>

#include "engine/kernels/fp32_matmul.h"

namespace mllm_npu {

Decoder::Decoder(const QuantizedModel& model, const RotaryTable& rotary)
    : model_(model),
      linears_(model, 1),
      float_(model, rotary, 1),
      values_(model, 1),
      hidden_(1, model.model().hidden_size),
      logits_(1, model.model().vocab_size) {}

void Decoder::multiply_shadow(std::int64_t layer, LinearInput input) {
  if (model_.shadow != nullptr && model_.shadow->weights.has(layer, input)) {
    values_.shadow->multiply(layer, input, 1);
  }
}

void Decoder::feed_forward(std::int64_t layer) {
  const MatrixView<const std::int8_t> input = float_.ffn_input(values_);
  if (model_.shadow == nullptr) return linears_.ffn(layer, input, values_.ffn.view());
  linears_.gate_up(layer, input, values_.gate_up.view());
  multiply_shadow(layer, LinearInput::kGateUp);
  float_.ffn_synchronization(layer, values_);
  linears_.down(layer, std::as_const(values_).activated.view(), values_.ffn.view());
  multiply_shadow(layer, LinearInput::kDown);
}

std::span<const float> Decoder::decode(TokenId token, KvCache& cache) {
  const ChunkValues& read = values_;
  float_.embedding({&token, 1}, cache.tokens(0), values_);
  for (std::int64_t layer = 0; layer < model_.model().num_hidden_layers; ++layer) {
    float_.attention_norm(layer, values_);
    linears_.qkv(layer, read.input.view(), values_.qkv.view());
    multiply_shadow(layer, LinearInput::kQkv);
    float_.append_keys(layer, values_, cache);
    float_.attention(layer, values_, cache);
    linears_.output(layer, read.attended.view(), values_.output.view());
    multiply_shadow(layer, LinearInput::kOutput);
    float_.ffn_norm(layer, values_);
    feed_forward(layer);
  }
  float_.last_norm(values_, 0, hidden_.view());
  fp32_matmul(std::as_const(hidden_).view(), model_.lm_head.weight, model_.lm_head.bias,
              logits_.view());
  return std::as_const(logits_).row(0);
}

}  // namespace mllm_npu
