// A token that is decoded gets the values that it would have had in the prompt.

#include <gtest/gtest.h>

#include "engine/model/model_catalog.h"
#include "engine/runtime/engine_language_model.h"
#include "engine/runtime/float_language_model.h"
#include "tests/support/computing_model.h"
#include "tests/support/round_prefill.h"

namespace mllm_npu {
namespace {

using support::ComputingModel;

constexpr std::int64_t kLongest = 26;

std::vector<float> copied(std::span<const float> numbers) {
  return {numbers.begin(), numbers.end()};
}

class Decode : public ::testing::TestWithParam<std::string> {
 protected:
  const ComputingModel model_{support::tiny_model(GetParam())};
  const std::vector<TokenId> text_ = model_.tokens(kLongest);
};

// Both edges of chunks (8) and of the sliding window (11) are passed.
TEST_P(Decode, OfATokenIsTheSameBitsAsAPromptThatEndsWithIt) {
  const DeviceSpec device = support::roomy_device();
  EngineLanguageModel engine(model_.quantized, device, {.chunk_lengths = {8}}, kLongest);
  for (std::size_t length = 1; length < text_.size(); ++length) {
    const std::vector<float> prefilled = copied(engine.prefill({text_.data(), length + 1}));
    engine.prefill({text_.data(), length});
    EXPECT_EQ(copied(engine.decode(text_[length])), prefilled) << length << " tokens";
  }
}

TEST_P(Decode, OfManyTokensIsTheSameBitsAsAPromptThatEndsWithThem) {
  const DeviceSpec device = support::roomy_device();
  EngineLanguageModel engine(model_.quantized, device, {.chunk_lengths = {8}}, kLongest);
  const std::vector<float> prefilled = copied(engine.prefill(text_));
  std::vector<float> decoded = copied(engine.prefill({text_.data(), 1}));
  for (std::size_t i = 1; i < text_.size(); ++i) decoded = copied(engine.decode(text_[i]));
  EXPECT_EQ(decoded, prefilled);
}

TEST_P(Decode, AcrossBlocksOfKeysIsTheSameBitsAsAPromptThatEndsThere) {
  constexpr std::int64_t kLong = 130;
  const ComputingModel model(support::long_tiny_model(GetParam()));
  const DeviceSpec device = support::roomy_device();
  EngineLanguageModel engine(model.quantized, device, {.chunk_lengths = {48}}, kLong);
  const std::vector<TokenId> text = model.tokens(kLong);
  std::vector<float> decoded = copied(engine.prefill({text.data(), 60}));
  for (std::size_t i = 60; i < text.size(); ++i) {
    decoded = copied(engine.decode(text[i]));
    if (i == 63 || i == 64 || i == 69 || i == 70 || i == 128 || i + 1 == text.size()) {
      const std::vector<float> at_end = decoded;
      EngineLanguageModel other(model.quantized, device, {.chunk_lengths = {kLong}}, kLong);
      EXPECT_EQ(at_end, copied(other.prefill({text.data(), i + 1}))) << i;
    }
  }
}

TEST_P(Decode, OfTheFloatReferenceIsItsPrefillButForRounding) {
  FloatLanguageModel reference(model_.reference);
  const std::vector<float> prefilled = copied(reference.prefill(text_));
  reference.prefill({text_.data(), 5});
  std::span<const float> decoded;
  for (std::size_t i = 5; i < text_.size(); ++i) decoded = reference.decode(text_[i]);
  for (std::size_t i = 0; i < prefilled.size(); ++i) {
    EXPECT_NEAR(decoded[i], prefilled[i], 2e-5F);
  }
}

INSTANTIATE_TEST_SUITE_P(Tiny, Decode, ::testing::ValuesIn(model_names()),
                         support::architecture_name);

}  // namespace
}  // namespace mllm_npu
