#include "engine/execute/quantized_model.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/input_error.h"
#include "engine/kernels/key_value_store.h"

namespace mllm_npu {
namespace {

void require_finite(const WeightId& id, bool finite) {
  if (!finite) {
    throw InputError("weights", text_of(id), "finite numbers", "an infinity or no number");
  }
}

std::vector<float> finite(const WeightId& id, std::vector<float> numbers) {
  require_finite(id, std::all_of(numbers.begin(), numbers.end(),
                                 [](float number) { return std::isfinite(number); }));
  return numbers;
}

FloatNorm read_finite_norm(const WeightSource& source, WeightRole role, std::int64_t layer) {
  FloatNorm norm = read_norm(source, role, layer);
  return {.weight = finite({role, layer}, std::move(norm.weight)),
          .bias = finite({role, layer, true}, std::move(norm.bias))};
}

PackedFloatLinear read_finite_head(const WeightSource& source) {
  const FloatLinear head = read_lm_head(source);
  constexpr WeightId kHead{.role = WeightRole::kLmHead};
  require_finite(kHead, as_eigen(head.weight.view()).allFinite());
  return {.weight = PackedFp32Weights(head.weight.view()),
          .bias = finite({.role = WeightRole::kLmHead, .bias = true}, head.bias)};
}

// Reads and quantises a linear, shows it, and returns its scale.
float read_quantized(const WeightSource& source, std::int64_t layer, const LinearShape& linear,
                     MatrixView<std::int8_t> quantized, const QuantizedLinearObserver& observer) {
  const WeightId id{weight_role_of(linear.role), layer};
  const Matrix<float> weights = read_matrix(source, {id, {linear.n, linear.k}});
  require_finite(id, as_eigen(weights.view()).allFinite());
  const float scale = quantize_weights(weights.view(), quantized);
  if (observer) observer(layer, linear.role, {weights.view(), quantized, scale});
  return scale;
}

// Quantises linears one below the other and packs them as one product.
class BlockQuantizer {
 public:
  BlockQuantizer(const WeightSource& source, std::int64_t layer,
                 const QuantizedLinearObserver& observer)
      : source_(source),
        layer_(layer),
        observer_(observer),
        linears_(block_linears(source.model())) {}

  PackedInt8Weights pack(const std::vector<LinearRole>& roles) {
    std::vector<LinearShape> shapes;
    std::int64_t outputs = 0;
    for (const LinearShape& linear : linears_) {
      if (std::find(roles.begin(), roles.end(), linear.role) == roles.end()) continue;
      shapes.push_back(linear);
      outputs += linear.n;
    }
    Matrix<std::int8_t> quantized(outputs, shapes.front().k);
    std::int64_t first = 0;
    for (const LinearShape& linear : shapes) {
      quantize_into(linear, quantized.view().row_range(first, linear.n));
      first += linear.n;
    }
    return PackedInt8Weights(std::as_const(quantized).view());
  }

  // Of the linears that were packed.
  const std::array<float, 7>& scales() const { return scales_; }
  std::array<std::vector<float>, 7>& biases() { return biases_; }

 private:
  void quantize_into(const LinearShape& linear, MatrixView<std::int8_t> quantized) {
    const auto place = static_cast<std::size_t>(linear.role);
    scales_[place] = read_quantized(source_, layer_, linear, quantized, observer_);
    const WeightRole role = weight_role_of(linear.role);
    biases_[place] = finite({role, layer_, true}, read_bias(source_, role, layer_));
  }

  const WeightSource& source_;
  std::int64_t layer_;
  const QuantizedLinearObserver& observer_;
  std::vector<LinearShape> linears_;
  std::array<float, 7> scales_{};
  std::array<std::vector<float>, 7> biases_;
};

QuantizedBlock quantize_block(const WeightSource& source, std::int64_t layer,
                              const ActivationScales& scales,
                              const QuantizedLinearObserver& observer) {
  BlockQuantizer quantizer(source, layer, observer);
  const bool parallel = source.model().parallel_block;
  return {
      .attention_norm = read_finite_norm(source, WeightRole::kAttentionNorm, layer),
      .ffn_norm = parallel ? FloatNorm{} : read_finite_norm(source, WeightRole::kFfnNorm, layer),
      .qkv = quantizer.pack({LinearRole::kQ, LinearRole::kK, LinearRole::kV}),
      .output = quantizer.pack({LinearRole::kO}),
      .gate_up = quantizer.pack({LinearRole::kGate, LinearRole::kUp}),
      .down = quantizer.pack({LinearRole::kDown}),
      .weight_scale = quantizer.scales(),
      .input_scale = scales.layers[static_cast<std::size_t>(layer)],
      .bias = std::move(quantizer.biases())};
}

void check_sizes(const ModelConfig& model) {
  for (const LinearShape& linear : block_linears(model)) {
    if (linear.k <= kMaxInt8Inputs) continue;
    throw InputError("weights", linear_name(linear.role),
                     "at most " + std::to_string(kMaxInt8Inputs) + " inputs, whose sum int32 holds",
                     std::to_string(linear.k));
  }
  if (model.head_dim > KeyValueStore::kMaxHeadDim) {
    throw InputError("weights", "head_dim", "at most " + std::to_string(KeyValueStore::kMaxHeadDim),
                     std::to_string(model.head_dim));
  }
}

}  // namespace

QuantizedModel quantize_model(const WeightSource& source, const ActivationScales& scales,
                              const QuantizedLinearObserver& observer) {
  check_sizes(source.model());
  QuantizedModel quantized;
  quantized.source = &source;
  quantized.blocks.reserve(static_cast<std::size_t>(source.model().num_hidden_layers));
  for (std::int64_t layer = 0; layer < source.model().num_hidden_layers; ++layer) {
    quantized.blocks.push_back(quantize_block(source, layer, scales, observer));
  }
  quantized.final_norm = read_finite_norm(source, WeightRole::kFinalNorm, kNoWeightLayer);
  quantized.lm_head = read_finite_head(source);
  return quantized;
}

void visit_quantized_linears(const WeightSource& source, const QuantizedLinearObserver& observer) {
  check_sizes(source.model());
  for (std::int64_t layer = 0; layer < source.model().num_hidden_layers; ++layer) {
    for (const LinearShape& linear : block_linears(source.model())) {
      Matrix<std::int8_t> quantized(linear.n, linear.k);
      read_quantized(source, layer, linear, quantized.view(), observer);
    }
  }
}

}  // namespace mllm_npu
