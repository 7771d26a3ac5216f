#pragma once

// Does a number of ours agree with the paper's? One rule for every table and figure.

#include <optional>
#include <string>
#include <vector>

#include "engine/metrics/result_record.h"

namespace mllm_npu {

// kMatch        within 15 % of the printed value; of a share printed in %, within 5 points
// kTrend        no match, but against every other printed row that differs in exactly one factor
//               it is larger or smaller as the paper's is (printed differences within 5 % do not
//               count), and there is such a row; where there is none, a ratio in "x" lies on the
//               paper's side of 1
// kMiss         neither
// kNoValue      the paper prints no value, or it is not at hand
enum class Verdict { kMatch, kTrend, kMiss, kNoValue };
const char* name_of(Verdict verdict);

inline constexpr double kMatchError = 0.15;
inline constexpr double kMatchPoints = 5;
inline constexpr double kTieError = 0.05;

// Whether `value` is within kMatchError of `paper` or, in the unit "%", within kMatchPoints.
bool is_match(double value, double paper, const std::string& unit);

// Whether ratios in "x" lie on the same side of 1. Of other units nothing can be told.
bool same_direction(double value, double paper, const std::string& unit);

// Relative error of a measure with a printed value: ours / paper − 1. Nothing without a printed
// value, or when that is 0.
std::optional<double> relative_error(const Measure& measure);

// Verdict on measure `name` of row `index`. REQUIRES: the row has the measure.
Verdict verdict_on(const ResultRecord& record, std::size_t index, const std::string& name);

}  // namespace mllm_npu
