#pragma once

#include <array>
#include <cstddef>

namespace mllm_npu {

// Works that run together and share one resource of limited bandwidth. While the demands sum to
// more than the capacity, all works slow down by the same factor; otherwise each runs at full
// speed. Work and time are in nanoseconds, demands and capacity in bytes per nanosecond.
template <std::size_t kLanes>
class SharedBandwidth {
 public:
  explicit SharedBandwidth(double capacity) : capacity_(capacity) {}

  // REQUIRES: the lane is idle.
  void start(std::size_t lane, double work, double demand) {
    lanes_[lane] = {.remaining = work, .demand = demand, .running = true};
    update_speed();
  }
  void stop(std::size_t lane) {
    lanes_[lane] = {};
    update_speed();
  }
  bool running(std::size_t lane) const { return lanes_[lane].running; }

  // 1, or the common slow-down of all works.
  double speed() const { return speed_; }

  // Nanoseconds until the work of `lane` ends if nothing changes. REQUIRES: it runs.
  double time_left(std::size_t lane) const { return lanes_[lane].remaining / speed_; }

  void advance(double nanoseconds) {
    for (Lane& lane : lanes_) {
      if (lane.running) lane.remaining -= nanoseconds * speed_;
    }
  }

 private:
  struct Lane {
    double remaining = 0;
    double demand = 0;
    bool running = false;
  };

  void update_speed() {
    double demand = 0;
    for (const Lane& lane : lanes_) demand += lane.demand;
    speed_ = demand > capacity_ ? capacity_ / demand : 1.0;
  }

  std::array<Lane, kLanes> lanes_{};
  double capacity_;
  double speed_ = 1;
};

}  // namespace mllm_npu
