#include "engine/runtime/prepared_weights.h"

#include <unistd.h>

#include <cstdlib>
#include <string>
#include <utility>

#include "engine/base/input_error.h"
#include "engine/runtime/shadow_plan.h"

namespace mllm_npu {
namespace fs = std::filesystem;
namespace {

// A new folder that nobody else uses; it and what is in it go with the object.
class PrivateFolder {
 public:
  PrivateFolder() {
    std::string name = (fs::temp_directory_path() / "mllm-npu-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
      throw InputError(fs::temp_directory_path().string(), "", "a folder to write to", "none");
    }
    path_ = name;
  }
  ~PrivateFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace

PreparedWeights::PreparedWeights(const WeightSource& source, const OutlierStatistics& statistics,
                                 const PrefillOptions& options,
                                 const std::optional<fs::path>& shadow_file) {
  const ModelConfig& model = source.model();
  const ActivationScales scales = statistics.scales();
  if (!options.shadow) {
    quantized_ = quantize_model(source, scales);
    return;
  }
  std::vector<LayerShadow> plan = shadow_plan(model, statistics.profile(model), options);
  std::optional<PrivateFolder> folder;
  if (!shadow_file) folder.emplace();
  const fs::path path = shadow_file ? *shadow_file : folder->path() / "shadow.safetensors";
  ShadowFileWriter writer(path, model, shadowed_linears(model, plan), options.shadow_scales);
  quantized_ = quantize_model(
      source, scales, [&](std::int64_t layer, LinearRole role, const QuantizedWeights& weights) {
        writer.append(layer, role, weights);
      });
  writer.finish();
  shadow_.emplace(Shadow{.plan = std::move(plan),
                         .weights = ShadowWeights(path, model, statistics.hot_channels())});
  quantized_.shadow = &*shadow_;
}

PreparedWeights::PreparedWeights(const WeightSource& source, SavedPreparation preparation)
    : shadow_(std::move(preparation.shadow)),
      quantized_(quantize_model(source, preparation.saved.statistics.scales(),
                                weights_check(preparation))) {
  if (shadow_) quantized_.shadow = &*shadow_;
}

}  // namespace mllm_npu
