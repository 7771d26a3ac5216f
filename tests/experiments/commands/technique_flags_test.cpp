#include "experiments/commands/technique_flags.h"

#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

std::string factors_with(const TechniqueFlags& flags) {
  return factors_text(technique_factors(options_of(flags)));
}

TEST(TechniqueFactors, AreNoneForThePapersSystem) { EXPECT_EQ(factors_with({}), ""); }

TEST(TechniqueFactors, NameEveryOptionThatIsNotTheDefault) {
  TechniqueFlags flags;
  flags.chunk_lengths = {"64", "128"};
  flags.policy = "in-order";
  flags.latency_model = "peak";
  flags.pruning_rate = "0";
  flags.hot_channels = "50";
  flags.hot_outliers = "25";
  flags.group_size = "32";
  flags.float_processor = "gpu";
  flags.no_chunk_sharing = flags.no_shadow = flags.no_equivalent_shapes = true;
  EXPECT_EQ(
      factors_with(flags),
      "chunk_length=[64, 128], policy=in-order, latency_model=peak, pruning_rate=0, "
      "hot_channel_share=50, hot_outlier_share=25, group_size=32, chunk_sharing=off, shadow=off, "
      "equivalent_shapes=off, float_processor=gpu");
}

TEST(TechniqueFactors, NameWhatTheReleasedCodeDoesOtherwise) {
  TechniqueFlags flags;
  flags.no_prepared_graphs = flags.head_for_every_token = flags.flat_qkv = true;
  flags.npu_runs = "2";
  flags.cpu_share = "50";
  EXPECT_EQ(factors_with(flags),
            "prepared_graphs=off, head_for_every_token=on, flat_qkv=on, npu_runs=2, cpu_share=50");
}

TEST(TechniqueFactors, NameTheScalesOfTheShadow) {
  TechniqueFlags flags;
  flags.shadow_scales = "per-channel";
  EXPECT_EQ(factors_with(flags), "shadow_scales=per-channel");
  EXPECT_EQ(options_of(flags).shadow_scales, ShadowScales::kPerChannel);
}

TEST(TechniqueFlags, HaveNoScalesWithoutAShadow) {
  TechniqueFlags flags;
  flags.no_shadow = true;
  flags.shadow_scales = "per-channel";
  EXPECT_EQ(support::input_error_of([&] { options_of(flags); }),
            "command line: --shadow-scales: expected no --no-shadow beside it, found per-channel");
}

TEST(TechniqueFlags, NameTheScalesThereAre) {
  TechniqueFlags flags;
  flags.shadow_scales = "per-group";
  EXPECT_EQ(support::input_error_of([&] { options_of(flags); }),
            "command line: --shadow-scales: expected one of per-tensor, per-channel, found "
            "per-group");
}

TEST(TechniqueFactors, GiveASingleChunkLengthAsANumber) {
  TechniqueFlags flags;
  flags.chunk_lengths = {"128"};
  EXPECT_EQ(factors_with(flags), "chunk_length=128");
}

TEST(TechniqueFactors, AreNoneForADefaultThatIsGiven) {
  TechniqueFlags flags;
  flags.chunk_lengths = {"64", "128", "256"};
  flags.pruning_rate = "85.0";
  EXPECT_EQ(factors_with(flags), "");
}

}  // namespace
}  // namespace mllm_npu
