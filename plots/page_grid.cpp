#include "plots/page_grid.h"

#include <numeric>

#include "engine/base/check.h"

namespace mllm_npu {
namespace {

constexpr double kPageEdge = 0.04;  // inches between the page's edge and what is drawn
constexpr double kBetween = 0.12;   // inches to the right of each column, for its last number

double row_height(const PageGrid::Row& row) { return row.above + row.axes + row.below; }

}  // namespace

double PageGrid::height() const {
  double sum = legend + 2 * kPageEdge;
  for (const Row& row : rows) sum += row_height(row);
  return sum;
}

double PageGrid::axes_width() const {
  const double labels = std::accumulate(left.begin(), left.end(), 0.0);
  const auto columns = static_cast<double>(left.size());
  return (width - labels) / columns - kBetween;
}

Area PageGrid::area(std::size_t row, std::size_t column) const {
  MLLM_NPU_CHECK(row < rows.size() && column < left.size(), std::to_string(row));
  Area area;
  area.left = left[column];
  for (std::size_t i = 0; i < column; ++i) area.left += left[i] + axes_width() + kBetween;
  area.right = area.left + axes_width();
  area.top = height() - kPageEdge - legend - rows[row].above;
  for (std::size_t i = 0; i < row; ++i) area.top -= row_height(rows[i]);
  area.bottom = area.top - rows[row].axes;
  return area;
}

}  // namespace mllm_npu
