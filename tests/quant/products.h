#pragma once

// One linear through a quantizer, and the product that it stands for.

#include <cmath>
#include <initializer_list>
#include <vector>

#include "engine/quant/input_statistics.h"
#include "engine/quant/quantizer.h"
#include "tests/kernels/matrices.h"

namespace mllm_npu::support {

using Numbers = std::initializer_list<std::initializer_list<float>>;

inline Matrix<float> matrix_of(Numbers numbers) {
  Matrix<float> matrix(static_cast<std::int64_t>(numbers.size()),
                       static_cast<std::int64_t>(numbers.begin()->size()));
  std::int64_t row = 0;
  for (const auto& values : numbers) std::ranges::copy(values, matrix.row(row++).begin());
  return matrix;
}

inline Matrix<float> copied(const Matrix<float>& matrix) {
  Matrix<float> copy(matrix.rows(), matrix.columns());
  as_eigen(copy.view()) = as_eigen(matrix.view());
  return copy;
}

// All rows are the sample.
inline InputStatistics statistics_of(const Matrix<float>& x) {
  InputCollector collector(x.columns(), {.rows = x.rows()});
  collector.observe(x.view());
  return collector.statistics();
}

inline std::unique_ptr<QuantizedLinear> linear_of(const Quantizer& quantizer,
                                                  const Matrix<float>& weights,
                                                  const InputStatistics& statistics,
                                                  LinearRole role = LinearRole::kUp) {
  const LinearGroup group{.layer = 0, .roles = {role}, .weights = {weights.view()}};
  return std::move(quantizer.quantize(group, statistics).front());
}

inline Matrix<float> product_of(const QuantizedLinear& linear, const Matrix<float>& x,
                                std::int64_t outputs) {
  Matrix<float> y(x.rows(), outputs);
  linear.apply(x.view(), y.view());
  return y;
}

// Calibrated with x itself.
inline Matrix<float> quantized_product(const Quantizer& quantizer, const Matrix<float>& x,
                                       const Matrix<float>& weights,
                                       LinearRole role = LinearRole::kUp) {
  return product_of(*linear_of(quantizer, weights, statistics_of(x), role), x, weights.rows());
}

// ‖y − x wᵀ‖ / ‖x wᵀ‖, in double.
inline double relative_error(const Matrix<float>& y, const Matrix<float>& x,
                             const Matrix<float>& weights) {
  const Eigen::MatrixXd exact =
      as_eigen(x.view()).cast<double>() * as_eigen(weights.view()).cast<double>().transpose();
  return (as_eigen(y.view()).cast<double>() - exact).norm() / exact.norm();
}

inline double product_error(const Quantizer& quantizer, const Matrix<float>& x,
                            const Matrix<float>& weights, LinearRole role = LinearRole::kUp) {
  return relative_error(quantized_product(quantizer, x, weights, role), x, weights);
}

inline std::vector<float> numbers_of(const Matrix<float>& matrix) {
  const MatrixView<const float> view = matrix.view();
  return {view.data, view.data + view.rows * view.columns};
}

}  // namespace mllm_npu::support
