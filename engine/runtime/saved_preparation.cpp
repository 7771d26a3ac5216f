#include "engine/runtime/saved_preparation.h"

#include <algorithm>
#include <string>

#include "engine/base/input_error.h"
#include "engine/base/number_text.h"
#include "engine/runtime/shadow_plan.h"

namespace mllm_npu {
namespace fs = std::filesystem;
namespace {

std::vector<LayerShadow> plan_of(const SavedStatistics& saved, const ModelConfig& model) {
  return shadow_plan(model, saved.statistics.profile(model), {.pruning_rate = saved.pruning_rate});
}

ShadowScales scales_of(const SavedStatistics& saved) {
  return saved.channel_scales ? ShadowScales::kPerChannel : ShadowScales::kPerTensor;
}

// What was asked for must be what was prepared: nobody should measure with something else.
class OptionsCheck {
 public:
  explicit OptionsCheck(const fs::path& folder) : file_(statistics_file_in(folder).string()) {}

  void check(const SavedStatistics& saved, const PrefillOptions& asked) const {
    if (asked.shadow) {
      expect("pruning_rate", asked.pruning_rate, saved.pruning_rate);
      expect("hot_channel_share", asked.hot_channel_share, saved.options.hot_channel_share);
      expect_scales(asked.shadow_scales, scales_of(saved));
    } else if (saved.options.rule != ScaleRule::kMaxMin) {
      throw InputError(file_, "context.options.scale_rule",
                       "max-min, since without a shadow nothing may be clipped",
                       name_of(saved.options.rule));
    }
  }

 private:
  void expect(const char* option, double asked, double found) const {
    if (found == asked) return;
    throw InputError(file_, std::string("context.options.") + option,
                     number_text(asked) + ", which was asked for", number_text(found));
  }

  void expect_scales(ShadowScales asked, ShadowScales found) const {
    if (found == asked) return;
    const auto name = [](ShadowScales scales) {
      return std::string(scales == ShadowScales::kPerTensor ? "per-tensor" : "per-channel");
    };
    throw InputError(file_, "context.options.shadow_scales", name(asked) + ", which was asked for",
                     name(found));
  }

  std::string file_;
};

// Errors where the file has not the weights of the linears that keep their shadow, or others.
void check_shadow(const fs::path& file, const ModelConfig& model, const Shadow& shadow,
                  const WeightHashes& hashes) {
  const std::vector<LinearPlace> kept = shadowed_linears(model, shadow.plan);
  for (std::int64_t layer = 0; layer < model.num_hidden_layers; ++layer) {
    for (const LinearShape& linear : block_linears(model)) {
      const LinearPlace place{layer, linear.role};
      const bool expected = std::ranges::find(kept, place) != kept.end();
      const bool found = shadow.weights.has(layer, linear.role);
      if (found != expected) {
        throw InputError(
            file.string(), shadow_tensor_name(place),
            expected ? "weights, as preparation.json asks" : "nothing, as it is pruned",
            found ? "weights" : "nothing");
      }
      const std::uint64_t hash =
          hashes[static_cast<std::size_t>(layer)][static_cast<std::size_t>(linear.role)];
      if (!found || shadow.weights.hash(layer, linear.role) == hash) continue;
      throw InputError(file.string(), shadow_tensor_name(place),
                       "the weights that preparation.json was written with", "others");
    }
  }
}

}  // namespace

fs::path statistics_file_in(const fs::path& folder) { return folder / "preparation.json"; }
fs::path shadow_file_in(const fs::path& folder) { return folder / "shadow.safetensors"; }

void save_preparation(const fs::path& folder, const WeightSource& source, SavedStatistics saved) {
  const ModelConfig& model = source.model();
  ShadowFileWriter writer(shadow_file_in(folder), model,
                          shadowed_linears(model, plan_of(saved, model)), scales_of(saved));
  const auto layers = static_cast<std::size_t>(model.num_hidden_layers);
  saved.weights.assign(layers, {});
  saved.shadow_weights.assign(saved.channel_scales ? layers : 0, {});
  visit_quantized_linears(
      source, [&](std::int64_t layer, LinearRole role, const QuantizedWeights& weights) {
        const auto at = static_cast<std::size_t>(layer);
        saved.weights[at][static_cast<std::size_t>(role)] = shadow_hash(weights.steps);
        const std::uint64_t written = writer.append(layer, role, weights);
        if (!saved.channel_scales) return;
        saved.shadow_weights[at][static_cast<std::size_t>(role)] = written;
      });
  writer.finish();
  write_outlier_statistics(statistics_file_in(folder), model, saved);
}

SavedPreparation open_preparation(const fs::path& folder, const ModelConfig& model,
                                  const PrefillOptions& options) {
  const fs::path file = statistics_file_in(folder);
  SavedPreparation preparation{
      .folder = folder, .saved = read_outlier_statistics(file, model), .shadow = {}};
  const SavedStatistics& saved = preparation.saved;
  if (saved.weights.empty()) {
    throw InputError(file.string(), "layers[0].weights", "a value", "no such key");
  }
  OptionsCheck(folder).check(saved, options);
  if (!options.shadow) return preparation;
  const fs::path shadow_file = shadow_file_in(folder);
  preparation.shadow.emplace(
      Shadow{.plan = plan_of(saved, model),
             .weights = ShadowWeights(shadow_file, model, saved.statistics.hot_channels())});
  check_shadow(shadow_file, model, *preparation.shadow,
               saved.channel_scales ? saved.shadow_weights : saved.weights);
  return preparation;
}

QuantizedLinearObserver weights_check(const SavedPreparation& preparation) {
  return [&preparation](std::int64_t layer, LinearRole role, const QuantizedWeights& weights) {
    const auto& hashes = preparation.saved.weights[static_cast<std::size_t>(layer)];
    if (shadow_hash(weights.steps) == hashes[static_cast<std::size_t>(role)]) return;
    throw InputError("weights", shadow_tensor_name({layer, role}),
                     "those that " + preparation.folder.string() + " was prepared with", "others");
  };
}

}  // namespace mllm_npu
