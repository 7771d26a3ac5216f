#include "datasets/reference_model/train/row_steps.h"

#include <cmath>

namespace mllm_npu {
namespace {

using Row = Eigen::Map<Eigen::ArrayXf>;
using ConstRow = Eigen::Map<const Eigen::ArrayXf>;

Row array_of(std::span<float> row) { return {row.data(), static_cast<Eigen::Index>(row.size())}; }
ConstRow array_of(std::span<const float> row) {
  return {row.data(), static_cast<Eigen::Index>(row.size())};
}

// direction: 1 turns, −1 turns back.
void turn_rows(const Angles& angles, float direction, MatrixView<float> rows) {
  const std::int64_t half = angles.cosine.columns();
  for (std::int64_t t = 0; t < rows.rows; ++t) {
    const ConstRow cosine = array_of(angles.cosine.row(t));
    const ConstRow sine = array_of(angles.sine.row(t));
    for (std::int64_t head = 0; head < rows.columns; head += 2 * half) {
      Row a(&rows(t, head), half);
      Row b(&rows(t, head + half), half);
      const Eigen::ArrayXf turned = a * cosine - direction * b * sine;
      b = b * cosine + direction * a * sine;
      a = turned;
    }
  }
}

}  // namespace

void rms_norm(MatrixView<const float> x, std::span<const float> gain, float eps,
              std::span<float> inverse, MatrixView<float> y) {
  for (std::int64_t r = 0; r < x.rows; ++r) {
    const ConstRow row = array_of(x.row(r));
    const float scale = 1 / std::sqrt(row.square().mean() + eps);
    inverse[static_cast<std::size_t>(r)] = scale;
    array_of(y.row(r)) = row * scale * array_of(gain);
  }
}

void rms_norm_back(MatrixView<const float> x, std::span<const float> gain,
                   std::span<const float> inverse, MatrixView<const float> dy, MatrixView<float> dx,
                   std::span<float> d_gain) {
  for (std::int64_t r = 0; r < x.rows; ++r) {
    const ConstRow row = array_of(x.row(r));
    const ConstRow d_row = array_of(dy.row(r));
    const float scale = inverse[static_cast<std::size_t>(r)];
    array_of(d_gain) += d_row * row * scale;
    const float along = (d_row * array_of(gain) * row).mean() * scale * scale;
    array_of(dx.row(r)) += (d_row * array_of(gain) - row * along) * scale;
  }
}

void gated(MatrixView<const float> gate_up, MatrixView<float> y) {
  for (std::int64_t r = 0; r < y.rows; ++r) {
    const ConstRow gate(&gate_up(r, 0), y.columns);
    const ConstRow up(&gate_up(r, y.columns), y.columns);
    array_of(y.row(r)) = gate / (1 + (-gate).exp()) * up;
  }
}

void gated_back(MatrixView<const float> gate_up, MatrixView<const float> dy,
                MatrixView<float> d_gate_up) {
  Eigen::ArrayXf sigmoid(dy.columns);
  for (std::int64_t r = 0; r < dy.rows; ++r) {
    const ConstRow gate(&gate_up(r, 0), dy.columns);
    const ConstRow up(&gate_up(r, dy.columns), dy.columns);
    const ConstRow d = array_of(dy.row(r));
    sigmoid = 1 / (1 + (-gate).exp());
    Row(&d_gate_up(r, 0), dy.columns) = d * up * sigmoid * (1 + gate * (1 - sigmoid));
    Row(&d_gate_up(r, dy.columns), dy.columns) = d * gate * sigmoid;
  }
}

Angles::Angles(std::int64_t positions, std::int64_t head_dim, double theta)
    : cosine(positions, head_dim / 2), sine(positions, head_dim / 2) {
  const std::int64_t half = head_dim / 2;
  for (std::int64_t t = 0; t < positions; ++t) {
    for (std::int64_t i = 0; i < half; ++i) {
      const double angle = static_cast<double>(t) *
                           std::pow(theta, -static_cast<double>(i) / static_cast<double>(half));
      cosine(t, i) = static_cast<float>(std::cos(angle));
      sine(t, i) = static_cast<float>(std::sin(angle));
    }
  }
}

void turn(const Angles& angles, MatrixView<float> rows) { turn_rows(angles, 1, rows); }
void turn_back(const Angles& angles, MatrixView<float> rows) { turn_rows(angles, -1, rows); }

void causal_softmax(MatrixView<float> scores) {
  for (std::int64_t r = 0; r < scores.rows; ++r) {
    Row row = array_of(scores.row(r));
    auto seen = row.head(r + 1);
    seen = (seen - seen.maxCoeff()).exp();
    seen /= seen.sum();
    row.tail(row.size() - r - 1).setZero();
  }
}

void causal_softmax_back(MatrixView<const float> weights, MatrixView<float> d) {
  for (std::int64_t r = 0; r < d.rows; ++r) {
    const ConstRow w = array_of(weights.row(r));
    Row row = array_of(d.row(r));
    const float mean = (row.head(r + 1) * w.head(r + 1)).sum();
    row = w * (row - mean);  // behind the diagonal w is zero
  }
}

double cross_entropy(MatrixView<float> logits, std::span<const std::int32_t> targets, float scale) {
  double loss = 0;
  for (std::int64_t r = 0; r < logits.rows; ++r) {
    Row row = array_of(logits.row(r));
    const auto target = static_cast<Eigen::Index>(targets[static_cast<std::size_t>(r)]);
    const float largest = row.maxCoeff();
    const float wanted = row(target) - largest;
    row = (row - largest).exp();
    const float sum = row.sum();
    loss += std::log(static_cast<double>(sum)) - static_cast<double>(wanted);
    row *= scale / sum;
    row(target) -= scale;
  }
  return loss;
}

}  // namespace mllm_npu
