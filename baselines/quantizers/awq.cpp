#include "baselines/quantizers/awq.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "baselines/quantizers/half.h"
#include "engine/base/parallel.h"
#include "engine/kernels/fp32_matmul.h"
#include "engine/kernels/parallel_work.h"

namespace mllm_npu {
namespace {

void round_group(std::span<float> group) {
  constexpr float kHighest = 15;
  const float low = std::min(0.0F, std::ranges::min(group));
  const float high = std::max(0.0F, std::ranges::max(group));
  const float scale = std::max(high - low, 1e-5F) / kHighest;
  const float zero = std::clamp(-std::nearbyint(low / scale), 0.0F, kHighest);
  for (float& weight : group) {
    const float q = std::clamp(std::nearbyint(weight / scale) + zero, 0.0F, kHighest);
    weight = (q - zero) * scale;
  }
}

std::vector<float> mean_abs_of(MatrixView<const float> sample) {
  std::vector<float> means(static_cast<std::size_t>(sample.columns));
  for (std::int64_t row = 0; row < sample.rows; ++row) {
    std::ranges::transform(means, sample.row(row), means.begin(),
                           [](float sum, float x) { return sum + std::abs(x); });
  }
  for (float& mean : means) mean /= static_cast<float>(sample.rows);
  return means;
}

// Four bits of w · s, in fp16.
Matrix<float> quantized(MatrixView<const float> weights, std::span<const float> scales,
                        std::int64_t group_size) {
  Matrix<float> result(weights.rows, weights.columns);
  parallel_for_work(weights.rows, 8 * weights.rows * weights.columns, [&](std::int64_t row) {
    const std::span<float> scaled = result.row(row);
    std::ranges::transform(weights.row(row), scales, scaled.begin(), std::multiplies<>());
    round_to_four_bits(scaled, group_size);
    round_to_half(scaled, scaled);
  });
  return result;
}

// x / s, in fp16.
Matrix<float> divided(MatrixView<const float> x, std::span<const float> scales) {
  Matrix<float> result(x.rows, x.columns);
  parallel_for_work(x.rows, 8 * x.rows * x.columns, [&](std::int64_t row) {
    const std::span<float> values = result.row(row);
    std::ranges::transform(x.row(row), scales, values.begin(), std::divides<>());
    round_to_half(values, values);
  });
  return result;
}

Matrix<float> product(MatrixView<const float> x, MatrixView<const float> weights) {
  Matrix<float> y(x.rows, weights.rows);
  fp32_matmul(x, weights, {}, y.view());
  return y;
}

class AwqLinear : public QuantizedLinear {
 public:
  AwqLinear(MatrixView<const float> weights, std::vector<float> scales, std::int64_t group_size)
      : scales_(std::move(scales)), weights_(quantized(weights, scales_, group_size)) {}

  void apply(MatrixView<const float> x, MatrixView<float> y) const override {
    const Matrix<float> input = divided(x, scales_);
    fp32_matmul(input.view(), weights_.view(), {}, y);
  }

 private:
  std::vector<float> scales_;  // [inputs]
  Matrix<float> weights_;      // [outputs, inputs], of scaled weights
};

// How far the outputs of the group's linears are from the float ones.
class OutputError {
 public:
  OutputError(const LinearGroup& group, MatrixView<const float> sample, std::int64_t group_size)
      : group_(group), sample_(sample), group_size_(group_size) {
    for (const MatrixView<const float>& weights : group.weights) {
      expected_.push_back(product(sample, weights));
    }
  }

  double of(std::span<const float> scales) const {
    const Matrix<float> input = divided(sample_, scales);
    double error = 0;
    for (std::size_t i = 0; i < expected_.size(); ++i) {
      const Matrix<float> weights = quantized(group_.weights[i], scales, group_size_);
      const Matrix<float> outputs = product(input.view(), weights.view());
      for (std::int64_t row = 0; row < outputs.rows(); ++row) {
        for (std::int64_t output = 0; output < outputs.columns(); ++output) {
          const auto difference =
              static_cast<double>(outputs(row, output) - expected_[i](row, output));
          error += difference * difference;
        }
      }
    }
    return error;
  }

 private:
  const LinearGroup& group_;
  MatrixView<const float> sample_;
  std::int64_t group_size_;
  std::vector<Matrix<float>> expected_;
};

std::vector<float> best_scales(const LinearGroup& group, MatrixView<const float> sample,
                               const AwqOptions& options) {
  std::vector<float> none(static_cast<std::size_t>(group.weights.front().columns), 1);
  if (sample.rows == 0 || options.grid <= 1) return none;
  const std::vector<float> mean_abs = mean_abs_of(sample);
  std::vector<std::vector<float>> scales(static_cast<std::size_t>(options.grid), none);
  for (std::size_t step = 1; step < scales.size(); ++step) {
    scales[step] =
        awq_scales(mean_abs, static_cast<double>(step) / static_cast<double>(options.grid));
  }
  const OutputError error(group, sample, options.group_size);
  std::vector<double> errors(scales.size());
  parallel_for(options.grid, [&](std::int64_t step) {
    const auto place = static_cast<std::size_t>(step);
    errors[place] = error.of(scales[place]);
  });
  // Of equal ones the first.
  return scales[static_cast<std::size_t>(std::ranges::min_element(errors) - errors.begin())];
}

}  // namespace

void round_to_four_bits(std::span<float> row, std::int64_t group_size) {
  const auto length = static_cast<std::size_t>(group_size);
  for (std::size_t first = 0; first < row.size(); first += length) {
    round_group(row.subspan(first, std::min(length, row.size() - first)));
  }
}

std::vector<float> awq_scales(std::span<const float> mean_abs, double alpha) {
  std::vector<float> scales(mean_abs.size());
  std::ranges::transform(mean_abs, scales.begin(), [&](float mean) {
    return std::max(static_cast<float>(std::pow(static_cast<double>(mean), alpha)), 1e-4F);
  });
  const auto [low, high] = std::ranges::minmax(scales);
  const float middle = std::sqrt(low * high);
  for (float& scale : scales) scale /= middle;
  return scales;
}

std::vector<std::unique_ptr<QuantizedLinear>> Awq::quantize(const LinearGroup& group,
                                                            const InputStatistics& input) const {
  const std::vector<float> scales = best_scales(group, input.sample.view(), options_);
  std::vector<std::unique_ptr<QuantizedLinear>> linears;
  for (const MatrixView<const float>& weights : group.weights) {
    linears.push_back(std::make_unique<AwqLinear>(weights, scales, options_.group_size));
  }
  return linears;
}

}  // namespace mllm_npu
