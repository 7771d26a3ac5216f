#include "engine/quant/outlier_statistics.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <numeric>

#include "engine/base/function_ref.h"
#include "engine/kernels/quantize.h"

namespace mllm_npu {
namespace {

constexpr double kPercentile = 0.999;
constexpr unsigned kBinShift = 16;  // exponent and seven leading bits: 0.8 % wide

// An input counts as that of the first linear that reads it.
bool counts(const ModelConfig& model, LinearRole role) {
  return roles_of(model, input_of(role)).front() == role;
}

void for_each_chunk(MatrixView<const float> input, std::int64_t chunk_length,
                    FunctionRef<void(MatrixView<const float>)> body) {
  for (std::int64_t row = 0; row < input.rows; row += chunk_length) {
    body(input.row_range(row, std::min(chunk_length, input.rows - row)));
  }
}

// At least one channel, so that narrow models have outliers too.
double channels_of(double share, std::size_t channels) {
  return std::max(1.0, share * static_cast<double>(channels));
}

}  // namespace

ActivationScales OutlierStatistics::scales() const {
  ActivationScales scales;
  for (const auto& layer : layers) {
    std::array<float, 7>& of_layer = scales.layers.emplace_back();
    for (std::size_t role = 0; role < of_layer.size(); ++role) {
      const auto input = static_cast<std::size_t>(input_of(static_cast<LinearRole>(role)));
      of_layer[role] = scale_for(layer[input].clip);
    }
  }
  return scales;
}

OutlierProfile OutlierStatistics::profile(const ModelConfig& model) const {
  OutlierProfile profile{.model = model.name, .layers = {}};
  for (const auto& layer : layers) {
    auto& of_layer = profile.layers.emplace_back();
    for (const LinearShape& linear : block_linears(model)) {
      const InputOutliers& input = layer[static_cast<std::size_t>(input_of(linear.role))];
      of_layer[static_cast<std::size_t>(linear.role)] = {
          .outlier_channels = input.outlier_channels,
          .importance = input.importance(),
          .hot_share = input.outlier_channels > 0
                           ? std::optional(input.hot_outlier_channels / input.outlier_channels)
                           : std::nullopt};
    }
  }
  return profile;
}

std::vector<std::array<std::vector<std::int32_t>, kLinearInputs>> OutlierStatistics::hot_channels()
    const {
  std::vector<std::array<std::vector<std::int32_t>, kLinearInputs>> hot;
  for (const auto& layer : layers) {
    auto& of_layer = hot.emplace_back();
    for (std::size_t input = 0; input < kLinearInputs; ++input) of_layer[input] = layer[input].hot;
  }
  return hot;
}

ClipFinder::ClipFinder(const ModelConfig& model, const OutlierOptions& options)
    : model_(model),
      options_(options),
      layers_(static_cast<std::size_t>(model.num_hidden_layers)) {}

void ClipFinder::observe(std::int64_t layer, LinearRole role, MatrixView<const float> input) {
  if (!counts(model_, role)) return;
  Input& seen = layers_[static_cast<std::size_t>(layer)][static_cast<std::size_t>(input_of(role))];
  seen.channels = input.columns;
  seen.values += input.rows * input.columns;
  for (std::int64_t row = 0; row < input.rows; ++row) {
    seen.max_abs = std::max(seen.max_abs, max_abs(input.row(row)));
  }
  if (options_.rule == ScaleRule::kOutlierChannels) {
    for_each_chunk(input, options_.chunk_length, [&](MatrixView<const float> chunk) {
      const Eigen::RowVectorXf maxima = as_eigen(chunk).cwiseAbs().colwise().maxCoeff();
      seen.chunk_maxima.insert(seen.chunk_maxima.end(), maxima.begin(), maxima.end());
    });
  }
  if (options_.rule == ScaleRule::kSignedPercentile) {
    seen.bins.resize(std::size_t{1} << (31 - kBinShift));
    for (std::int64_t row = 0; row < input.rows; ++row) {
      for (const float value : input.row(row)) {
        if (value > 0) ++seen.bins[std::bit_cast<std::uint32_t>(value) >> kBinShift];
      }
    }
  }
}

// To the upper end of its bin.
float ClipFinder::signed_percentile(const Input& input) const {
  auto left = static_cast<std::int64_t>((1 - kPercentile) * static_cast<double>(input.values));
  for (std::size_t bin = input.bins.size(); bin-- > 0;) {
    left -= input.bins[bin];
    if (left < 0) return std::bit_cast<float>(static_cast<std::uint32_t>(bin + 1) << kBinShift);
  }
  return input.max_abs;
}

float ClipFinder::clip_of(const Input& input) const {
  switch (options_.rule) {
    case ScaleRule::kMaxMin:
      break;
    case ScaleRule::kSignedPercentile:
      return std::min(input.max_abs, signed_percentile(input));
    case ScaleRule::kOutlierChannels: {
      const auto channels = static_cast<std::size_t>(input.channels);
      if (channels == 0) return 0;
      const auto chunks = static_cast<double>(input.chunk_maxima.size() / channels);
      const auto above =
          static_cast<std::size_t>(channels_of(options_.outlier_channel_share, channels) * chunks);
      if (above >= input.chunk_maxima.size()) return 0;
      std::vector<float> maxima = input.chunk_maxima;
      const auto clip = maxima.begin() + static_cast<std::ptrdiff_t>(above);
      std::nth_element(maxima.begin(), clip, maxima.end(), std::greater<>());
      return *clip;
    }
  }
  return input.max_abs;
}

OutlierStatistics ClipFinder::statistics() const {
  OutlierStatistics statistics;
  for (const auto& layer : layers_) {
    auto& found = statistics.layers.emplace_back();
    for (std::size_t input = 0; input < kLinearInputs; ++input) {
      found[input].max_abs = layer[input].max_abs;
      found[input].clip = clip_of(layer[input]);
    }
  }
  return statistics;
}

OutlierCounter::OutlierCounter(const ModelConfig& model, const OutlierOptions& options,
                               OutlierStatistics clips)
    : model_(model),
      options_(options),
      found_(std::move(clips)),
      chunks_(static_cast<std::size_t>(model.num_hidden_layers)) {}

void OutlierCounter::observe(std::int64_t layer, LinearRole role, MatrixView<const float> input) {
  if (!counts(model_, role)) return;
  const auto place = static_cast<std::size_t>(input_of(role));
  InputOutliers& found = found_.layers[static_cast<std::size_t>(layer)][place];
  Chunks& chunks = chunks_[static_cast<std::size_t>(layer)][place];
  found.occurrences.resize(static_cast<std::size_t>(input.columns));
  chunks.touched.resize(static_cast<std::size_t>(input.columns));
  const float scale = scale_for(found.clip);
  for_each_chunk(input, options_.chunk_length, [&](MatrixView<const float> chunk) {
    std::vector<bool> touched(static_cast<std::size_t>(chunk.columns));
    for (std::int64_t row = 0; row < chunk.rows; ++row) {
      visit_clipped(chunk.row(row), scale, [&](std::int64_t channel, float) {
        ++found.occurrences[static_cast<std::size_t>(channel)];
        touched[static_cast<std::size_t>(channel)] = true;
      });
    }
    for (std::size_t channel = 0; channel < touched.size(); ++channel) {
      chunks.touched[channel] += touched[channel] ? 1 : 0;
    }
    ++chunks.count;
  });
}

OutlierStatistics OutlierCounter::statistics() const {
  OutlierStatistics statistics = found_;
  for (std::size_t layer = 0; layer < chunks_.size(); ++layer) {
    for (std::size_t input = 0; input < kLinearInputs; ++input) {
      const Chunks& chunks = chunks_[layer][input];
      InputOutliers& found = statistics.layers[layer][input];
      if (chunks.count == 0) continue;
      std::vector<std::int32_t> order(found.occurrences.size());
      std::iota(order.begin(), order.end(), 0);
      std::ranges::stable_sort(order, std::greater<>(), [&](std::int32_t channel) {
        return found.occurrences[static_cast<std::size_t>(channel)];
      });
      order.resize(static_cast<std::size_t>(
          channels_of(options_.hot_channel_share, found.occurrences.size())));
      std::erase_if(order, [&](std::int32_t channel) {
        return found.occurrences[static_cast<std::size_t>(channel)] == 0;
      });
      std::ranges::sort(order);
      const auto count = static_cast<double>(chunks.count);
      for (const std::int64_t touched : chunks.touched) {
        found.outlier_channels += static_cast<double>(touched) / count;
      }
      for (const std::int32_t channel : order) {
        found.hot_outlier_channels +=
            static_cast<double>(chunks.touched[static_cast<std::size_t>(channel)]) / count;
      }
      found.hot = std::move(order);
    }
  }
  return statistics;
}

}  // namespace mllm_npu
