#include "engine/runtime/saved_preparation.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/model/model_catalog.h"
#include "engine/runtime/engine_language_model.h"
#include "tests/support/input_error_of.h"
#include "tests/support/round_device.h"
#include "tests/support/round_prefill.h"
#include "tests/support/shadowed_model.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::bytes_of;
using support::input_error_of;
using support::ShadowedModel;
using support::TemporaryFolder;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::int64_t kLength = 25;
constexpr double kPruned = 0.5;

// A small model, calibrated, with its preparation in a folder.
struct Prepared {
  explicit Prepared(const std::string& name = "llama-2-7b")
      : calibrated(support::tiny_model(name), kPruned) {
    save_preparation(folder.path(), calibrated.weights, saved());
  }
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;

  SavedStatistics saved(bool channel_scales = false) const {
    return {.corpus = corpus_context("random", support::random_corpus(model(), 4, 40, 3), 3),
            .options = {.outlier_channel_share = 0.1, .chunk_length = 8, .hot_channel_share = 0.1},
            .pruning_rate = kPruned,
            .channel_scales = channel_scales,
            .statistics = calibrated.statistics};
  }
  const ModelConfig& model() const { return calibrated.model(); }
  SavedPreparation open(const PrefillOptions& more = options()) const {
    return open_preparation(folder.path(), model(), more);
  }
  static PrefillOptions options() {
    return {.chunk_lengths = {8}, .pruning_rate = kPruned, .hot_channel_share = 0.1};
  }
  // What opening says, without the folder.
  std::string complaint(const PrefillOptions& more = options()) const {
    const std::string error = input_error_of([&] { open(more); });
    const std::string path = folder.path().string() + "/";
    return error.starts_with(path) ? error.substr(path.size()) : error;
  }
  std::vector<float> logits(const QuantizedModel& quantized) const {
    EngineLanguageModel engine(quantized, support::roomy_device(), options(), kLength + 1);
    const auto last = engine.prefill(support::random_tokens(model(), kLength, 7));
    std::vector<float> all(last.begin(), last.end());
    const auto next = engine.decode(5);
    all.insert(all.end(), next.begin(), next.end());
    return all;
  }

  const ShadowedModel calibrated;
  const TemporaryFolder folder;
};

TEST(SavedPreparation, ComputesTheSameBitsAsTheCalibrationThatItSaves) {
  for (const std::string& name : model_names()) {
    const Prepared prepared(name);
    const PreparedWeights weights(prepared.calibrated.weights, prepared.open());
    EXPECT_EQ(prepared.logits(weights.quantized()),
              prepared.logits(prepared.calibrated.quantized()))
        << name;
  }
}

PrefillOptions with_channel_scales() {
  PrefillOptions options = Prepared::options();
  options.shadow_scales = ShadowScales::kPerChannel;
  return options;
}

TEST(SavedPreparation, KeepsTheScalesOfTheShadowsChannels) {
  const Prepared prepared;
  const std::vector<float> without =
      prepared.logits(PreparedWeights(prepared.calibrated.weights, prepared.open()).quantized());
  save_preparation(prepared.folder.path(), prepared.calibrated.weights, prepared.saved(true));
  const PreparedWeights read(prepared.calibrated.weights, prepared.open(with_channel_scales()));
  const PreparedWeights made(prepared.calibrated.weights, prepared.calibrated.statistics,
                             with_channel_scales());
  EXPECT_EQ(prepared.logits(read.quantized()), prepared.logits(made.quantized()));
  EXPECT_NE(prepared.logits(read.quantized()), without);
}

TEST(SavedPreparation, IsRefusedForOtherScalesOfTheShadow) {
  const Prepared prepared;
  EXPECT_EQ(
      prepared.complaint(with_channel_scales()),
      "preparation.json: context.options.shadow_scales: expected per-channel, which was asked "
      "for, found per-tensor");
  save_preparation(prepared.folder.path(), prepared.calibrated.weights, prepared.saved(true));
  EXPECT_EQ(prepared.complaint(),
            "preparation.json: context.options.shadow_scales: expected per-tensor, which was asked "
            "for, found per-channel");
}

TEST(SavedPreparation, IsRefusedWhereTheShadowHasOtherScales) {
  const Prepared prepared;
  save_preparation(prepared.folder.path(), prepared.calibrated.weights, prepared.saved(true));
  std::string shadow = bytes_of(prepared.folder.path() / "shadow.safetensors");
  shadow.back() = static_cast<char>(shadow.back() ^ 1);  // the last tensor is one of scales
  prepared.folder.write("shadow.safetensors", shadow);
  EXPECT_THAT(
      prepared.complaint(with_channel_scales()),
      EndsWith("expected the weights that preparation.json was written with, found others"));
}

TEST(SavedPreparation, IsRefusedWhereTheShadowsScalesAreMissing) {
  const Prepared prepared;
  const std::string without = bytes_of(prepared.folder.path() / "shadow.safetensors");
  save_preparation(prepared.folder.path(), prepared.calibrated.weights, prepared.saved(true));
  prepared.folder.write("shadow.safetensors", without);
  EXPECT_THAT(prepared.complaint(with_channel_scales()), EndsWith("found others"));
}

TEST(SavedPreparation, IsTheSameBytesOnARerun) {
  const Prepared first;
  const Prepared second;
  for (const char* name : {"preparation.json", "shadow.safetensors"}) {
    EXPECT_EQ(bytes_of(first.folder.path() / name), bytes_of(second.folder.path() / name));
    EXPECT_GT(bytes_of(first.folder.path() / name).size(), 1000U) << name;
  }
}

TEST(SavedPreparation, LeavesNothingElseBehind) {
  const Prepared prepared;
  const std::filesystem::directory_iterator files(prepared.folder.path());
  EXPECT_EQ(std::distance(begin(files), end(files)), 2);
}

