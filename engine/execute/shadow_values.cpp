#include "engine/execute/shadow_values.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/parallel.h"
#include "engine/kernels/vector_math.h"

namespace mllm_npu {
namespace {

constexpr std::array<LinearInput, kLinearInputs> kInputs = {
    LinearInput::kQkv, LinearInput::kOutput, LinearInput::kGateUp, LinearInput::kDown};

bool in_some_layer(const ModelConfig& model, const ShadowWeights& weights, LinearInput input) {
  for (std::int64_t layer = 0; layer < model.num_hidden_layers; ++layer) {
    if (weights.has(layer, input)) return true;
  }
  return false;
}

}  // namespace

ShadowCounts& ShadowCounts::operator+=(const ShadowCounts& other) {
  chunks += other.chunks;
  outliers += other.outliers;
  hot_channels += other.hot_channels;
  cold_channels += other.cold_channels;
  bytes_read += other.bytes_read;
  return *this;
}

ShadowValues::ShadowValues(const ModelConfig& model, const ShadowWeights& weights,
                           std::int64_t rows)
    : weights_(weights) {
  for (const LinearInput input : kInputs) add_input(model, input, rows);
}

void ShadowValues::add_input(const ModelConfig& model, LinearInput input, std::int64_t rows) {
  std::vector<Linear> linears;
  std::int64_t outputs = 0;
  std::int64_t width = 0;
  for (const LinearShape& linear : block_linears(model)) {
    if (input_of(linear.role) != input) continue;
    linears.push_back({.role = linear.role, .first = outputs, .outputs = linear.n});
    outputs += linear.n;
    width = linear.k;
  }
  const bool used = in_some_layer(model, weights_, input);
  const std::int64_t room = used && rows == 1 ? width : 0;
  Input& values = inputs_.emplace_back(ResidualRows(rows, room));
  if (used) values.sums = Matrix<float>(rows, outputs);
  values.channels.reserve(static_cast<std::size_t>(room));
  for (Linear& linear : linears) {
    linear.rows.reserve(static_cast<std::size_t>(room));
    linear.steps.reserve(static_cast<std::size_t>(room));
  }
  values.linears = std::move(linears);
}

void ShadowValues::collect(std::int64_t layer, LinearInput input, std::int64_t row,
                           std::span<const float> x, float scale) {
  if (weights_.has(layer, input)) at(input).residuals.collect(row, x, scale);
}

void ShadowValues::fetch(std::int64_t layer, LinearInput input, std::int64_t tokens) {
  Input& values = at(input);
  values.fetched_layer = layer;
  values.residuals.channels_of(tokens, values.channels);
  for (Linear& linear : values.linears) {
    linear.rows.clear();
    linear.steps.clear();
    linear.shadowed = weights_.has(layer, linear.role);
    if (!linear.shadowed) continue;
    for (const std::int32_t channel : values.channels) fetch(layer, input, channel, linear);
  }
}

void ShadowValues::fetch(std::int64_t layer, LinearInput input, std::int32_t channel,
                         Linear& linear) {
  linear.steps.push_back(weights_.step(layer, linear.role, channel));
  if (weights_.hot(layer, input, channel)) {
    linear.rows.push_back(weights_.hot_row(layer, linear.role, channel));
    ++counts_.hot_channels;
  } else {
    linear.rows.push_back(weights_.read_row(layer, linear.role, channel));
    ++counts_.cold_channels;
    counts_.bytes_read += linear.outputs;
  }
}

// Channel by channel in their order, so that a row's sums do not depend on the other rows.
void ShadowValues::multiply_row(Input& values, std::int64_t row) {
  const std::span<float> sums = values.sums.row(row);
  std::ranges::fill(sums, 0.0F);
  auto channel = values.channels.begin();
  for (const Residual& residual : values.residuals.row(row)) {
    channel = std::lower_bound(channel, values.channels.end(), residual.channel);
    const auto place = static_cast<std::size_t>(channel - values.channels.begin());
    for (const Linear& linear : values.linears) {
      if (!linear.shadowed) continue;
      vector_add_scaled(linear.part_of(sums), linear.rows[place],
                        residual.value * linear.steps[place]);
    }
  }
}

void ShadowValues::multiply(std::int64_t layer, LinearInput input, std::int64_t tokens) {
  Input& values = at(input);
  if (values.fetched_layer != layer) fetch(layer, input, tokens);
  parallel_for(tokens, [&](std::int64_t row) { multiply_row(values, row); });
  values.fetched_layer = -1;
  ++counts_.chunks;
  const std::int64_t linears =
      std::ranges::count_if(values.linears, [](const Linear& linear) { return linear.shadowed; });
  for (std::int64_t row = 0; row < tokens; ++row) {
    counts_.outliers += std::ssize(values.residuals.row(row)) * linears;
  }
}

std::span<const float> ShadowValues::sums(std::int64_t layer, LinearRole role,
                                          std::int64_t row) const {
  if (!weights_.has(layer, role)) return {};
  const Input& values = at(input_of(role));
  const auto linear = std::ranges::find(values.linears, role, &Linear::role);
  return values.sums.row(row).subspan(static_cast<std::size_t>(linear->first),
                                      static_cast<std::size_t>(linear->outputs));
}

}  // namespace mllm_npu
