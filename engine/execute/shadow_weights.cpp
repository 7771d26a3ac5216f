#include "engine/execute/shadow_weights.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

#include "engine/base/check.h"
#include "engine/base/fnv1a.h"
#include "engine/base/input_error.h"
#include "engine/quant/per_tensor.h"

namespace mllm_npu {
namespace {

constexpr const char* kScale = ".scale";

Matrix<std::int8_t> transposed(MatrixView<const std::int8_t> weights) {
  Matrix<std::int8_t> rows(weights.columns, weights.rows);
  as_eigen(rows.view()) = as_eigen(weights).transpose();
  return rows;
}

// REQUIRES: contiguous.
std::span<const std::byte> bytes_of(MatrixView<const std::int8_t> rows) {
  return std::as_bytes(std::span(rows.data, static_cast<std::size_t>(rows.rows * rows.columns)));
}

LinearShape shape_of(const ModelConfig& model, LinearRole role) {
  for (const LinearShape& linear : block_linears(model)) {
    if (linear.role == role) return linear;
  }
  MLLM_NPU_CHECK(false, linear_name(role));
}

std::vector<SafetensorsPlan> plan_of(const ModelConfig& model,
                                     const std::vector<LinearPlace>& linears, ShadowScales scales) {
  std::vector<SafetensorsPlan> plan;
  for (const LinearPlace& place : linears) {
    const LinearShape shape = shape_of(model, place.second);
    plan.push_back({.name = shadow_tensor_name(place), .dtype = "I8", .shape = {shape.k, shape.n}});
    if (scales == ShadowScales::kPerTensor) continue;
    plan.push_back(
        {.name = shadow_tensor_name(place) + kScale, .dtype = "F32", .shape = {shape.k}});
  }
  return plan;
}

std::vector<float> read_steps(const std::string& file, const LinearPlace& place,
                              const SafetensorsEntry& entry, std::int64_t channels) {
  const std::string name = shadow_tensor_name(place) + kScale;
  if (entry.dtype != "F32" || entry.shape != std::vector{channels}) {
    throw InputError(file, name, "F32 [" + std::to_string(channels) + "]", "another tensor");
  }
  std::vector<float> steps(static_cast<std::size_t>(channels));
  std::memcpy(steps.data(), entry.bytes.data(), entry.bytes.size());
  for (const float step : steps) {
    if (!std::isfinite(step)) throw InputError(file, name, "finite numbers", "others");
  }
  return steps;
}

std::uint64_t hash_of(MatrixView<const std::int8_t> rows, std::span<const float> steps) {
  Fnv1a hash;
  hash.add(bytes_of(rows));
  hash.add(std::as_bytes(steps));
  return hash.value();
}

}  // namespace

std::uint64_t shadow_hash(MatrixView<const std::int8_t> weights) {
  const Matrix<std::int8_t> rows = transposed(weights);
  return hash_of(rows.view(), {});
}

std::string shadow_tensor_name(const LinearPlace& place) {
  return "layers." + std::to_string(place.first) + "." + linear_name(place.second);
}

ShadowFileWriter::ShadowFileWriter(const std::filesystem::path& path, const ModelConfig& model,
                                   std::vector<LinearPlace> linears, ShadowScales scales)
    : linears_(std::move(linears)),
      scales_(scales),
      writer_(path, plan_of(model, linears_, scales)) {}

std::uint64_t ShadowFileWriter::append(std::int64_t layer, LinearRole role,
                                       const QuantizedWeights& weights) {
  if (std::ranges::find(linears_, LinearPlace{layer, role}) == linears_.end()) return 0;
  Matrix<std::int8_t> rows = transposed(weights.steps);
  std::vector<float> steps;
  if (scales_ == ShadowScales::kPerChannel) {
    const EigenRowMajor<float> channels = as_eigen(weights.numbers).transpose();
    for (std::int64_t channel = 0; channel < rows.rows(); ++channel) {
      const MatrixView<const float> one(channels.row(channel).data(), 1, channels.cols());
      steps.push_back(quantize_weights(one, rows.view().row_range(channel, 1)) / weights.scale);
    }
  }
  writer_.append(bytes_of(rows.view()));
  writer_.append(std::as_bytes(std::span(steps)));
  return hash_of(rows.view(), steps);
}

ShadowWeights::ShadowWeights(const std::filesystem::path& path, const ModelConfig& model,
                             const HotChannels& hot)
    : file_(path), hot_(hot) {
  MLLM_NPU_CHECK(std::cmp_equal(hot.size(), model.num_hidden_layers), std::to_string(hot.size()));
  const std::string name = path.string();
  auto entries = read_safetensors(file_.bytes(), name);
  for (std::int64_t layer = 0; layer < model.num_hidden_layers; ++layer) {
    for (const LinearShape& shape : block_linears(model)) {
      const LinearPlace place{layer, shape.role};
      const auto node = entries.extract(shadow_tensor_name(place));
      if (node.empty()) continue;
      const SafetensorsEntry& entry = node.mapped();
      if (entry.dtype != "I8" || entry.shape != std::vector{shape.k, shape.n}) {
        throw InputError(name, shadow_tensor_name(place),
                         "I8 [" + std::to_string(shape.k) + ", " + std::to_string(shape.n) + "]",
                         entry.dtype + " of another shape");
      }
      const auto* first = reinterpret_cast<const std::int8_t*>(entry.bytes.data());
      Linear& linear = linears_[place];
      linear.rows = {first, shape.k, shape.n};
      const auto channels = hot_channels(layer, input_of(shape.role));
      linear.hot = Matrix<std::int8_t>(std::ssize(channels), shape.n);
      for (std::size_t i = 0; i < channels.size(); ++i) {
        std::ranges::copy(linear.rows.row(channels[i]),
                          linear.hot.row(static_cast<std::int64_t>(i)).begin());
      }
      hot_bytes_ += linear.hot.rows() * linear.hot.columns();
      const auto scale = entries.extract(shadow_tensor_name(place) + kScale);
      if (!scale.empty()) linear.steps = read_steps(name, place, scale.mapped(), shape.k);
    }
  }
  if (!entries.empty()) {
    throw InputError(name, entries.begin()->first, "linears of the model", "another tensor");
  }
}

bool ShadowWeights::has(std::int64_t layer, LinearInput input) const {
  for (const auto& [place, linear] : linears_) {
    if (place.first == layer && input_of(place.second) == input) return true;
  }
  return false;
}

std::uint64_t ShadowWeights::hash(std::int64_t layer, LinearRole role) const {
  const Linear& linear = linears_.at({layer, role});
  return hash_of(linear.rows, linear.steps);
}

bool ShadowWeights::hot(std::int64_t layer, LinearInput input, std::int32_t channel) const {
  return std::ranges::binary_search(hot_channels(layer, input), channel);
}

std::span<const std::int8_t> ShadowWeights::hot_row(std::int64_t layer, LinearRole role,
                                                    std::int32_t channel) const {
  const auto channels = hot_channels(layer, input_of(role));
  const auto found = std::ranges::lower_bound(channels, channel);
  MLLM_NPU_CHECK(found != channels.end() && *found == channel, std::to_string(channel));
  return linears_.at({layer, role}).hot.row(found - channels.begin());
}

float ShadowWeights::step(std::int64_t layer, LinearRole role, std::int32_t channel) const {
  const Linear& linear = linears_.at({layer, role});
  return linear.steps.empty() ? 1 : linear.steps[static_cast<std::size_t>(channel)];
}

// The file is mapped: who looks at one byte of a page has all of it read.
std::span<const std::int8_t> ShadowWeights::read_row(std::int64_t layer, LinearRole role,
                                                     std::int32_t channel) const {
  constexpr std::size_t kPage = 4096;
  const std::span<const std::int8_t> row = linears_.at({layer, role}).rows.row(channel);
  for (std::size_t at = 0; at < row.size(); at += kPage) {
    static_cast<void>(*static_cast<const volatile std::int8_t*>(&row[at]));
  }
  static_cast<void>(*static_cast<const volatile std::int8_t*>(&row.back()));
  return row;
}

}  // namespace mllm_npu
