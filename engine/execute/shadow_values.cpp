#include "engine/execute/shadow_values.h"

#include <algorithm>
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
  for (const LinearInput input : kInputs) {
    inputs_.emplace_back(rows);
    std::int64_t outputs = 0;
    for (const LinearShape& linear : block_linears(model)) {
      if (input_of(linear.role) != input) continue;
      columns_[static_cast<std::size_t>(linear.role)] = {outputs, linear.n};
      roles_[static_cast<std::size_t>(input)].push_back(linear.role);
      outputs += linear.n;
    }
    if (in_some_layer(model, weights, input)) at(input).sums = Matrix<float>(rows, outputs);
  }
}

void ShadowValues::collect(std::int64_t layer, LinearInput input, std::int64_t row,
                           std::span<const float> x, float scale) {
  if (weights_.has(layer, input)) at(input).residuals.collect(row, x, scale);
}

void ShadowValues::fetch(std::int64_t layer, LinearInput input, std::int64_t tokens) {
  Input& values = at(input);
  values.fetched_layer = layer;
  values.channels = values.residuals.channels(tokens);
  values.rows.clear();
  values.cold.clear();
  for (const LinearRole role : roles_[static_cast<std::size_t>(input)]) {
    if (!weights_.has(layer, role)) continue;
    auto& rows = values.rows[role];
    for (const std::int32_t channel : values.channels) {
      if (weights_.hot(layer, input, channel)) {
        rows.push_back(weights_.hot_row(layer, role, channel));
        ++counts_.hot_channels;
        continue;
      }
      const Columns& columns = columns_[static_cast<std::size_t>(role)];
      std::vector<std::int8_t>& row = values.cold.emplace_back(columns.count);
      weights_.read_row(layer, role, channel, row);
      rows.emplace_back(row);
      ++counts_.cold_channels;
      counts_.bytes_read += columns.count;
    }
  }
}

// Channel by channel in their order, so that a row's sums do not depend on the other rows.
void ShadowValues::multiply_row(std::int64_t layer, LinearInput input, std::int64_t row) {
  Input& values = at(input);
  std::ranges::fill(values.sums.row(row), 0.0F);
  auto channel = values.channels.begin();
  for (const Residual& residual : values.residuals.row(row)) {
    channel = std::lower_bound(channel, values.channels.end(), residual.channel);
    const auto place = static_cast<std::size_t>(channel - values.channels.begin());
    for (const LinearRole role : roles_[static_cast<std::size_t>(input)]) {
      if (!weights_.has(layer, role)) continue;
      const Columns& columns = columns_[static_cast<std::size_t>(role)];
      vector_add_scaled(values.sums.row(row).subspan(static_cast<std::size_t>(columns.first),
                                                     static_cast<std::size_t>(columns.count)),
                        values.rows.at(role)[place],
                        residual.value * weights_.step(layer, role, residual.channel));
    }
  }
}

void ShadowValues::multiply(std::int64_t layer, LinearInput input, std::int64_t tokens) {
  Input& values = at(input);
  if (values.fetched_layer != layer) fetch(layer, input, tokens);
  parallel_for(tokens, [&](std::int64_t row) { multiply_row(layer, input, row); });
  values.fetched_layer = -1;
  ++counts_.chunks;
  for (std::int64_t row = 0; row < tokens; ++row) {
    counts_.outliers += std::ssize(values.residuals.row(row)) * std::ssize(values.rows);
  }
}

std::span<const float> ShadowValues::sums(std::int64_t layer, LinearRole role,
                                          std::int64_t row) const {
  if (!weights_.has(layer, role)) return {};
  const Columns& columns = columns_[static_cast<std::size_t>(role)];
  return at(input_of(role))
      .sums.row(row)
      .subspan(static_cast<std::size_t>(columns.first), static_cast<std::size_t>(columns.count));
}

}  // namespace mllm_npu
