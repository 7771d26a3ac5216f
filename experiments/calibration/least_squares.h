#pragma once

#include <functional>
#include <vector>

namespace mllm_npu {

// A positive quantity that a fit may move between `low` and `high`.
struct Bounded {
  double initial;
  double low;
  double high;
};

// Minimises Σ residual² over `unknowns` by Levenberg–Marquardt (Eigen), in the logarithm of each
// unknown so that steps are relative. `residuals` maps values to a vector of fixed size; it may
// have small kinks. Deterministic. REQUIRES: 0 < low <= initial <= high, at least one residual.
std::vector<double> least_squares(
    const std::vector<Bounded>& unknowns,
    const std::function<std::vector<double>(const std::vector<double>&)>& residuals);

}  // namespace mllm_npu
