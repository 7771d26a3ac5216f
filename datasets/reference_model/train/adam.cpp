#include "datasets/reference_model/train/adam.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/base/parallel.h"

namespace mllm_npu {
namespace {

// A stretch of numbers that one thread takes at once; stretches do not depend on how many threads
// there are, so neither do sums over them.
constexpr std::int64_t kStretch = 16384;

std::int64_t stretches(std::span<const float> all) {
  return (static_cast<std::int64_t>(all.size()) + kStretch - 1) / kStretch;
}

template <class T>
auto stretch(std::span<T> all, std::int64_t index) {
  const auto begin = static_cast<std::size_t>(index * kStretch);
  const std::size_t count = std::min<std::size_t>(kStretch, all.size() - begin);
  using Plain = std::conditional_t<std::is_const_v<T>, const Eigen::ArrayXf, Eigen::ArrayXf>;
  return Eigen::Map<Plain>(all.data() + begin, static_cast<Eigen::Index>(count));
}

double norm_of(std::span<const float> gradient) {
  std::vector<double> parts(static_cast<std::size_t>(stretches(gradient)));
  parallel_for(stretches(gradient), [&](std::int64_t index) {
    parts[static_cast<std::size_t>(index)] =
        static_cast<double>(stretch(gradient, index).square().sum());
  });
  double sum = 0;
  for (const double part : parts) sum += part;
  return std::sqrt(sum);
}

}  // namespace

Adam::Adam(const ModelConfig& model, const AdamOptions& options)
    : options_(options), first_(model), second_(model) {}

void Adam::step(double rate, const Parameters& gradient, Parameters& parameters) {
  ++steps_;
  const double norm = norm_of(gradient.all());
  const auto shorten = static_cast<float>(std::min(1.0, options_.largest_norm / (norm + 1e-12)));
  const auto first_decay = static_cast<float>(options_.first_decay);
  const auto second_decay = static_cast<float>(options_.second_decay);
  const double steps = static_cast<double>(steps_);
  const double second_warm = 1 - std::pow(options_.second_decay, steps);
  const auto step = static_cast<float>(rate * std::sqrt(second_warm) /
                                       (1 - std::pow(options_.first_decay, steps)));
  const auto epsilon = static_cast<float>(options_.epsilon * std::sqrt(second_warm));
  for (const WeightShape& weight : weight_layout(parameters.model())) {
    if (weight.shape.size() < 2) continue;
    as_eigen(parameters.of(weight.id.role, weight.id.layer)) *=
        static_cast<float>(1 - rate * options_.weight_decay);
  }
  parallel_for(stretches(gradient.all()), [&](std::int64_t index) {
    const auto g = stretch(gradient.all(), index) * shorten;
    auto first = stretch(first_.all(), index);
    auto second = stretch(second_.all(), index);
    first = first_decay * first + (1 - first_decay) * g;
    second = second_decay * second + (1 - second_decay) * g.square();
    stretch(parameters.all(), index) -= step * first / (second.sqrt() + epsilon);
  });
}

}  // namespace mllm_npu
