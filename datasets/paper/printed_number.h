#pragma once

#include <string>

#include "engine/base/factors.h"

namespace mllm_npu {

// What a printed number may be used for.
enum class Role {
  kCalibration,  // a constant of a device, power or baseline model may be fitted to it
  kMechanism,    // a statement to reproduce; nothing is fitted to it
  kValidation    // only ever compared with
};

// As in the file: "calibration", "mechanism", "validation".
const char* role_name(Role role);

// One number that the paper prints, or that was read off one of its figures.
struct PrintedNumber {
  std::string id;       // experiment, e.g. "fig14"; "claim" for a number in the text
  Factors factors;      // what it holds for, e.g. device, model, system, prompt_length
  std::string measure;  // e.g. "prefill_tokens_per_second"
  std::string unit;     // e.g. "token/s"
  double low = 0;       // the number; of an interval its lower end
  double high = 0;      // equal to low unless this is an interval
  std::string source;   // where it is printed, e.g. "Fig. 14 label"
  Role role = Role::kValidation;

  bool is_interval() const { return low < high; }
  // REQUIRES: not an interval.
  double value() const;
};

}  // namespace mllm_npu
