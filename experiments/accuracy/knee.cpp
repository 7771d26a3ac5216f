#include "experiments/accuracy/knee.h"

#include <cmath>

namespace mllm_npu {

double knee_of(std::span<const std::pair<double, double>> curve) {
  const auto [first_x, first_y] = curve.front();
  const double width = curve.back().first - first_x;
  const double height = curve.back().second - first_y;
  if (height == 0) return curve.back().first;
  double knee = curve.back().first;
  double farthest = 0;
  for (const auto& [x, y] : curve) {
    const double distance = std::abs((x - first_x) / width - (y - first_y) / height);
    if (distance <= farthest) continue;
    farthest = distance;
    knee = x;
  }
  return knee;
}

}  // namespace mllm_npu
