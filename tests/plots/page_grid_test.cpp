#include "plots/page_grid.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

PageGrid two_by_two() {
  PageGrid grid;
  grid.legend = 0.3;
  grid.width = 7;
  grid.left = {0.5, 0.1};
  grid.rows = {{0.2, 1.0, 0.1}, {0.05, 1.5, 0.4}};
  return grid;
}

TEST(PageGrid, IsAsHighAsLegendRowsAndEdges) {
  EXPECT_NEAR(two_by_two().height(), 0.3 + 1.3 + 1.95 + 2 * 0.04, 1e-12);
}

TEST(PageGrid, AxesAreEquallyWideWhateverTheirLabelsTake) {
  const PageGrid grid = two_by_two();
  EXPECT_NEAR(grid.axes_width(), (7 - 0.6) / 2 - 0.12, 1e-12);
  for (std::size_t column : {0u, 1u}) {
    const Area area = grid.area(0, column);
    EXPECT_NEAR(area.right - area.left, grid.axes_width(), 1e-12);
  }
}

TEST(PageGrid, AxesAreAsHighAsTheirRowSays) {
  const PageGrid grid = two_by_two();
  EXPECT_NEAR(grid.area(0, 1).top - grid.area(0, 1).bottom, 1.0, 1e-12);
  EXPECT_NEAR(grid.area(1, 0).top - grid.area(1, 0).bottom, 1.5, 1e-12);
}

TEST(PageGrid, TheFirstRowLiesBelowTheLegendAndTheLastAboveItsNames) {
  const PageGrid grid = two_by_two();
  EXPECT_NEAR(grid.area(0, 0).top, grid.height() - 0.04 - 0.3 - 0.2, 1e-12);
  EXPECT_NEAR(grid.area(1, 0).bottom, 0.04 + 0.4, 1e-12);
}

TEST(PageGrid, ColumnsLeaveRoomForTheLabelsBetweenThem) {
  const PageGrid grid = two_by_two();
  EXPECT_NEAR(grid.area(0, 0).left, 0.5, 1e-12);
  EXPECT_NEAR(grid.area(0, 1).left - grid.area(0, 0).right, 0.12 + 0.1, 1e-12);
  EXPECT_NEAR(grid.area(0, 1).right, 7 - 0.12, 1e-12);
}

TEST(PageGrid, RowsDoNotOverlap) {
  const PageGrid grid = two_by_two();
  EXPECT_NEAR(grid.area(0, 0).bottom - grid.area(1, 0).top, 0.1 + 0.05, 1e-12);
}

TEST(PageGridDeathTest, APlaceOutsideIsOurBug) {
  EXPECT_DEATH(two_by_two().area(2, 0), "2");
  EXPECT_DEATH(two_by_two().area(0, 2), "column < left.size");
}

}  // namespace
}  // namespace mllm_npu
