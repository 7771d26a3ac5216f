#include "engine/execute/replaced_linears.h"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/base/check.h"
#include "engine/execute/float_weights.h"

namespace mllm_npu {
namespace {

Matrix<float> read_weight(const WeightSource& source, std::int64_t layer, LinearRole role) {
  const std::vector<LinearShape> linears = block_linears(source.model());
  const auto linear = std::ranges::find(linears, role, &LinearShape::role);
  return read_matrix(source, {{weight_role_of(role), layer}, {linear->n, linear->k}});
}

}  // namespace

ReplacedLinears::ReplacedLinears(const WeightSource& source, const Quantizer& quantizer,
                                 const ModelInputStatistics& statistics)
    : layers_(static_cast<std::size_t>(source.model().num_hidden_layers)) {
  MLLM_NPU_CHECK(statistics.layers.size() == layers_.size(),
                 std::to_string(statistics.layers.size()));
  for (std::int64_t layer = 0; layer < source.model().num_hidden_layers; ++layer) {
    for (std::size_t place = 0; place < kLinearInputs; ++place) {
      const auto input = static_cast<LinearInput>(place);
      replace(source, quantizer, layer, input, statistics.of(layer, input));
    }
  }
}

void ReplacedLinears::replace(const WeightSource& source, const Quantizer& quantizer,
                              std::int64_t layer, LinearInput input,
                              const InputStatistics& statistics) {
  LinearGroup group{.layer = layer, .roles = roles_of(source.model(), input), .weights = {}};
  std::vector<Matrix<float>> weights;
  for (const LinearRole role : group.roles) weights.push_back(read_weight(source, layer, role));
  for (const Matrix<float>& weight : weights) group.weights.push_back(weight.view());
  std::vector<std::unique_ptr<QuantizedLinear>> products = quantizer.quantize(group, statistics);
  MLLM_NPU_CHECK(products.size() == group.roles.size(), std::string(quantizer.name()));
  for (std::size_t i = 0; i < products.size(); ++i) {
    const LinearRole role = group.roles[i];
    layers_[static_cast<std::size_t>(layer)][static_cast<std::size_t>(role)] = {
        .product = std::move(products[i]),
        .outputs = weights[i].rows(),
        .bias = read_bias(source, weight_role_of(role), layer)};
  }
}

EigenRowMajor<float> ReplacedLinears::apply(std::int64_t layer, LinearRole role,
                                            const EigenRowMajor<float>& x) const {
  const Linear& linear = layers_[static_cast<std::size_t>(layer)][static_cast<std::size_t>(role)];
  EigenRowMajor<float> y(x.rows(), linear.outputs);
  linear.product->apply({x.data(), x.rows(), x.cols()}, {y.data(), y.rows(), y.cols()});
  if (!linear.bias.empty()) {
    y.rowwise() += Eigen::Map<const Eigen::RowVectorXf>(linear.bias.data(), linear.outputs);
  }
  return y;
}

}  // namespace mllm_npu
