#pragma once

// Units that cross function borders. A duration is an integer number of nanoseconds, so two
// compilers sum the same timeline to the same value; Bytes, Joules and Watts are types, so a
// power is never added to an energy. Raw `double seconds` stays inside one function.

#include <chrono>
#include <compare>
#include <cstdint>

namespace mllm_npu {

// Simulated time, an integer count of nanoseconds. Never wall-clock time.
using SimTime = std::chrono::nanoseconds;

// Rounds to the nearest nanosecond. REQUIRES: |seconds| < 9e9 (fits 63 bits), not NaN.
SimTime sim_time_from_seconds(double seconds);
inline double to_seconds(SimTime time) { return static_cast<double>(time.count()) * 1e-9; }
inline double to_milliseconds(SimTime time) { return static_cast<double>(time.count()) * 1e-6; }

// A number with a unit: adds to and compares with its own kind, scales by plain numbers.
template <class Tag, class Rep>
struct Quantity {
  Rep value{};  // in the unit that the alias below names

  friend constexpr auto operator<=>(const Quantity&, const Quantity&) = default;
  constexpr Quantity& operator+=(Quantity other) {
    value += other.value;
    return *this;
  }
  constexpr Quantity& operator-=(Quantity other) {
    value -= other.value;
    return *this;
  }
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return a += b; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return a -= b; }
  friend constexpr Quantity operator*(Quantity a, Rep factor) { return {a.value * factor}; }
  friend constexpr Quantity operator*(Rep factor, Quantity a) { return {factor * a.value}; }
};

using Bytes = Quantity<struct BytesTag, std::int64_t>;
using Joules = Quantity<struct JoulesTag, double>;
using Watts = Quantity<struct WattsTag, double>;

constexpr Bytes operator""_B(unsigned long long count) {
  return {static_cast<std::int64_t>(count)};
}

// Energy of a constant power over a span of time.
inline Joules operator*(Watts power, SimTime time) { return {power.value * to_seconds(time)}; }

// Decimal gigabytes (1e9), as the paper and vendors count.
inline double to_gigabytes(Bytes bytes) { return static_cast<double>(bytes.value) * 1e-9; }

}  // namespace mllm_npu
