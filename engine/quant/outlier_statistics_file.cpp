#include "engine/quant/outlier_statistics_file.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/fnv1a.h"
#include "engine/base/hexadecimal.h"
#include "engine/base/json.h"
#include "engine/quant/outlier_statistics_text.h"

namespace mllm_npu {
namespace bj = boost::json;
namespace {

bj::object context_json(const ModelConfig& model, const SavedStatistics& saved) {
  bj::object sizes{{"name", model.name}};
  for (const auto& [name, size] : sizes_of(model)) sizes.emplace(name, size);
  bj::object corpus{{"name", saved.corpus.name},
                    {"texts", saved.corpus.texts},
                    {"tokens", saved.corpus.tokens},
                    {"hash", hexadecimal(saved.corpus.hash)}};
  if (saved.corpus.seed) corpus.emplace("seed", hexadecimal(*saved.corpus.seed));
  return {{"model", std::move(sizes)},
          {"corpus", std::move(corpus)},
          {"options",
           {{"scale_rule", name_of(saved.options.rule)},
            {"outlier_channel_share", saved.options.outlier_channel_share},
            {"chunk_length", saved.options.chunk_length},
            {"hot_channel_share", saved.options.hot_channel_share},
            {"pruning_rate", saved.pruning_rate},
            {"shadow_scales", kShadowScaleNames[saved.channel_scales ? 1 : 0]}}}};
}

// Channels that never were outliers are left out: of a real model, these are nearly all.
bj::object input_json(const InputOutliers& input) {
  bj::array channels;
  bj::array occurrences;
  for (std::size_t channel = 0; channel < input.occurrences.size(); ++channel) {
    if (input.occurrences[channel] == 0) continue;
    channels.emplace_back(channel);
    occurrences.emplace_back(input.occurrences[channel]);
  }
  return {{"scale", scale_for(input.clip)},
          {"max_abs", input.max_abs},
          {"clip", input.clip},
          {"importance", input.importance()},
          {"outlier_channels_per_chunk", input.outlier_channels},
          {"hot_outlier_channels_per_chunk", input.hot_outlier_channels},
          {"outlier_channels", std::move(channels)},
          {"occurrences", std::move(occurrences)},
          {"hot_channels", bj::array(input.hot.begin(), input.hot.end())}};
}

bj::object hashes_json(const ModelConfig& model, const std::array<std::uint64_t, 7>& hashes) {
  bj::object json;
  for (const LinearShape& linear : block_linears(model)) {
    json.emplace(linear_name(linear.role),
                 hexadecimal(hashes[static_cast<std::size_t>(linear.role)]));
  }
  return json;
}

bj::object layer_json(const ModelConfig& model, const SavedStatistics& saved, std::size_t layer) {
  bj::object inputs;
  for (std::size_t input = 0; input < kLinearInputs; ++input) {
    inputs.emplace(kLinearInputNames[input], input_json(saved.statistics.layers[layer][input]));
  }
  bj::object json{{"inputs", std::move(inputs)}};
  if (!saved.weights.empty()) json.emplace("weights", hashes_json(model, saved.weights[layer]));
  if (!saved.shadow_weights.empty()) {
    json.emplace("shadow_weights", hashes_json(model, saved.shadow_weights[layer]));
  }
  return json;
}

}  // namespace

const std::vector<std::string_view>& scale_rule_names() {
  static const std::vector<std::string_view> kNames = {"outlier-channels", "signed-percentile",
                                                       "max-min"};
  return kNames;
}

const char* name_of(ScaleRule rule) {
  return scale_rule_names()[static_cast<std::size_t>(rule)].data();
}

ScaleRule scale_rule_of(std::string_view name) {
  const auto& names = scale_rule_names();
  const auto found = std::ranges::find(names, name);
  MLLM_NPU_CHECK(found != names.end(), std::string(name));
  return static_cast<ScaleRule>(found - names.begin());
}

CorpusContext corpus_context(const std::string& name, std::span<const std::vector<TokenId>> corpus,
                             std::optional<std::uint64_t> seed) {
  CorpusContext context{
      .name = name, .texts = std::ssize(corpus), .tokens = 0, .hash = 0, .seed = seed};
  Fnv1a hash;
  for (const std::vector<TokenId>& text : corpus) {
    context.tokens += std::ssize(text);
    hash.add(std::uint64_t{text.size()});
    for (const TokenId token : text) hash.add(static_cast<std::uint64_t>(token));
  }
  context.hash = hash.value();
  return context;
}

void write_outlier_statistics(const std::filesystem::path& path, const ModelConfig& model,
                              const SavedStatistics& saved) {
  const std::size_t count = saved.statistics.layers.size();
  MLLM_NPU_CHECK(std::cmp_equal(count, model.num_hidden_layers), std::to_string(count));
  MLLM_NPU_CHECK(saved.weights.empty() || saved.weights.size() == count,
                 std::to_string(saved.weights.size()));
  MLLM_NPU_CHECK(saved.shadow_weights.size() == (saved.channel_scales ? count : 0),
                 std::to_string(saved.shadow_weights.size()));
  bj::array layers;
  for (std::size_t layer = 0; layer < count; ++layer) {
    layers.push_back(layer_json(model, saved, layer));
  }
  write_file(path, to_text(bj::object{{"format", kStatisticsFormat},
                                      {"context", context_json(model, saved)},
                                      {"layers", std::move(layers)}}));
}

}  // namespace mllm_npu
