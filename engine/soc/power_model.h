#pragma once

// Power over a timeline, by component. Energy is its integral.

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/base/units.h"
#include "engine/soc/soc_spec.h"

namespace mllm_npu {

enum class PowerComponent { kBase, kCpu, kGpu, kNpu, kDram };
inline constexpr std::size_t kPowerComponentCount = 5;
std::string_view name_of(PowerComponent component);

// `component` draws `power` over [start, end).
struct Activity {
  PowerComponent component{};
  SimTime start{};
  SimTime end{};
  Watts power;
};

struct EnergyUse {
  std::array<Joules, kPowerComponentCount> by_component{};

  Joules of(PowerComponent component) const {
    return by_component[static_cast<std::size_t>(component)];
  }
  Joules total() const;
};

// Sums each component's power × time.
EnergyUse energy_of(const std::vector<Activity>& activities);

// Power of all components together from `start` until the next sample.
struct PowerSample {
  SimTime start{};
  Watts power;
};
// The step function of total power, in order of time; the last sample ends the trace.
std::vector<PowerSample> power_trace(const std::vector<Activity>& activities);

// ∫ P dt of a trace: equals energy_of(...).total() up to rounding.
Joules integrate(const std::vector<PowerSample>& trace);

// What a meter makes of `trace` that reads the power at its start and every `period` after, and
// takes each reading to hold until the next one or the end: the paper's phones, every 100 ms
// (§4.1). REQUIRES: period > 0.
Joules sampled_energy(const std::vector<PowerSample>& trace, SimTime period);

}  // namespace mllm_npu
