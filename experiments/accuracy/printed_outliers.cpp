#include "experiments/accuracy/printed_outliers.h"

#include <cmath>
#include <iterator>
#include <map>

#include "engine/base/check.h"

namespace mllm_npu {
namespace {

using Curve = std::map<double, double>;  // rank → occurrences

// Between points the curve rises by orders of magnitude, so it is joined there by exponentials.
double value_at(const Curve& curve, double rank) {
  const auto above = curve.lower_bound(rank);
  if (above == curve.begin() || above->first == rank) return above->second;
  const auto below = std::prev(above);
  const double part = (rank - below->first) / (above->first - below->first);
  const double low = std::log1p(below->second);
  return std::expm1(low + part * (std::log1p(above->second) - low));
}

// Share of all occurrences that the last `channel_share` of the ranks have; 1 where there is none.
double share_of_last(const Curve& curve, double channel_share) {
  const double first = curve.begin()->first;
  const auto channels = std::lround(curve.rbegin()->first - first) + 1;
  const auto hot = std::lround(channel_share * static_cast<double>(channels));
  double all = 0;
  double of_hot = 0;
  for (std::int64_t place = 0; place < channels; ++place) {
    const double value = value_at(curve, first + static_cast<double>(place));
    all += value;
    if (place >= channels - hot) of_hot += value;
  }
  return all > 0 ? of_hot / all : 1;
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
  for (const auto& [linear, curve] : curves) sum += share_of_last(curve, channel_share);
  return sum / static_cast<double>(curves.size());
}

}  // namespace mllm_npu
