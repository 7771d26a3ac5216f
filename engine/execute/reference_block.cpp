#include "engine/execute/reference_block.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/kernels/parallel_work.h"

namespace mllm_npu {
namespace {

using Rows = EigenRowMajor<float>;

float activated(Activation activation, float x) {
  switch (activation) {
    case Activation::kSilu:
      return x / (1 + std::exp(-x));
    case Activation::kGelu:
      return x / 2 * (1 + std::erf(x * std::numbers::sqrt2_v<float> / 2));
    case Activation::kGeluTanh: {
      const float inner =
          std::sqrt(2 * std::numbers::inv_pi_v<float>) * (x + 0.044715F * x * x * x);
      return x / 2 * (1 + std::tanh(inner));
    }
  }
  return x;
}

Eigen::Map<const Eigen::RowVectorXf> as_row(const std::vector<float>& values) {
  return {values.data(), static_cast<Eigen::Index>(values.size())};
}

// Scores that may not be seen become −∞: later tokens, and those before the window.
void mask(const ModelConfig& model, Eigen::Index first_position, Rows& scores) {
  for (Eigen::Index row = 0; row < scores.rows(); ++row) {
    const Eigen::Index position = first_position + row;
    const Eigen::Index seen = position + 1;
    scores.row(row).tail(scores.cols() - seen).setConstant(-std::numeric_limits<float>::infinity());
    const Eigen::Index gone =
        model.sliding_window ? std::max<Eigen::Index>(0, seen - *model.sliding_window) : 0;
    scores.row(row).head(gone).setConstant(-std::numeric_limits<float>::infinity());
  }
}

void softmax(Rows& scores) {
  for (Eigen::Index row = 0; row < scores.rows(); ++row) {
    const float highest = scores.row(row).maxCoeff();
    scores.row(row) = (scores.row(row).array() - highest).exp();
    scores.row(row) /= scores.row(row).sum();
  }
}

}  // namespace

Rows normalized(const ModelConfig& model, const FloatNorm& norm, const Rows& x) {
  const auto eps = static_cast<float>(model.norm_eps);
  Rows y = x;
  if (model.normalization == Normalization::kLayerNorm) y.colwise() -= y.rowwise().mean().eval();
  const auto power = y.array().square().rowwise().mean().eval();
  y = (y.array().colwise() / (power + eps).sqrt()).rowwise() * as_row(norm.weight).array();
  if (!norm.bias.empty()) y.rowwise() += as_row(norm.bias);
  return y;
}

// Cores share the outputs, a block of them each, so that no sum depends on how many cores there
// are.
Rows apply(const FloatLinear& linear, const Rows& x) {
  constexpr Eigen::Index kOutputs = 128;
  const auto weight = as_eigen(linear.weight.view());
  Rows y(x.rows(), weight.rows());
  const Eigen::Index blocks = (weight.rows() + kOutputs - 1) / kOutputs;
  parallel_for_work(blocks, x.rows() * weight.size(), [&](std::int64_t block) {
    const Eigen::Index begin = block * kOutputs;
    const Eigen::Index count = std::min(kOutputs, weight.rows() - begin);
    y.middleCols(begin, count).noalias() = x * weight.middleRows(begin, count).transpose();
  });
  if (!linear.bias.empty()) y.rowwise() += as_row(linear.bias);
  return y;
}

void rotate(const ModelConfig& model, std::int64_t first_position, Rows& rows) {
  const std::int64_t half = rotary_size(model) / 2;
  for (std::int64_t i = 0; i < half; ++i) {
    const double frequency =
        std::pow(model.rope_theta, -static_cast<double>(i) / static_cast<double>(half));
    for (Eigen::Index row = 0; row < rows.rows(); ++row) {
      const double angle = static_cast<double>(first_position + row) * frequency;
      const auto cosine = static_cast<float>(std::cos(angle));
      const auto sine = static_cast<float>(std::sin(angle));
      for (Eigen::Index head = 0; head < rows.cols(); head += model.head_dim) {
        const float a = rows(row, head + i);
        const float b = rows(row, head + i + half);
        rows(row, head + i) = a * cosine - b * sine;
        rows(row, head + i + half) = b * cosine + a * sine;
      }
    }
  }
}

Rows attend(const ModelConfig& model, const Rows& queries, const Rows& keys, const Rows& values) {
  const Eigen::Index size = model.head_dim;
  const Eigen::Index group = model.num_attention_heads / model.num_key_value_heads;
  const float scale = 1 / std::sqrt(static_cast<float>(size));
  Rows out(queries.rows(), queries.cols());
  const std::int64_t operations = 2 * keys.rows() * queries.size();
  parallel_for_work(model.num_attention_heads, operations, [&](std::int64_t head) {
    const Eigen::Index key_head = head / group;
    Rows scores = queries.middleCols(head * size, size) *
                  keys.middleCols(key_head * size, size).transpose() * scale;
    mask(model, keys.rows() - queries.rows(), scores);
    softmax(scores);
    out.middleCols(head * size, size) = scores * values.middleCols(key_head * size, size);
  });
  return out;
}

Rows feed_forward(const ModelConfig& model, const BlockLinears& linears, const Rows& x) {
  const auto act = [&](float value) { return activated(model.hidden_act, value); };
  Rows inner = linears(LinearRole::kUp, x);
  if (model.gated_mlp) {
    inner.array() *= linears(LinearRole::kGate, x).unaryExpr(act).array();
  } else {
    inner = inner.unaryExpr(act).eval();
  }
  return linears(LinearRole::kDown, inner);
}

}  // namespace mllm_npu
