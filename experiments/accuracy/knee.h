#pragma once

#include <span>
#include <utility>

namespace mllm_npu {

// Where a curve bends most: the x of the point farthest from the straight line between the first
// point and the last, both axes scaled to 1 ("Finding a Kneedle in a Haystack", 2011); of a curve
// without height the last x. REQUIRES: at least two points, x ascending.
double knee_of(std::span<const std::pair<double, double>> curve);

}  // namespace mllm_npu
