#include "engine/base/check.h"

#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

TEST(CheckDeathTest, AFailedCheckPrintsPlaceConditionAndValues) {
  const int size = 3;
  EXPECT_DEATH(MLLM_NPU_CHECK(size == 4, "size " + std::to_string(size)),
               "check_test\\.cpp:[0-9]+: check failed: size == 4: size 3");
}

TEST(CheckDeathTest, AFailedCheckAborts) {
  EXPECT_EXIT(MLLM_NPU_CHECK(false, "so"), ::testing::KilledBySignal(SIGABRT), "so");
}

TEST(Check, APassedCheckDoesNotMakeItsText) {
  bool made = false;
  const auto text = [&] {
    made = true;
    return std::string("unused");
  };
  MLLM_NPU_CHECK(true, text());
  EXPECT_FALSE(made);
}

TEST(Check, ItsConditionIsEvaluatedOnce) {
  int count = 0;
  MLLM_NPU_CHECK(++count > 0, "never");
  EXPECT_EQ(count, 1);
}

TEST(Check, IsOneStatementBelowAnIfWithoutBraces) {
  bool otherwise = false;
  if (false)
    MLLM_NPU_CHECK(false, "not reached");
  else
    otherwise = true;
  EXPECT_TRUE(otherwise);
}

}  // namespace
}  // namespace mllm_npu
