#include "engine/execute/decoder.h"

#include <gtest/gtest.h>

#include "tests/support/allocation_count.h"
#include "tests/support/computing_model.h"
#include "tests/support/shadowed_model.h"

namespace mllm_npu {
namespace {

using support::ComputingModel;

class Decoders : public ::testing::Test {
 protected:
  const ComputingModel model_{support::tiny_model("llama-2-7b")};
  KvCache cache_{model_.model(), 4};
  Decoder decoder_{model_.quantized, model_.rotary};
};

TEST_F(Decoders, AppendOneTokenToEveryLayer) {
  EXPECT_EQ(decoder_.decode(1, cache_).size(), 96U);
  decoder_.decode(2, cache_);
  EXPECT_EQ(cache_.tokens(0), 2);
  EXPECT_EQ(cache_.tokens(1), 2);
}

TEST_F(Decoders, KeepNothingOfAContextButItsCache) {
  const auto logits_of = [&](TokenId token, KvCache& cache) {
    const std::span<const float> found = decoder_.decode(token, cache);
    return std::vector<float>(found.begin(), found.end());
  };
  const std::vector<float> alone = logits_of(5, cache_);
  logits_of(6, cache_);
  EXPECT_NE(logits_of(5, cache_), alone);  // it sees others now
  KvCache other(model_.model(), 4);
  EXPECT_EQ(logits_of(5, other), alone);
}

TEST_F(Decoders, AllocateNothing) {
  decoder_.decode(1, cache_);  // the threads start
  const std::optional<std::int64_t> before = support::allocation_count();
  if (!before) GTEST_SKIP() << "the sanitizers count";
  decoder_.decode(2, cache_);
  decoder_.decode(3, cache_);
  EXPECT_EQ(*support::allocation_count() - *before, 0);
}

TEST(DecoderWithShadow, AllocatesNothing) {
  const support::ShadowedModel model(support::tiny_model("llama-2-7b"), 0);
  KvCache cache(model.model(), 40);
  Decoder decoder(model.quantized(), model.rotary);
  decoder.decode(1, cache);  // the threads start
  const std::optional<std::int64_t> before = support::allocation_count();
  if (!before) GTEST_SKIP() << "the sanitizers count";
  for (TokenId token = 2; token < 32; ++token) decoder.decode(token, cache);
  EXPECT_EQ(*support::allocation_count() - *before, 0);
}

using DecodersDeathTest = Decoders;

TEST_F(DecodersDeathTest, HaveNoRoomBeyondTheCache) {
  for (int i = 0; i < 4; ++i) decoder_.decode(1, cache_);
  EXPECT_DEATH(decoder_.decode(1, cache_), "4 \\+ 1 of 4");
}

TEST_F(DecodersDeathTest, KnowNoTokenOutsideTheVocabulary) {
  EXPECT_DEATH(decoder_.decode(96, cache_), "96");
}

}  // namespace
}  // namespace mllm_npu
