#include "experiments/calibration/least_squares.h"

#include <algorithm>
#include <cmath>
#include <unsupported/Eigen/NonLinearOptimization>

#include <Eigen/Core>

namespace mllm_npu {
namespace {

// The fit moves x freely; tanh keeps the value between its bounds.
class BoundedLog {
 public:
  explicit BoundedLog(const Bounded& bounds)
      : middle_((std::log(bounds.low) + std::log(bounds.high)) / 2),
        half_(std::max((std::log(bounds.high) - std::log(bounds.low)) / 2, 1e-12)) {}

  double value(double x) const { return std::exp(middle_ + half_ * std::tanh(x)); }
  double inverse(double value) const {
    constexpr double kNearlyOne = 0.999;
    const double y = (std::log(value) - middle_) / half_;
    // The minimiser's first step is relative to x, but free from an x of exactly 0.
    if (std::abs(y) < 1e-6) return 0;
    return std::atanh(std::clamp(y, -kNearlyOne, kNearlyOne));
  }
  // Step of x that moves the value by about `relative`.
  double step(double x, double relative) const {
    const double slope = half_ * (1 - std::tanh(x) * std::tanh(x));
    return relative / std::max(slope, 1e-3);
  }

 private:
  double middle_;
  double half_;
};

using Residuals = std::function<std::vector<double>(const std::vector<double>&)>;

// The problem in the form that Eigen's minimiser takes.
struct Problem {
  const std::vector<BoundedLog>& scales;
  const Residuals& residuals;
  int residual_count;

  std::vector<double> values_of(const Eigen::VectorXd& x) const {
    std::vector<double> values;
    for (std::size_t i = 0; i < scales.size(); ++i) {
      values.push_back(scales[i].value(x[static_cast<Eigen::Index>(i)]));
    }
    return values;
  }

  int operator()(const Eigen::VectorXd& x, Eigen::VectorXd& out) const {
    const std::vector<double> all = residuals(values_of(x));
    out = Eigen::Map<const Eigen::VectorXd>(all.data(), static_cast<Eigen::Index>(all.size()));
    return 0;
  }

  // Central differences, wide enough to look past the kinks of a schedule.
  int df(const Eigen::VectorXd& x, Eigen::MatrixXd& jacobian) const {
    constexpr double kRelativeStep = 0.01;
    Eigen::VectorXd above(residual_count);
    Eigen::VectorXd below(residual_count);
    for (Eigen::Index i = 0; i < x.size(); ++i) {
      const double step = scales[static_cast<std::size_t>(i)].step(x[i], kRelativeStep);
      Eigen::VectorXd moved = x;
      moved[i] = x[i] + step;
      (*this)(moved, above);
      moved[i] = x[i] - step;
      (*this)(moved, below);
      jacobian.col(i) = (above - below) / (2 * step);
    }
    return 0;
  }

  int values() const { return residual_count; }
};

}  // namespace

std::vector<double> least_squares(const std::vector<Bounded>& unknowns,
                                  const Residuals& residuals) {
  std::vector<BoundedLog> scales(unknowns.begin(), unknowns.end());
  std::vector<double> initial;
  Eigen::VectorXd x(static_cast<Eigen::Index>(unknowns.size()));
  for (std::size_t i = 0; i < unknowns.size(); ++i) {
    initial.push_back(unknowns[i].initial);
    x[static_cast<Eigen::Index>(i)] = scales[i].inverse(unknowns[i].initial);
  }
  // Zeros fill up to the number of unknowns, which the minimiser asks for.
  const std::size_t count = std::max(residuals(initial).size(), unknowns.size());
  const Residuals padded = [&](const std::vector<double>& values) {
    std::vector<double> all = residuals(values);
    all.resize(count, 0.0);
    return all;
  };
  const Problem problem{scales, padded, static_cast<int>(count)};
  Eigen::LevenbergMarquardt<const Problem> minimizer(problem);
  minimizer.parameters.maxfev = 60;
  minimizer.parameters.xtol = 1e-6;
  minimizer.parameters.ftol = 1e-6;
  minimizer.minimize(x);
  return problem.values_of(x);
}

}  // namespace mllm_npu
