#include "datasets/reference_model/train/trainer.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "engine/base/parallel.h"

namespace mllm_npu {

double learning_rate(const TrainingOptions& options, std::int64_t step) {
  if (step < options.warm_steps) {
    return options.highest_rate * static_cast<double>(step + 1) /
           static_cast<double>(options.warm_steps);
  }
  const double way =
      static_cast<double>(step - options.warm_steps) /
      static_cast<double>(std::max<std::int64_t>(1, options.rate_steps - options.warm_steps));
  const double share = (1 + std::cos(std::numbers::pi * std::min(way, 1.0))) / 2;
  return options.lowest_rate + (options.highest_rate - options.lowest_rate) * share;
}

Trainer::Trainer(const ModelConfig& model, const TrainingOptions& options, TextSource texts)
    : options_(options), source_(std::move(texts)), parameters_(model), adam_(model, options.adam) {
  initialize(parameters_, options.seed);
  const std::int64_t rows = options.shard_tokens + model.max_position_embeddings;
  for (std::int64_t i = 0; i < options.shards; ++i) {
    shards_.push_back({Pass(model, rows), Parameters(model)});
  }
}

std::int64_t Trainer::fill_shards() {
  std::int64_t all = 0;
  for (Shard& shard : shards_) {
    shard.texts.clear();
    std::int64_t tokens = 0;
    while (tokens < options_.shard_tokens) {
      shard.texts.push_back(source_(next_text_++));
      tokens += static_cast<std::int64_t>(shard.texts.back().size()) - 1;
    }
    all += tokens;
  }
  return all;
}

// Into the first shard's, always in the same order.
void Trainer::add_gradients() {
  constexpr std::int64_t kStretch = 16384;
  const auto count = static_cast<std::int64_t>(parameters_.all().size());
  parallel_for((count + kStretch - 1) / kStretch, [&](std::int64_t index) {
    const std::int64_t begin = index * kStretch;
    const std::int64_t size = std::min(kStretch, count - begin);
    using Stretch = Eigen::Map<Eigen::ArrayXf>;
    Stretch sum(shards_[0].gradient.all().data() + begin, size);
    for (std::size_t i = 1; i < shards_.size(); ++i) {
      sum += Stretch(shards_[i].gradient.all().data() + begin, size);
    }
  });
}

double Trainer::step() {
  const std::int64_t tokens = fill_shards();
  const float scale = 1 / static_cast<float>(tokens);
  parallel_for(static_cast<std::int64_t>(shards_.size()), [&](std::int64_t index) {
    Shard& shard = shards_[static_cast<std::size_t>(index)];
    std::ranges::fill(shard.gradient.all(), 0.0F);
    shard.loss = shard.pass.learn(parameters_, shard.texts, scale, shard.gradient);
  });
  add_gradients();
  adam_.step(learning_rate(options_, steps_), shards_[0].gradient, parameters_);
  ++steps_;
  tokens_ += tokens;
  double loss = 0;
  for (const Shard& shard : shards_) loss += shard.loss;
  return loss / static_cast<double>(tokens);
}

}  // namespace mllm_npu
