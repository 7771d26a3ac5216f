#include "tests/support/mutations.h"

#include <set>

#include <gtest/gtest.h>

#include "engine/base/input_error.h"

namespace mllm_npu::support {
namespace {

const std::string kText = "{\"length\": 1234, \"name\": \"abc\"} and some bytes behind it";

TEST(Mutations, DependOnTheSeedAlone) {
  for (std::uint64_t seed = 0; seed < 100; ++seed)
    EXPECT_EQ(mutate(kText, seed), mutate(kText, seed));
}

TEST(Mutations, DifferFromSeedToSeed) {
  std::set<std::string> found;
  for (std::uint64_t seed = 0; seed < 100; ++seed) found.insert(mutate(kText, seed));
  EXPECT_GT(found.size(), 80U);
}

TEST(Mutations, CutLengthenAndChange) {
  int shorter = 0;
  int longer = 0;
  int extreme = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const std::string text = mutate(kText, seed);
    shorter += text.size() < kText.size() ? 1 : 0;
    longer += text.size() > kText.size() ? 1 : 0;
    extreme += text.find("9223372036854775807") != text.npos ? 1 : 0;
  }
  EXPECT_GT(shorter, 30);
  EXPECT_GT(longer, 30);
  EXPECT_GT(extreme, 0);
}

TEST(Mutations, TakeAnEmptyFile) { EXPECT_EQ(mutate("", 1), ""); }

TEST(Mutations, AreCountedByWhatTheReaderSays) {
  const MutationCount count = read_mutated("a file", 50, [](const std::string& text) {
    if (text.size() < 6) throw InputError("f", "", "more", "less");
  });
  EXPECT_EQ(count.accepted + count.refused, 50);
  EXPECT_GT(count.refused, 5);
}

TEST(Mutations, DoNotCountAComplaintThatNamesNoFile) {
  const MutationCount count =
      read_mutated("a file", 5, [](const std::string&) { throw InputError("", "k", "x", "y"); });
  EXPECT_EQ(count.refused, 0);
}

}  // namespace
}  // namespace mllm_npu::support
