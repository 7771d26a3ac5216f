#include "engine/quant/input_statistics.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/base/check.h"

namespace mllm_npu {

InputCollector::InputCollector(std::int64_t inputs, const InputSampling& sampling)
    : channel_max_abs_(static_cast<std::size_t>(inputs)),
      kept_(sampling.rows, inputs),
      random_(sampling.seed) {}

void InputCollector::observe(MatrixView<const float> x) {
  MLLM_NPU_CHECK(x.columns == kept_.columns(), std::to_string(x.columns));
  for (std::int64_t row = 0; row < x.rows; ++row) {
    const std::span<const float> values = x.row(row);
    for (std::size_t i = 0; i < values.size(); ++i) {
      channel_max_abs_[i] = std::max(channel_max_abs_[i], std::abs(values[i]));
    }
    sample(values);
  }
}

// A reservoir: the row with number n replaces one with probability rows / (n + 1).
void InputCollector::sample(std::span<const float> row) {
  std::int64_t place = seen_++;
  if (place >= kept_.rows()) {
    place = static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(seen_));
  }
  if (place < kept_.rows()) std::ranges::copy(row, kept_.row(place).begin());
}

InputStatistics InputCollector::statistics() const {
  InputStatistics statistics{.channel_max_abs = channel_max_abs_, .sample = {}};
  statistics.sample = Matrix<float>(std::min(seen_, kept_.rows()), kept_.columns());
  for (std::int64_t row = 0; row < statistics.sample.rows(); ++row) {
    std::ranges::copy(kept_.row(row), statistics.sample.row(row).begin());
  }
  return statistics;
}

ModelInputCollector::ModelInputCollector(const ModelConfig& model, const InputSampling& sampling)
    : layers_(static_cast<std::size_t>(model.num_hidden_layers)) {
  const std::vector<LinearShape> linears = block_linears(model);
  for (std::vector<Input>& layer : layers_) {
    for (std::size_t input = 0; input < kLinearInputs; ++input) {
      const LinearRole first = roles_of(model, static_cast<LinearInput>(input)).front();
      const auto linear = std::ranges::find(linears, first, &LinearShape::role);
      layer.push_back({first, InputCollector(linear->k, sampling)});
    }
  }
}

void ModelInputCollector::observe(std::int64_t layer, LinearRole role,
                                  MatrixView<const float> input) {
  Input& watched =
      layers_[static_cast<std::size_t>(layer)][static_cast<std::size_t>(input_of(role))];
  if (watched.first == role) watched.collector.observe(input);
}

ModelInputStatistics ModelInputCollector::statistics() const {
  ModelInputStatistics statistics;
  for (const std::vector<Input>& layer : layers_) {
    std::array<InputStatistics, kLinearInputs>& of_layer = statistics.layers.emplace_back();
    for (std::size_t input = 0; input < kLinearInputs; ++input) {
      of_layer[input] = layer[input].collector.statistics();
    }
  }
  return statistics;
}

}  // namespace mllm_npu
