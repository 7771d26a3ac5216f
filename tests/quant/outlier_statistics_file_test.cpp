#include "engine/quant/outlier_statistics_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/computing_model.h"
#include "tests/support/input_error_of.h"
#include "tests/support/mutations.h"
#include "tests/support/random.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using support::TemporaryFolder;
using ::testing::EndsWith;
using ::testing::HasSubstr;

// Thirds, so that no text of a few digits is the number.
double share(support::Random& random) {
  return static_cast<double>(random.between(1, 1000000)) / 3000000;
}

InputOutliers input_with(support::Random& random, LinearInput input, const ModelConfig& model) {
  const std::int64_t width = input == LinearInput::kDown     ? model.intermediate_size
                             : input == LinearInput::kOutput ? query_size(model)
                                                             : model.hidden_size;
  InputOutliers outliers{.max_abs = static_cast<float>(1 + share(random)),
                         .clip = static_cast<float>(share(random)),
                         .occurrences = std::vector<std::int64_t>(static_cast<std::size_t>(width)),
                         .hot = {3, 5},
                         .outlier_channels = 2 + share(random),
                         .hot_outlier_channels = 2 * share(random)};
  for (const std::size_t channel : {3U, 5U, 9U}) {
    outliers.occurrences[channel] = 1 + random.below(10);
  }
  return outliers;
}

SavedStatistics made_up(const ModelConfig& model) {
  support::Random random(3);
  SavedStatistics saved{
      .corpus = {.name = "stories \"1\".txt", .texts = 2, .tokens = 40, .hash = ~std::uint64_t{0}},
      .options = {.rule = ScaleRule::kSignedPercentile,
                  .outlier_channel_share = 0.1,
                  .chunk_length = 8,
                  .hot_channel_share = 1.0 / 3},
      .pruning_rate = 0.85,
      .statistics = {},
      .weights = {}};
  for (std::int64_t layer = 0; layer < model.num_hidden_layers; ++layer) {
    auto& inputs = saved.statistics.layers.emplace_back();
    for (std::size_t input = 0; input < kLinearInputs; ++input) {
      inputs[input] = input_with(random, static_cast<LinearInput>(input), model);
    }
    auto& weights = saved.weights.emplace_back();
    for (const LinearShape& linear : block_linears(model)) {
      weights[static_cast<std::size_t>(linear.role)] =
          ~static_cast<std::uint64_t>(random.below(1000));
    }
  }
  return saved;
}

// The same, whose shadow has scales for its channels.
SavedStatistics made_up_with_scales(const ModelConfig& model) {
  SavedStatistics saved = made_up(model);
  saved.channel_scales = true;
  saved.shadow_weights = saved.weights;
  saved.shadow_weights.front().front() = 7;
  return saved;
}

void expect_equal(const InputOutliers& a, const InputOutliers& b) {
  EXPECT_EQ(a.max_abs, b.max_abs);
  EXPECT_EQ(a.clip, b.clip);
  EXPECT_EQ(a.occurrences, b.occurrences);
  EXPECT_EQ(a.hot, b.hot);
  EXPECT_EQ(a.outlier_channels, b.outlier_channels);
  EXPECT_EQ(a.hot_outlier_channels, b.hot_outlier_channels);
}

// A file of made-up statistics; gone with the object.
class StatisticsFile {
 public:
  explicit StatisticsFile(const char* name = "llama-2-7b")
      : model_(support::tiny_model(name)), path_(folder_.path() / "deep/preparation.json") {}

  const ModelConfig& model() const { return model_; }
  void write(const SavedStatistics& saved) const { write_outlier_statistics(path_, model_, saved); }
  SavedStatistics read() const { return read_outlier_statistics(path_, model_); }
  std::string text() const { return support::bytes_of(path_); }

