#include "experiments/accuracy/printed_outliers.h"

#include <algorithm>
#include <map>

#include "engine/base/check.h"

namespace mllm_npu {
namespace {

using Curve = std::map<double, double>;  // rank → occurrences

double value_at(const Curve& curve, double rank) {
  const auto above = curve.lower_bound(rank);
  if (above == curve.end()) return curve.rbegin()->second;
  if (above == curve.begin() || above->first == rank) return above->second;
  const auto below = std::prev(above);
  const double part = (rank - below->first) / (above->first - below->first);
  return below->second + part * (above->second - below->second);
}

// Area below the curve from `rank` on.
double sum_from(const Curve& curve, double rank) {
  double sum = 0;
  double left = rank;
  for (auto point = curve.upper_bound(rank); point != curve.end(); ++point) {
    sum += (point->first - left) * (value_at(curve, left) + point->second) / 2;
    left = point->first;
  }
  return sum;
}

}  // namespace

double printed_hot_outlier_share(const PrintedNumbers& printed, const std::string& model,
                                 double channel_share) {
  std::map<std::string, Curve> curves;  // by linear
  for (const PrintedNumber& number : printed.rows("fig11")) {
    if (factor_text(*find_factor(number.factors, "model")) != model) continue;
    const auto* rank = find_factor(number.factors, "rank");
    curves[factor_text(*find_factor(number.factors, "linear"))][rank->to_number<double>()] =
        number.low;
  }
  MLLM_NPU_CHECK(!curves.empty(), model);
  double sum = 0;
  for (const auto& [linear, curve] : curves) {
    const double first = curve.begin()->first;
    const double channels = curve.rbegin()->first - first;
    const double all = sum_from(curve, first);
    sum += all > 0 ? sum_from(curve, first + (1 - channel_share) * channels) / all : 1;
  }
  return sum / static_cast<double>(curves.size());
}

}  // namespace mllm_npu
