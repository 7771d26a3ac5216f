#include "engine/quant/shadow_quantizer.h"

#include <string>
#include <utility>

#include "engine/base/check.h"
#include "engine/kernels/parallel_work.h"
#include "engine/kernels/quantize.h"
#include "engine/kernels/vector_math.h"
#include "engine/quant/int8_product.h"

namespace mllm_npu {
namespace {

class ShadowLinear : public QuantizedLinear {
 public:
  // `weights`: int8, [outputs, inputs].
  ShadowLinear(MatrixView<const std::int8_t> weights, float weight_scale, float input_scale,
               bool kept)
      : input_scale_(input_scale),
        step_(input_scale * weight_scale),
        product_(weights, weight_scale) {
    if (!kept) return;
    rows_ = Matrix<std::int8_t>(weights.columns, weights.rows);
    as_eigen(rows_.view()) = as_eigen(weights).transpose();
  }

  void apply(MatrixView<const float> x, MatrixView<float> y) const override {
    Matrix<std::int8_t> quantized(x.rows, x.columns);
    parallel_for_work(x.rows, x.rows * x.columns, [&](std::int64_t row) {
      quantize(x.row(row), input_scale_, quantized.row(row));
    });
    const std::vector<float> scales(static_cast<std::size_t>(x.rows), input_scale_);
    product_.multiply(std::as_const(quantized).view(), scales, y);
    if (rows_.rows() == 0) return;
    parallel_for_work(x.rows, x.rows * x.columns,
                      [&](std::int64_t row) { add_shadow(x.row(row), y.row(row)); });
  }

 private:
  // In the engine's order: residuals are summed up in steps, channel by channel, then scaled.
  void add_shadow(std::span<const float> x, std::span<float> y) const {
    std::vector<float> sums;
    visit_clipped(x, input_scale_, [&](std::int64_t channel, float residual) {
      sums.resize(y.size());
      vector_add_scaled(sums, rows_.row(channel), residual);
    });
    if (!sums.empty()) vector_add_scaled(y, sums, step_);
  }

  float input_scale_;
  float step_;  // what one step of a result stands for
  Int8Product product_;
  Matrix<std::int8_t> rows_;  // [inputs, outputs]; none of a linear without a shadow
};

}  // namespace

ShadowQuantizer::ShadowQuantizer(const OutlierStatistics& statistics, KeptShadows kept)
    : scales_(statistics.scales()), kept_(std::move(kept)) {
  MLLM_NPU_CHECK(kept_.size() == scales_.layers.size(), std::to_string(kept_.size()));
}

std::vector<std::unique_ptr<QuantizedLinear>> ShadowQuantizer::quantize(
    const LinearGroup& group, const InputStatistics& /*input*/) const {
  std::vector<std::unique_ptr<QuantizedLinear>> linears;
  for (std::size_t i = 0; i < group.roles.size(); ++i) {
    const LinearRole role = group.roles[i];
    Matrix<std::int8_t> weights(group.weights[i].rows, group.weights[i].columns);
    const float weight_scale = quantize_weights(group.weights[i], weights.view());
    const bool kept = kept_[static_cast<std::size_t>(group.layer)][static_cast<std::size_t>(role)];
    linears.push_back(std::make_unique<ShadowLinear>(std::as_const(weights).view(), weight_scale,
                                                     scales_.of(group.layer, role), kept));
  }
  return linears;
}

}  // namespace mllm_npu