  // What is said after the first `from` behind `behind` became `to`, without the file's name.
  std::string error_with(const std::string& behind, const std::string& from,
                         const std::string& to) const {
    write(made_up(model_));
    std::string text = this->text();
    const std::size_t place = text.find(from, text.find(behind));
    EXPECT_NE(place, std::string::npos) << behind << ' ' << from;
    text.replace(place, from.size(), to);
    folder_.write("deep/preparation.json", text);
    const std::string error = input_error_of([&] { read(); });
    return error.starts_with(path_.string() + ": ") ? error.substr(path_.string().size() + 2)
                                                    : error;
  }

 private:
  ModelConfig model_;
  TemporaryFolder folder_;
  std::filesystem::path path_;
};

TEST(OutlierStatisticsFile, ReadsBackToTheLastBit) {
  for (const char* name : {"llama-2-7b", "phi-2-2.7b"}) {
    const StatisticsFile file(name);
    SavedStatistics saved = made_up(file.model());
    saved.corpus.seed = 0xfedcba9876543210U;
    file.write(saved);
    const SavedStatistics found = file.read();
    EXPECT_EQ(found.corpus, saved.corpus);
    EXPECT_EQ(found.options.rule, saved.options.rule);
    EXPECT_EQ(found.options.outlier_channel_share, saved.options.outlier_channel_share);
    EXPECT_EQ(found.options.chunk_length, saved.options.chunk_length);
    EXPECT_EQ(found.options.hot_channel_share, saved.options.hot_channel_share);
    EXPECT_EQ(found.pruning_rate, saved.pruning_rate);
    EXPECT_EQ(found.weights, saved.weights);
    ASSERT_EQ(found.statistics.layers.size(), saved.statistics.layers.size());
    for (std::size_t layer = 0; layer < saved.statistics.layers.size(); ++layer) {
      for (std::size_t input = 0; input < kLinearInputs; ++input) {
        expect_equal(found.statistics.layers[layer][input], saved.statistics.layers[layer][input]);
      }
    }
  }
}

TEST(OutlierStatisticsFile, IsTheSameBytesOnARerunAndWhenItIsWrittenBack) {
  const StatisticsFile file;
  file.write(made_up(file.model()));
  const std::string text = file.text();
  file.write(made_up(file.model()));
  EXPECT_EQ(file.text(), text);
  file.write(file.read());
  EXPECT_EQ(file.text(), text);
  file.write(made_up_with_scales(file.model()));
  const std::string with_scales = file.text();
  file.write(file.read());
  EXPECT_EQ(file.text(), with_scales);
}

TEST(OutlierStatisticsFile, SaysWithWhatItWasFound) {
  const StatisticsFile file;
  file.write(made_up(file.model()));
  for (const char* said :
       {R"("name": "llama-2-7b-tiny")", R"("name": "stories \"1\".txt")", R"("tokens": 40)",
        R"("hash": "ffffffffffffffff")", R"("scale_rule": "signed-percentile")",
        R"("pruning_rate": 0.85)", R"("importance": )", R"("scale": )"}) {
    EXPECT_THAT(file.text(), HasSubstr(said));
  }
}

TEST(OutlierStatisticsFile, KnowsTheShadowsOwnWeightsWhereTheyHaveScales) {
  const StatisticsFile file;
  file.write(made_up(file.model()));
  EXPECT_THAT(file.text(), HasSubstr(R"("shadow_scales": "per-tensor")"));
  EXPECT_FALSE(file.read().channel_scales);
  EXPECT_TRUE(file.read().shadow_weights.empty());
  const SavedStatistics saved = made_up_with_scales(file.model());
  file.write(saved);
  EXPECT_THAT(file.text(), HasSubstr(R"("shadow_scales": "per-channel")"));
  EXPECT_TRUE(file.read().channel_scales);
  EXPECT_EQ(file.read().shadow_weights, saved.shadow_weights);
}

