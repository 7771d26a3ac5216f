#include "datasets/reference_model/train/parameters.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

namespace mllm_npu {
namespace {

void check_form(const ModelConfig& model) {
  MLLM_NPU_CHECK(model.normalization == Normalization::kRmsNorm && model.gated_mlp &&
                     model.hidden_act == Activation::kSilu && model.tie_word_embeddings &&
                     !model.parallel_block && !model.qkv_bias && !model.output_bias &&
                     !model.mlp_bias && !model.lm_head_bias && !model.sliding_window &&
                     model.partial_rotary_factor == 1 && model.embedding_scale == 1,
                 model.model_type);
}

// How far the numbers of a weight spread around zero; 0: all are one.
double deviation(const ModelConfig& model, const WeightShape& weight) {
  const double linear = 1 / std::sqrt(static_cast<double>(weight.shape.back()));
  switch (weight.id.role) {
    case WeightRole::kEmbedding:
      return 0.1;
    case WeightRole::kAttentionNorm:
    case WeightRole::kFfnNorm:
    case WeightRole::kFinalNorm:
      return 0;
    case WeightRole::kO:
    case WeightRole::kDown:
      return linear / (2 * static_cast<double>(model.num_hidden_layers));
    case WeightRole::kQ:
    case WeightRole::kK:
    case WeightRole::kV:
    case WeightRole::kGate:
    case WeightRole::kUp:
    case WeightRole::kLmHead:
      return linear;
  }
  MLLM_NPU_CHECK(false, text_of(weight.id));
}

// Attention begins as a soft copy: a head looks for tokens like its own, and writes what it read of
// them ("mimetic initialization", Trockman and Kolter, 2023). Small models learn to copy from the
// context in less than half of the tokens so.
void make_mimetic(Parameters& parameters, std::int64_t layer) {
  constexpr float kLikeness = 0.4F;  // share of the key's matrix in the query's
  constexpr float kCopy = 0.3F;      // share of the value's matrix, transposed, in the output's
  const ModelConfig& model = parameters.model();
  const std::int64_t group = model.num_attention_heads / model.num_key_value_heads;
  for (std::int64_t head = 0; head < model.num_attention_heads; ++head) {
    const std::int64_t size = model.head_dim;
    const std::int64_t shared = head / group * size;
    auto query = as_eigen(parameters.of(WeightRole::kQ, layer).row_range(head * size, size));
    const auto key = as_eigen(parameters.of(WeightRole::kK, layer).row_range(shared, size));
    const auto value = as_eigen(parameters.of(WeightRole::kV, layer).row_range(shared, size));
    auto output = as_eigen(parameters.of(WeightRole::kO, layer).column_range(head * size, size));
    query = kLikeness * key + (1 - kLikeness) * query;
    output += kCopy * value.transpose();
  }
}

}  // namespace

Parameters::Parameters(ModelConfig model)
    : model_(std::move(model)), numbers_(1, parameter_count(model_)) {
  check_form(model_);
  std::int64_t begin = 0;
  for (const WeightShape& weight : weight_layout(model_)) {
    places_[weight.id] = {begin, row_count(weight), column_count(weight)};
    begin += weight.count();
  }
}

void Parameters::read_rows(const WeightId& id, std::int64_t first_row,
                           MatrixView<float> out) const {
  const MatrixView<const float> from = view(places_.at(id)).row_range(first_row, out.rows);
  for (std::int64_t row = 0; row < out.rows; ++row) {
    std::ranges::copy(from.row(row), out.row(row).begin());
  }
}

Parameters::Place Parameters::place(WeightRole role, std::int64_t layer) const {
  return places_.at({.role = role, .layer = layer});
}

Parameters::Place Parameters::joined(Place first, WeightRole role, std::int64_t layer) const {
  const Place next = place(role, layer);
  MLLM_NPU_CHECK(
      next.begin == first.begin + first.rows * first.columns && next.columns == first.columns,
      text_of({.role = role, .layer = layer}));
  return {first.begin, first.rows + next.rows, first.columns};
}

Parameters::Place Parameters::qkv_place(std::int64_t layer) const {
  const Place both = joined(place(WeightRole::kQ, layer), WeightRole::kK, layer);
  return joined(both, WeightRole::kV, layer);
}

Parameters::Place Parameters::gate_up_place(std::int64_t layer) const {
  return joined(place(WeightRole::kGate, layer), WeightRole::kUp, layer);
}

MatrixView<float> Parameters::of(WeightRole role, std::int64_t layer) {
  return view(place(role, layer));
}
MatrixView<const float> Parameters::of(WeightRole role, std::int64_t layer) const {
  return view(place(role, layer));
}
MatrixView<float> Parameters::qkv(std::int64_t layer) { return view(qkv_place(layer)); }
MatrixView<const float> Parameters::qkv(std::int64_t layer) const { return view(qkv_place(layer)); }
MatrixView<float> Parameters::gate_up(std::int64_t layer) { return view(gate_up_place(layer)); }
MatrixView<const float> Parameters::gate_up(std::int64_t layer) const {
  return view(gate_up_place(layer));
}

void initialize(Parameters& parameters, std::uint64_t seed) {
  std::mt19937_64 engine(seed);
  std::size_t at = 0;
  for (const WeightShape& weight : weight_layout(parameters.model())) {
    const double reach = deviation(parameters.model(), weight) * std::sqrt(3.0);
    for (std::int64_t i = 0; i < weight.count(); ++i) {
      // 53 random bits, evenly in [-1, 1).
      const double even = static_cast<double>(engine() >> 11) * 0x1p-52 - 1;
      parameters.all()[at++] = reach > 0 ? static_cast<float>(even * reach) : 1.0F;
    }
  }
  for (std::int64_t layer = 0; layer < parameters.model().num_hidden_layers; ++layer) {
    make_mimetic(parameters, layer);
  }
}

}  // namespace mllm_npu
