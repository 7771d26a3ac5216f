// Reads what write_outlier_statistics() wrote. Nothing is believed: what is read here decides which
// rows of a file are multiplied.

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include "engine/base/hexadecimal.h"
#include "engine/base/json.h"
#include "engine/base/number_text.h"
#include "engine/quant/outlier_statistics_file.h"
#include "engine/quant/outlier_statistics_text.h"

namespace mllm_npu {
namespace {

constexpr auto kMaxFloat = static_cast<double>(std::numeric_limits<float>::max());
constexpr double kMaxImportance = 1e90;  // of the largest and the smallest float
constexpr std::int64_t kMaxCount = std::int64_t{1} << 40;

std::uint64_t read_hash(const JsonReader& json) {
  const std::optional<std::uint64_t> number = read_hexadecimal(json.string());
  if (!number) json.fail("16 hexadecimal digits");
  return *number;
}

float read_float(const JsonReader& json) {
  const double number = json.number(0, kMaxFloat);
  const auto value = static_cast<float>(number);
  if (static_cast<double>(value) != number) json.fail("a number of fp32");
  return value;
}

// A number that follows from the others: people read it, and so it must be right.
void check_derived(const JsonReader& json, double value) {
  if (json.number(0, kMaxImportance) != value)
    json.fail(number_text(value) + ", by max_abs and clip");
}

void check_model(const JsonReader& json, const ModelConfig& model) {
  std::set<std::string_view> names = {"name"};
  for (const auto& [name, size] : sizes_of(model)) names.insert(name);
  json.allow_only(names);
  if (json.at("name").string() != model.name) json.at("name").fail("the model " + model.name);
  for (const auto& [name, size] : sizes_of(model)) {
    const JsonReader found = json.at(name);
    if (found.integer(0, kMaxCount) != size) {
      found.fail(std::to_string(size) + ", as " + model.name + " has");
    }
  }
}

CorpusContext read_corpus(const JsonReader& json) {
  json.allow_only({"name", "texts", "tokens", "hash", "seed"});
  CorpusContext corpus{.name = json.at("name").string(),
                       .texts = json.at("texts").integer(1, kMaxCount),
                       .tokens = 0,
                       .hash = read_hash(json.at("hash")),
                       .seed = {}};
  corpus.tokens = json.at("tokens").integer(corpus.texts, kMaxCount);
  if (json.has("seed")) corpus.seed = read_hash(json.at("seed"));
  return corpus;
}

void read_options(const JsonReader& json, SavedStatistics& saved) {
  json.allow_only({"scale_rule", "outlier_channel_share", "chunk_length", "hot_channel_share",
                   "pruning_rate", "shadow_scales"});
  saved.options = {.rule = scale_rule_of(json.at("scale_rule").one_of(scale_rule_names())),
                   .outlier_channel_share = json.at("outlier_channel_share").number(0, 1),
                   .chunk_length = json.at("chunk_length").integer(1, kMaxCount),
                   .hot_channel_share = json.at("hot_channel_share").number(0, 1)};
  saved.pruning_rate = json.at("pruning_rate").number(0, 1);
  if (!json.has("shadow_scales")) return;  // there were none per channel once
  const std::string scales =
      json.at("shadow_scales").one_of({kShadowScaleNames.begin(), kShadowScaleNames.end()});
  saved.channel_scales = scales == kShadowScaleNames[1];
}

// Ascending.
std::vector<std::int32_t> read_channels(const JsonReader& json, std::int64_t width) {
  std::vector<std::int32_t> channels;
  std::int64_t next = 0;
  for (const JsonReader& channel : json.elements()) {
    channels.push_back(static_cast<std::int32_t>(channel.integer(next, width - 1)));
    next = channels.back() + 1;
  }
  return channels;
}

// [width]
std::vector<std::int64_t> read_occurrences(const JsonReader& json, std::int64_t width,
                                           std::int64_t tokens) {
  const auto channels = read_channels(json.at("outlier_channels"), width);
  const JsonReader reader = json.at("occurrences");
  const std::vector<JsonReader> counts = reader.elements();
  if (counts.size() != channels.size()) {
    reader.fail(std::to_string(channels.size()) + ", one for each of outlier_channels",
                std::to_string(counts.size()));
  }
  std::vector<std::int64_t> occurrences(static_cast<std::size_t>(width));
  for (std::size_t i = 0; i < counts.size(); ++i) {
    occurrences[static_cast<std::size_t>(channels[i])] = counts[i].integer(1, tokens);
  }
  return occurrences;
}

std::vector<std::int32_t> read_hot(const JsonReader& json, const InputOutliers& input) {
  std::vector<std::int32_t> hot = read_channels(json, std::ssize(input.occurrences));
  for (const std::int32_t channel : hot) {
    if (input.occurrences[static_cast<std::size_t>(channel)] == 0) {
      json.fail("channels of outlier_channels", std::to_string(channel));
    }
  }
  return hot;
}

InputOutliers read_input(const JsonReader& json, std::int64_t width, std::int64_t tokens) {
  json.allow_only({"scale", "max_abs", "clip", "importance", "outlier_channels_per_chunk",
                   "hot_outlier_channels_per_chunk", "outlier_channels", "occurrences",
                   "hot_channels"});
  InputOutliers input;
  input.max_abs = read_float(json.at("max_abs"));
  input.clip = read_float(json.at("clip"));
  if (input.clip > input.max_abs) json.at("clip").fail("at most max_abs");
  check_derived(json.at("scale"), static_cast<double>(scale_for(input.clip)));
  check_derived(json.at("importance"), input.importance());
  input.occurrences = read_occurrences(json, width, tokens);
  input.hot = read_hot(json.at("hot_channels"), input);
  const auto channels = static_cast<double>(width);
  input.outlier_channels = json.at("outlier_channels_per_chunk").number(0, channels);
  // Both are sums of means, of other channels: rounding may order them otherwise.
  input.hot_outlier_channels =
      json.at("hot_outlier_channels_per_chunk").number(0, input.outlier_channels + 1e-9 * channels);
  return input;
}

std::array<std::uint64_t, 7> read_hashes(const JsonReader& json, const ModelConfig& model) {
  std::array<std::uint64_t, 7> hashes{};
  std::set<std::string_view> names;
  for (const LinearShape& linear : block_linears(model)) names.insert(linear_name(linear.role));
  json.allow_only(names);
  for (const LinearShape& linear : block_linears(model)) {
    hashes[static_cast<std::size_t>(linear.role)] = read_hash(json.at(linear_name(linear.role)));
  }
  return hashes;
}

void read_layer(const JsonReader& json, const ModelConfig& model, bool weights,
                SavedStatistics& saved) {
  std::set<std::string_view> names = {"inputs"};
  if (weights) names.insert("weights");
  if (saved.channel_scales) names.insert("shadow_weights");
  json.allow_only(names);
  const JsonReader inputs = json.at("inputs");
  inputs.allow_only({kLinearInputNames.begin(), kLinearInputNames.end()});
  auto& of_layer = saved.statistics.layers.emplace_back();
  const auto widths = input_widths(model);
  for (std::size_t input = 0; input < kLinearInputs; ++input) {
    of_layer[input] =
        read_input(inputs.at(kLinearInputNames[input]), widths[input], saved.corpus.tokens);
  }
  if (weights) saved.weights.push_back(read_hashes(json.at("weights"), model));
  if (!saved.channel_scales) return;
  saved.shadow_weights.push_back(read_hashes(json.at("shadow_weights"), model));
}

}  // namespace

SavedStatistics read_outlier_statistics(const std::filesystem::path& path,
                                        const ModelConfig& model) {
  const boost::json::value json = read_json(path);
  const JsonReader file(path.string(), "", json);
  file.allow_only({"format", "context", "layers"});
  if (file.at("format").string() != kStatisticsFormat) file.at("format").fail(kStatisticsFormat);
  const JsonReader context = file.at("context");
  context.allow_only({"model", "corpus", "options"});
  check_model(context.at("model"), model);
  SavedStatistics saved{.corpus = read_corpus(context.at("corpus")),
                        .options = {},
                        .pruning_rate = 0,
                        .statistics = {},
                        .weights = {}};
  read_options(context.at("options"), saved);
  const std::vector<JsonReader> layers = file.at("layers").elements();
  if (!std::cmp_equal(layers.size(), model.num_hidden_layers)) {
    file.at("layers").fail(std::to_string(model.num_hidden_layers) + " layers",
                           std::to_string(layers.size()));
  }
  const bool weights = layers.front().has("weights");
  for (const JsonReader& layer : layers) read_layer(layer, model, weights, saved);
  return saved;
}

}  // namespace mllm_npu
