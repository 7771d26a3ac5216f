#include "engine/quant/outlier_profile.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/base/data_root.h"
#include "engine/base/json.h"

namespace mllm_npu {
namespace fs = std::filesystem;
namespace {

constexpr std::array<LinearRole, 7> kRoles = {LinearRole::kQ,   LinearRole::kK,    LinearRole::kV,
                                              LinearRole::kO,   LinearRole::kGate, LinearRole::kUp,
                                              LinearRole::kDown};

std::array<LinearOutliers, 7> read_layer(const JsonReader& layer) {
  std::set<std::string_view> names;
  for (const LinearRole role : kRoles) names.insert(linear_name(role));
  layer.allow_only(names);
  std::array<LinearOutliers, 7> outliers;
  for (const LinearRole role : kRoles) {
    const JsonReader linear = layer.at(linear_name(role));
    linear.allow_only({"outlier_channels", "importance"});
    outliers[static_cast<std::size_t>(role)] = {
        .outlier_channels = linear.at("outlier_channels").number(0, 1e6),
        .importance = linear.at("importance").number(0, 1e9)};
  }
  return outliers;
}

}  // namespace

OutlierProfile read_outlier_profile(const fs::path& path) {
  const boost::json::value json = read_json(path);
  const JsonReader file(path.string(), "", json);
  file.allow_only({"model", "source", "layers"});
  file.at("source").string();
  OutlierProfile profile{.model = file.at("model").string(), .layers = {}};
  const std::string expected = path.stem().string();
  if (profile.model != expected) file.at("model").fail("the file's name " + expected);
  for (const JsonReader& layer : file.at("layers").elements()) {
    profile.layers.push_back(read_layer(layer));
  }
  if (profile.layers.empty()) file.at("layers").fail("at least one layer", "none");
  return profile;
}

OutlierProfile stretch(const OutlierProfile& profile, std::int64_t layers) {
  OutlierProfile stretched{.model = profile.model, .layers = {}};
  const double from = static_cast<double>(profile.layers.size()) - 1;
  const double to = static_cast<double>(std::max<std::int64_t>(layers - 1, 1));
  for (std::int64_t layer = 0; layer < layers; ++layer) {
    const double depth = static_cast<double>(layer) / to;
    stretched.layers.push_back(profile.layers[static_cast<std::size_t>(std::lround(depth * from))]);
  }
  return stretched;
}

OutlierProfile find_outlier_profile(const ModelConfig& model) {
  const fs::path folder = data_root() / "engine/quant/catalog";
  const std::vector<std::string> names = card_names(folder);
  const bool own = std::find(names.begin(), names.end(), model.name) != names.end();
  const OutlierProfile profile =
      read_outlier_profile(card_path(folder, own ? model.name : "qwen1.5-1.8b"));
  return stretch(profile, model.num_hidden_layers);
}

}  // namespace mllm_npu
