#pragma once

#include <cstdint>
#include <queue>
#include <vector>

#include "engine/base/units.h"

namespace mllm_npu {

// Events ordered by (time, order of pushing), so that equal times never depend on the heap.
template <class Event>
class EventQueue {
 public:
  bool empty() const { return heap_.empty(); }
  // REQUIRES: not empty.
  SimTime next_time() const { return heap_.top().time; }

  void push(SimTime time, Event event) { heap_.push({time, sequence_++, event}); }

  // Takes the next event. REQUIRES: not empty.
  Event pop() {
    const Event event = heap_.top().event;
    heap_.pop();
    return event;
  }

 private:
  struct Entry {
    SimTime time;
    std::uint64_t sequence;
    Event event;
    bool operator<(const Entry& other) const {  // std::priority_queue puts the largest on top
      return time != other.time ? time > other.time : sequence > other.sequence;
    }
  };

  std::priority_queue<Entry> heap_;
  std::uint64_t sequence_ = 0;
};

}  // namespace mllm_npu