TEST(SavedPreparation, IsNotWrittenHalfWhenTheWeightsAreNoNumbers) {
  const Prepared prepared;
  const std::string before = bytes_of(prepared.folder.path() / "shadow.safetensors");
  struct Broken : WeightSource {
    explicit Broken(const WeightSource& source) : sound(source) {}
    const ModelConfig& model() const override { return sound.model(); }
    void read_rows(const WeightId& id, std::int64_t first, MatrixView<float> rows) const override {
      sound.read_rows(id, first, rows);
      if (id.role == WeightRole::kDown && id.layer == 1) rows(0, 0) = INFINITY;
    }
    const WeightSource& sound;
  };
  EXPECT_THAT(input_error_of([&] {
                save_preparation(prepared.folder.path(), Broken(prepared.calibrated.weights),
                                 prepared.saved());
              }),
              HasSubstr("expected finite numbers"));
  EXPECT_EQ(bytes_of(prepared.folder.path() / "shadow.safetensors"), before);
  EXPECT_EQ(prepared.complaint(), "no error");
}

TEST(SavedPreparation, IsRefusedWithoutOneOfItsFiles) {
  for (const char* name : {"preparation.json", "shadow.safetensors"}) {
    const Prepared prepared;
    std::filesystem::remove(prepared.folder.path() / name);
    EXPECT_THAT(prepared.complaint(), StartsWith(std::string(name) + ": expected a")) << name;
  }
}

TEST(SavedPreparation, IsRefusedWithATruncatedFile) {
  for (const char* name : {"preparation.json", "shadow.safetensors"}) {
    const Prepared prepared;
    const std::string text = bytes_of(prepared.folder.path() / name);
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{7}, text.size() / 2, text.size() - 3}) {
      prepared.folder.write(name, text.substr(0, size));
      EXPECT_THAT(prepared.complaint(), StartsWith(std::string(name) + ": ")) << size;
    }
  }
}

TEST(SavedPreparation, IsRefusedForOtherOptions) {
  const Prepared prepared;
  PrefillOptions options = Prepared::options();
  options.pruning_rate = 0.85;
  EXPECT_EQ(prepared.complaint(options),
            "preparation.json: context.options.pruning_rate: expected 0.85, which was asked for, "
            "found 0.5");
  options = Prepared::options();
  options.hot_channel_share = 0.03;
  EXPECT_THAT(prepared.complaint(options), HasSubstr("hot_channel_share: expected 0.03"));
  options = Prepared::options();
  options.shadow = false;
  EXPECT_THAT(prepared.complaint(options), EndsWith("found outlier-channels"));
}

TEST(SavedPreparation, IsRefusedWhereTheShadowIsOfOtherLinears) {
  const Prepared prepared;
  SavedStatistics saved = prepared.saved();
  const std::string statistics = bytes_of(prepared.folder.path() / "preparation.json");
  saved.pruning_rate = 1;
  save_preparation(prepared.folder.path(), prepared.calibrated.weights, saved);
  prepared.folder.write("preparation.json", statistics);
  EXPECT_THAT(prepared.complaint(),
              AllOf(StartsWith("shadow.safetensors: layers."),
                    EndsWith("expected weights, as preparation.json asks, found nothing")));
  saved.pruning_rate = 0;
  save_preparation(prepared.folder.path(), prepared.calibrated.weights, saved);
  prepared.folder.write("preparation.json", statistics);
  EXPECT_THAT(prepared.complaint(), EndsWith("expected nothing, as it is pruned, found weights"));
}

TEST(SavedPreparation, IsRefusedWhereTheShadowHasOtherWeights) {
  const Prepared prepared;
  std::string shadow = bytes_of(prepared.folder.path() / "shadow.safetensors");
  shadow.back() = static_cast<char>(shadow.back() ^ 1);
  prepared.folder.write("shadow.safetensors", shadow);
  EXPECT_THAT(
      prepared.complaint(),
      EndsWith("expected the weights that preparation.json was written with, found others"));
}

TEST(SavedPreparation, IsRefusedWhereTheModelHasOtherWeights) {
  const Prepared prepared;
  const RandomWeights others(prepared.model(), 2);
  EXPECT_EQ(input_error_of([&] { PreparedWeights(others, prepared.open()); }),
            "weights: layers.0.q_proj: expected those that " + prepared.folder.path().string() +
                " was prepared with, found others");
}

TEST(SavedPreparation, OfMaxMinServesWithoutAShadow) {
  const Prepared prepared;
  SavedStatistics saved = prepared.saved();
  saved.options.rule = ScaleRule::kMaxMin;
  for (auto& layer : saved.statistics.layers) {
    for (InputOutliers& input : layer) {
      const std::size_t channels = input.occurrences.size();
      input = {.max_abs = input.max_abs,
               .clip = input.max_abs,
               .occurrences = std::vector<std::int64_t>(channels),
               .hot = {}};
    }
  }
  save_preparation(prepared.folder.path(), prepared.calibrated.weights, saved);
  PrefillOptions options = Prepared::options();
  const PreparedWeights clipped_nowhere(prepared.calibrated.weights, prepared.open(options));
  options.shadow = false;
  const PreparedWeights weights(prepared.calibrated.weights, prepared.open(options));
  const PreparedWeights calibrated(prepared.calibrated.weights, saved.statistics, options);
  EXPECT_EQ(weights.quantized().shadow, nullptr);
  EXPECT_EQ(prepared.logits(weights.quantized()), prepared.logits(calibrated.quantized()));
  EXPECT_EQ(prepared.logits(clipped_nowhere.quantized()), prepared.logits(calibrated.quantized()));
}

}  // namespace
}  // namespace mllm_npu
