#include "plots/page_name.h"

#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

TEST(PageName, IsTheFiguresWithTheValueAsAFileMayBeCalled) {
  EXPECT_EQ(page_name("table5", "device", "a phone/2", {}), "table5-a_phone_2");
}

TEST(PageName, ThatIsTakenIsAnError) {
  const std::vector<GnuplotPage> pages = {{"table5-a_b", 1, 1}};
  EXPECT_EQ(page_name("table5", "device", "a_c", pages), "table5-a_c");
  EXPECT_EQ(support::input_error_of([&] { page_name("table5", "device", "a b", pages); }),
            "factors.device: expected names that differ as file names, found a b");
}

}  // namespace
}  // namespace mllm_npu
