#include "experiments/progress.h"

#include <sstream>

#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

// A progress of `steps` steps whose clock shows what the test says.
struct Watched {
  explicit Watched(int steps) : progress(steps, out, [this] { return now; }) {}

  // What the step's line says when it begins at `seconds`.
  std::string line_at(double seconds, const std::string& what) {
    now = seconds;
    out.str("");
    progress.step(what);
    return out.str();
  }

  double now = 100;  // of the start: any fixed moment
  std::ostringstream out;
  Progress progress;
};

TEST(Progress, TheFirstStepHasNothingToJudgeTheTimeBy) {
  EXPECT_EQ(Watched(4).line_at(100, "fig2"), "[1/4] fig2\n");
}

TEST(Progress, TheTimeLeftTakesTheStepsToComeToBeAsLongAsThoseThatWere) {
  Watched watched(4);
  watched.line_at(100, "fig2");
  EXPECT_EQ(watched.line_at(102, "table3"), "[2/4] table3 (2 s, about 6 s left)\n");
  EXPECT_EQ(watched.line_at(103, "fig8"), "[3/4] fig8 (3 s, about 3 s left)\n");
  EXPECT_EQ(watched.line_at(112, "fig14"), "[4/4] fig14 (12 s, about 4 s left)\n");
}

TEST(Progress, TimesAreShort) {
  Watched watched(3);
  watched.line_at(100, "fig2");
  EXPECT_EQ(watched.line_at(100.4321, "fig8"), "[2/3] fig8 (0.43 s, about 0.9 s left)\n");
}

TEST(Progress, AClockThatHasNotMovedIsNoTimeAtAll) {
  Watched watched(2);
  watched.line_at(100, "fig2");
  EXPECT_EQ(watched.line_at(100, "fig8"), "[2/2] fig8 (0 s, about 0 s left)\n");
}

TEST(Progress, TheEndTellsTheWholeTime) {
  Watched watched(1);
  watched.line_at(101, "fig2");
  watched.now = 108;
  watched.out.str("");
  watched.progress.done("done");
  EXPECT_EQ(watched.out.str(), "done (8 s)\n");
}

TEST(Progress, TheSteadyClockDoesNotGoBack) {
  const double before = steady_seconds();
  EXPECT_GE(steady_seconds(), before);
}

}  // namespace
}  // namespace mllm_npu