TEST(OutlierStatisticsFile, IsRefusedWithoutTheShadowsOwnWeightsWhereTheyHaveScales) {
  const StatisticsFile file;
  EXPECT_EQ(file.error_with("options", "per-tensor", "per-channel"),
            "layers[0].shadow_weights: expected a value, found no such key");
  EXPECT_THAT(file.error_with("options", "per-tensor", "per-token"),
              HasSubstr("shadow_scales: expected one of per-tensor, per-channel"));
}

TEST(OutlierStatisticsFile, OfBeforeThereWereScalesHasNone) {
  const StatisticsFile file;
  file.write(made_up(file.model()));
  EXPECT_EQ(file.error_with("pruning_rate", ",\n      \"shadow_scales\": \"per-tensor\"", ""),
            "no error");
  EXPECT_FALSE(file.read().channel_scales);
}

TEST(OutlierStatisticsFile, MayLackTheWeights) {
  const StatisticsFile file;
  SavedStatistics saved = made_up(file.model());
  saved.weights.clear();
  file.write(saved);
  EXPECT_TRUE(file.read().weights.empty());
}

TEST(OutlierStatisticsFile, IsRefusedForAnotherModel) {
  const StatisticsFile file;
  EXPECT_EQ(file.error_with("model", "llama-2-7b", "gemma-2b"),
            "context.model.name: expected the model llama-2-7b-tiny, found \"gemma-2b-tiny\"");
  const std::string width = std::to_string(file.model().hidden_size);
  EXPECT_EQ(
      file.error_with("hidden_size", width, "8192"),
      "context.model.hidden_size: expected " + width + ", as llama-2-7b-tiny has, found 8192");
}

TEST(OutlierStatisticsFile, IsRefusedWithChannelsThatTheInputHasNot) {
  const StatisticsFile file;
  const std::string last = std::to_string(file.model().hidden_size - 1);
  EXPECT_EQ(file.error_with("\"outlier_channels\"", "9", std::to_string(file.model().hidden_size)),
            "layers[0].inputs.qkv.outlier_channels[2]: expected a whole number from 6 to " + last +
                ", found " + std::to_string(file.model().hidden_size));
  EXPECT_THAT(
      file.error_with("\"outlier_channels\"", "3", "-1"),
      EndsWith("outlier_channels[0]: expected a whole number from 0 to " + last + ", found -1"));
  EXPECT_THAT(file.error_with("\"outlier_channels\"", "3", "5"),
              HasSubstr("outlier_channels[1]: expected a whole number from 6"));
  EXPECT_EQ(file.error_with("\"hot_channels\"", "5", "6"),
            "layers[0].inputs.qkv.hot_channels: expected channels of outlier_channels, found 6");
}

TEST(OutlierStatisticsFile, IsRefusedWithNumbersThatNoInputHas) {
  const StatisticsFile file;
  EXPECT_THAT(file.error_with("", "\"max_abs\": 1", "\"max_abs\": 1e400, \"max\": 1"),
              HasSubstr("a number that a double can hold"));
  EXPECT_THAT(file.error_with("", "\"max_abs\": 1", "\"max_abs\": NaN, \"max\": 1"),
              HasSubstr("expected valid JSON"));
  EXPECT_THAT(file.error_with("", "\"max_abs\": 1.", "\"max_abs\": 1" + std::string(39, '0') + "."),
              HasSubstr("max_abs: expected a number from 0 to 3.4"));
  EXPECT_THAT(file.error_with("", "\"max_abs\": 1.", "\"max_abs\": 1.0000000001"),
              HasSubstr("max_abs: expected a number of fp32"));
  EXPECT_THAT(file.error_with("", "\"importance\": ", "\"importance\": 1"),
              HasSubstr("by max_abs and clip"));
  EXPECT_THAT(file.error_with("", "\"scale\": ", "\"scale\": 1"), HasSubstr("by max_abs and clip"));
  EXPECT_THAT(file.error_with("", "\"outlier_channels_per_chunk\": 2",
                              "\"outlier_channels_per_chunk\": -2"),
              HasSubstr("outlier_channels_per_chunk: expected a number from 0"));
  EXPECT_THAT(file.error_with("", "\"tokens\": 40", "\"tokens\": 2"),
              HasSubstr("expected a whole number from 1 to 2"));
}

