#include "engine/soc/power_model.h"

#include <algorithm>
#include <map>

#include "engine/base/check.h"

namespace mllm_npu {

std::string_view name_of(PowerComponent component) {
  switch (component) {
    case PowerComponent::kBase:
      return "base";
    case PowerComponent::kCpu:
      return "CPU";
    case PowerComponent::kGpu:
      return "GPU";
    case PowerComponent::kNpu:
      return "NPU";
    case PowerComponent::kDram:
      return "DRAM";
  }
  return "unknown";
}

Joules EnergyUse::total() const {
  Joules sum;
  for (const Joules part : by_component) sum += part;
  return sum;
}

EnergyUse energy_of(const std::vector<Activity>& activities) {
  EnergyUse use;
  for (const Activity& activity : activities) {
    use.by_component[static_cast<std::size_t>(activity.component)] +=
        activity.power * (activity.end - activity.start);
  }
  return use;
}

std::vector<PowerSample> power_trace(const std::vector<Activity>& activities) {
  std::map<SimTime, Watts> changes;
  for (const Activity& activity : activities) {
    changes[activity.start] += activity.power;
    changes[activity.end] -= activity.power;
  }
  std::vector<PowerSample> trace;
  Watts power;
  for (const auto& [time, change] : changes) {
    power += change;
    trace.push_back({.start = time, .power = power});
  }
  return trace;
}

Joules integrate(const std::vector<PowerSample>& trace) {
  Joules sum;
  for (std::size_t i = 0; i + 1 < trace.size(); ++i) {
    sum += trace[i].power * (trace[i + 1].start - trace[i].start);
  }
  return sum;
}

Joules sampled_energy(const std::vector<PowerSample>& trace, SimTime period) {
  MLLM_NPU_CHECK(period > SimTime{}, "no period");
  Joules sum;
  if (trace.empty()) return sum;
  const SimTime end = trace.back().start;
  std::size_t place = 0;
  for (SimTime reading = trace.front().start; reading < end; reading += period) {
    while (place + 1 < trace.size() && trace[place + 1].start <= reading) ++place;
    sum += trace[place].power * (std::min(reading + period, end) - reading);
  }
  return sum;
}

}  // namespace mllm_npu
