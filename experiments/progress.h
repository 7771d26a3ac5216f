#pragma once

#include <chrono>
#include <functional>
#include <iosfwd>
#include <string>

namespace mllm_npu {

// Tells how far a long command is: "[3/16] fig8 (0.4 s, about 2 s left)". The time left takes the
// steps that remain to be as long as those that were.
class Progress {
 public:
  // Seconds since any fixed moment; never goes back.
  using Clock = std::function<double()>;

  // REQUIRES: steps > 0; `out` outlives this.
  Progress(int steps, std::ostream& out, Clock clock);

  // The next step begins.
  void step(const std::string& what);
  // What the step is at.
  void note(const std::string& what);
  // All steps are over.
  void done(const std::string& what);

 private:
  int steps_;
  int begun_ = 0;
  std::ostream& out_;
  Clock clock_;
  double start_;
};

// The machine's steady clock.
double steady_seconds();

}  // namespace mllm_npu