TEST(OutlierStatisticsFile, IsRefusedWithScalesThatClipNothing) {
  const StatisticsFile file;
  SavedStatistics saved = made_up(file.model());
  saved.statistics.layers[1][2].clip = 8;
  file.write(saved);
  EXPECT_THAT(input_error_of([&] { file.read(); }),
              EndsWith("layers[1].inputs.gate_up.clip: expected at most max_abs, found 8"));
}

TEST(OutlierStatisticsFile, IsRefusedWhereItIsNone) {
  const StatisticsFile file;
  EXPECT_THAT(input_error_of([&] { file.read(); }), HasSubstr("preparation.json: expected"));
  EXPECT_THAT(file.error_with("", "statistics 1", "statistics 2"), HasSubstr("format: expected"));
}

TEST(OutlierStatisticsFile, IsRefusedWithUnknownOrMissingParts) {
  const StatisticsFile file;
  EXPECT_THAT(file.error_with("", "\"chunk_length\": 8", "\"chunk\": 8"),
              HasSubstr("context.options"));
  EXPECT_THAT(file.error_with("", "signed-percentile", "percentile"),
              EndsWith("one of outlier-channels, signed-percentile, max-min, found "
                       "\"percentile\""));
  EXPECT_THAT(file.error_with("", "\"hash\": \"f", "\"hash\": \"g"),
              HasSubstr("context.corpus.hash: expected 16 hexadecimal digits"));
  EXPECT_THAT(file.error_with("weights", "q_proj", "r_proj"), HasSubstr("layers[0].weights"));
  EXPECT_THAT(file.error_with("", "\"layers\": [", "\"layers\": [], \"rest\": ["),
              HasSubstr("only the keys"));
}

TEST(OutlierStatisticsFile, IsReadOrRefusedHoweverItIsDamaged) {
  const StatisticsFile file;
  file.write(made_up_with_scales(file.model()));
  const TemporaryFolder folder;
  const support::MutationCount count =
      support::read_mutated(file.text(), 200, [&](const std::string& text) {
        const auto path = folder.write("preparation.json", text);
        const SavedStatistics saved = read_outlier_statistics(path, file.model());
        write_outlier_statistics(path, file.model(), saved);
        saved.statistics.scales();
        saved.statistics.profile(file.model());
      });
  EXPECT_EQ(count.accepted + count.refused, 200);
  EXPECT_GT(count.refused, 100);
}

TEST(CorpusContext, TellsCorporaApart) {
  using Corpus = std::vector<std::vector<TokenId>>;
  const CorpusContext context = corpus_context("a", Corpus{{1, 2}, {3}}, 7);
  EXPECT_EQ(context.texts, 2);
  EXPECT_EQ(context.tokens, 3);
  EXPECT_EQ(context.seed, 7U);
  EXPECT_EQ(corpus_context("b", Corpus{{1, 2}, {3}}).hash, context.hash);
  EXPECT_NE(corpus_context("a", Corpus{{1}, {2, 3}}).hash, context.hash);
  EXPECT_NE(corpus_context("a", Corpus{{1, 2}, {4}}).hash, context.hash);
}

TEST(ScaleRule, HasOneNameEach) {
  for (const std::string_view name : scale_rule_names()) {
    EXPECT_EQ(name_of(scale_rule_of(name)), name);
  }
  EXPECT_STREQ(name_of(ScaleRule::kOutlierChannels), "outlier-channels");
  EXPECT_STREQ(name_of(ScaleRule::kSignedPercentile), "signed-percentile");
  EXPECT_STREQ(name_of(ScaleRule::kMaxMin), "max-min");
}

}  // namespace
}  // namespace mllm_npu
