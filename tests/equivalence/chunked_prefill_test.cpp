// A prompt in chunks computes what the prompt in one piece computes, at every length.

#include <gtest/gtest.h>

#include "engine/model/model_catalog.h"
#include "tests/support/computed_run.h"
#include "tests/support/round_prefill.h"

namespace mllm_npu {
namespace {

using support::ComputedRun;
using support::ComputingModel;
using support::difference;
using support::run_engine;

constexpr std::int64_t kChunk = 8;
constexpr std::int64_t kLongest = 3 * kChunk + 1;

class ChunkedPrefill : public ::testing::TestWithParam<std::string> {
 protected:
  // Runs of the first tokens of one text.
  ComputedRun run(ComputingEngine& engine, std::int64_t length) {
    return run_engine(engine, model_.tokens(length), cache_);
  }
  ComputingEngine engine(const PrefillOptions& options) const {
    return {model_.quantized, model_.rotary, device_, options};
  }

  const ComputingModel model_{support::tiny_model(GetParam())};
  const DeviceSpec device_ = support::roomy_device();
  KvCache cache_{model_.model(), kLongest};
};

TEST_P(ChunkedPrefill, IsTheSameBitsAsOneChunkThatHoldsThePromptAtEveryLength) {
  ComputingEngine chunked = engine({.chunk_lengths = {kChunk}});
  ComputingEngine whole = engine({.chunk_lengths = {kLongest}});
  for (std::int64_t length = 1; length <= kLongest; ++length) {
    EXPECT_EQ(difference(run(chunked, length), run(whole, length)), "") << length << " tokens";
  }
}

TEST_P(ChunkedPrefill, IsTheSameBitsAsAGraphOfThePromptsOwnLength) {
  ComputingEngine chunked = engine({.chunk_lengths = {kChunk}});
  ComputingEngine unshared = engine({.chunk_sharing = false});
  for (const std::int64_t length : {1, 7, 8, 9, 16, 17, 23, 25}) {
    EXPECT_EQ(difference(run(chunked, length), run(unshared, length)), "") << length << " tokens";
  }
}

TEST_P(ChunkedPrefill, IsTheSameBitsWhicheverChunkLengthIsChosen) {
  ComputingEngine chunked = engine({.chunk_lengths = {kChunk}});
  ComputingEngine choosing = engine({.chunk_lengths = {4, 10, 13}});
  for (const std::int64_t length : {3, 4, 5, 10, 11, 13, 14, 25}) {
    EXPECT_EQ(difference(run(chunked, length), run(choosing, length)), "") << length << " tokens";
  }
}

TEST_P(ChunkedPrefill, IsTheSameBitsInTheChunksOfTheDefaultOptions) {
  ComputingEngine chunked = engine({.chunk_lengths = {kChunk}});
  ComputingEngine usual = engine({});
  EXPECT_EQ(difference(run(chunked, kLongest), run(usual, kLongest)), "");
}

// In fp32, sums of another shape may be rounded another way.
TEST_P(ChunkedPrefill, OfTheFloatReferenceInPiecesIsThatInOnePiece) {
  const std::vector<TokenId> text = model_.tokens(kLongest);
  for (std::int64_t length = 1; length <= kLongest; ++length) {
    const std::span<const TokenId> prompt(text.data(), static_cast<std::size_t>(length));
    ReferenceCache at_once;
    const EigenRowMajor<float> whole = model_.reference.forward(prompt, at_once);
    ReferenceCache in_pieces;
    for (const Chunk& chunk : cut_prompt(length, kChunk)) {
      const EigenRowMajor<float> piece =
          model_.reference.forward(prompt.subspan(static_cast<std::size_t>(chunk.begin),
                                                  static_cast<std::size_t>(chunk.tokens)),
                                   in_pieces);
      const auto same_rows = whole.middleRows(chunk.begin, chunk.tokens);
      EXPECT_LE((piece - same_rows).cwiseAbs().maxCoeff(), 1e-5F * whole.cwiseAbs().maxCoeff())
          << length << " tokens";
    }
    EXPECT_EQ(in_pieces.tokens, length);
  }
}

// The attention kernel takes keys in blocks of 64: here a chunk and a window lie across their
// edges, and the first keys are whole blocks before the window.
TEST_P(ChunkedPrefill, IsTheSameBitsAcrossBlocksOfKeys) {
  constexpr std::int64_t kLong = 130;
  const ComputingModel model(support::long_tiny_model(GetParam()));
  KvCache cache(model.model(), kLong);
  ComputingEngine chunked(model.quantized, model.rotary, device_, {.chunk_lengths = {48}});
  ComputingEngine whole(model.quantized, model.rotary, device_, {.chunk_lengths = {kLong}});
  const std::vector<TokenId> text = model.tokens(kLong);
  const ComputedRun expected = run_engine(whole, text, cache);
  EXPECT_EQ(difference(run_engine(chunked, text, cache), expected), "");
}

INSTANTIATE_TEST_SUITE_P(Tiny, ChunkedPrefill, ::testing::ValuesIn(model_names()),
                         support::architecture_name);

}  // namespace
}  // namespace mllm_npu
