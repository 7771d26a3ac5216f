#include "experiments/progress.h"

#include <ostream>
#include <utility>

#include "experiments/text_table.h"

namespace mllm_npu {

double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Progress::Progress(int steps, std::ostream& out, Clock clock)
    : steps_(steps), out_(out), clock_(std::move(clock)), start_(clock_()) {}

void Progress::step(const std::string& what) {
  out_ << '[' << begun_ + 1 << '/' << steps_ << "] " << what;
  if (begun_ > 0) {
    const double elapsed = clock_() - start_;
    out_ << " (" << rounded(elapsed, 2) << " s, about "
         << rounded(elapsed / begun_ * (steps_ - begun_), 1) << " s left)";
  }
  out_ << std::endl;
  ++begun_;
}

void Progress::note(const std::string& what) { out_ << "      " << what << std::endl; }

void Progress::done(const std::string& what) {
  out_ << what << " (" << rounded(clock_() - start_, 2) << " s)" << std::endl;
}

}  // namespace mllm_npu
