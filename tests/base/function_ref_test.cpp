#include "engine/base/function_ref.h"

#include <functional>
#include <string>

#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

int twice(FunctionRef<int(int)> function, int x) { return function(function(x)); }

TEST(FunctionRef, CallsWhatItWasGiven) {
  int calls = 0;
  EXPECT_EQ(twice(
                [&](int x) {
                  ++calls;
                  return 10 * x;
                },
                3),
            300);
  EXPECT_EQ(calls, 2);
}

TEST(FunctionRef, TakesConstantFunctionObjects) {
  const std::function<int(int)> next = [](int x) { return x + 1; };
  EXPECT_EQ(twice(next, 1), 3);
}

TEST(FunctionRef, HandsOnWhatItRefersToNotItself) {
  int step = 1;
  const auto subtract = [&](int x) { return x - step; };
  const FunctionRef<int(int)> first(subtract);
  const FunctionRef<int(int)> second = first;
  step = 2;
  EXPECT_EQ(twice(second, 5), 1);
}

TEST(FunctionRef, PassesReferences) {
  const auto append = [](FunctionRef<void(std::string&)> function) {
    std::string text = "a";
    function(text);
    return text;
  };
  EXPECT_EQ(append([](std::string& text) { text += "b"; }), "ab");
}

}  // namespace
}  // namespace mllm_npu
