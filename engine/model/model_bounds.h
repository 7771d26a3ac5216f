#pragma once

// What a model from somebody's file may look like: bounds that every decoder of the coming years
// keeps and a slipped digit does not.

#include <cstdint>
#include <string>

#include "engine/model/model_config.h"

namespace mllm_npu {

inline constexpr std::int64_t kMaxWidth = std::int64_t{1} << 18;
inline constexpr std::int64_t kMaxLayers = 1024;
inline constexpr std::int64_t kMaxHeads = 1024;
inline constexpr std::int64_t kMaxVocabulary = std::int64_t{1} << 22;
inline constexpr std::int64_t kMaxContext = std::int64_t{1} << 24;
inline constexpr double kMinRopeTheta = 1;
inline constexpr double kMaxRopeTheta = 1e10;
inline constexpr double kMinNormEps = 1e-12;
inline constexpr double kMaxNormEps = 1e-2;

// For a model whose numbers come from anywhere. Errors: InputError naming `file` and the field, for
// a number beyond the bounds above or fields that contradict each other (heads that do not divide
// into groups, a rotated part of a head that is no even whole number).
void check_model_bounds(const ModelConfig& model, const std::string& file);

}  // namespace mllm_npu
