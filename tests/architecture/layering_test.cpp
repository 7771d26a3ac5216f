#include "tests/architecture/layering.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu::architecture {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

SourceFile includes(const std::string& path, const std::string& included) {
  return {path, "#pragma once\n#include \"" + included + "\"\n"};
}

TEST(Layering, NoFileOfThisRepositoryIncludesUpwardOrSideways) {
  EXPECT_THAT(layering_violations(code_of_this_repository()), IsEmpty());
}

TEST(Layering, ThePicturesOfThisRepositoryKnowTheRecordsAndNothingElse) {
  EXPECT_THAT(plot_include_violations(code_of_this_repository()), IsEmpty());
}

TEST(Layering, AnIncludeOfALowerFloorIsFine) {
  EXPECT_THAT(layering_violations({includes("engine/soc/flash.h", "engine/base/units.h"),
                                   {"engine/base/units.h", ""}}),
              IsEmpty());
}

TEST(Layering, AnIncludeInsideTheOwnFolderIsFine) {
  EXPECT_THAT(
      layering_violations({includes("baselines/system_catalog.cpp", "baselines/systems/a.h"),
                           {"baselines/systems/a.h", ""}}),
      IsEmpty());
}

TEST(Layering, AnUpwardIncludeIsRefusedWithBothPlaces) {
  EXPECT_THAT(layering_violations({includes("engine/base/units.h", "engine/soc/flash.h"),
                                   {"engine/soc/flash.h", ""}}),
              ElementsAre("engine/base/units.h in engine/base (floor 0) includes "
                          "engine/soc/flash.h in engine/soc (floor 4)"));
}

TEST(Layering, AnIncludeIntoAnotherFolderOfTheSameFloorIsRefused) {
  EXPECT_THAT(layering_violations({includes("engine/soc/flash.h", "engine/execute/weights.h"),
                                   {"engine/execute/weights.h", ""}}),
              ElementsAre(HasSubstr("engine/execute (floor 4)")));
}

TEST(Layering, AnIncludeThatIsNotAPathFromTheRootIsRefused) {
  EXPECT_THAT(layering_violations({includes("engine/soc/flash.h", "units.h")}),
              ElementsAre(HasSubstr("write paths from the root")));
}

TEST(Layering, AFolderThatThePictureDoesNotShowIsRefused) {
  EXPECT_THAT(layering_violations({{"engine/helpers/misc.h", ""}}),
              ElementsAre("engine/helpers/misc.h stands on no floor"));
}

TEST(Layering, TheLongestPathDecidesTheFloor) {
  EXPECT_EQ(part_of("datasets/workload.h")->floor, 2);
  EXPECT_EQ(part_of("datasets/reference_model.h")->floor, 7);
  EXPECT_EQ(part_of("datasets/reference_model/train.h")->floor, 7);
  EXPECT_EQ(part_of("experiments/main.cpp")->floor, 10);
  EXPECT_EQ(part_of("engine/social/graph.h"), nullptr);
}

TEST(Layering, APictureThatIncludesTheEngineIsRefused) {
  EXPECT_THAT(plot_include_violations({includes("plots/fig2.cpp", "engine/soc/npu_runtime.h"),
                                       includes("plots/fig8.cpp", "engine/metrics/result_record.h"),
                                       includes("plots/fig9.cpp", "plots/figure.h")}),
              ElementsAre("plots/fig2.cpp includes engine/soc/npu_runtime.h"));
}

}  // namespace
}  // namespace mllm_npu::architecture
