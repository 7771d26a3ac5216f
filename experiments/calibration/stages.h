#pragma once

// What is fitted, to what: the calibration firewall's list.

#include <functional>
#include <string>
#include <vector>

#include "datasets/paper/calibration_rows.h"
#include "experiments/world.h"

namespace mllm_npu {

// SoC cards that are fitted, beside those of the engines.
inline constexpr const char* kReferenceSoc = "snapdragon-8-gen-3";
inline constexpr const char* kOlderSoc = "snapdragon-8-gen-2";

// A constant that is fitted, in the unit of its card.
struct Parameter {
  std::string card;  // a SoC's or an engine's: "snapdragon-8-gen-3", "llama.cpp-cpu", ...
  std::string key;   // "npu.graph_launch", ...
  double initial;
  double low;  // > 0
  double high;
};

// Constants that are fitted together.
struct Stage {
  std::string name;
  std::vector<Parameter> parameters;
  // Weight of a row in the fit; 0: it is not used.
  std::function<double(const PrintedNumber&)> weight;
  // A system that no row was measured with: it is predicted in place of the rows' own.
  std::string stand_in{};
};

// In the order in which they are fitted: a later stage sees the constants of the earlier ones, and
// no stage needs those of a later one.
std::vector<Stage> calibration_stages();

// Sets a constant in memory. Constants of the reference SoC hold for the other SoCs as well, whose
// own constants are relative speeds. REQUIRES: a parameter of a stage.
void set_constant(World& world, const Parameter& parameter, double value);

}  // namespace mllm_npu
