#include "experiments/accuracy/reference_material.h"

#include "datasets/reference_model/reference_model.h"
#include "engine/quant/outlier_profile.h"
#include "engine/runtime/input_statistics.h"

namespace mllm_npu {
namespace {

// No text of them trained the model.
constexpr std::uint64_t kCalibrationSeed = 1001;
constexpr std::uint64_t kTestSeed = 3003;
constexpr std::uint64_t kPlantingSeed = 1;

TokenTexts texts_of(const Tokenizer& tokenizer, const ModelConfig& model, WorldDomain domain,
                    std::uint64_t seed, std::size_t count) {
  TokenTexts texts;
  for (const std::string& text : world_texts(domain, seed, count)) {
    std::vector<TokenId> tokens = encode_prompt(tokenizer, text);
    if (std::ssize(tokens) > model.max_position_embeddings) {
      tokens.resize(static_cast<std::size_t>(model.max_position_embeddings));
    }
    texts.push_back(std::move(tokens));
  }
  return texts;
}

}  // namespace

ReferenceMaterial::ReferenceMaterial(const World& world, std::int64_t calibration_texts)
    : checkpoint_(open_checkpoint(reference_model_folder())),
      natural_weights_(checkpoint_),
      tokenizer_(open_tokenizer(reference_model_folder())),
      calibration_count_(static_cast<std::size_t>(calibration_texts)),
      natural_(natural_weights_) {
  // Planting knows the model as it was trained, whatever it is calibrated with later.
  const ModelInputStatistics inputs =
      collect_input_statistics(natural_, this->calibration_texts(WorldDomain::kAll), {.rows = 1});
  channels_ = plan_outliers(model(), inputs, find_outlier_profile(model()),
                            world.model("qwen1.5-1.8b"), kPlantingSeed);
  planted_weights_.emplace(natural_weights_, channels_);
  planted_.emplace(*planted_weights_);
}

const WeightSource& ReferenceMaterial::weights(Outliers outliers) const {
  if (outliers == Outliers::kPlanted) return *planted_weights_;
  return natural_weights_;
}

const ReferenceModel& ReferenceMaterial::equations(Outliers outliers) const {
  return outliers == Outliers::kPlanted ? *planted_ : natural_;
}

TokenTexts ReferenceMaterial::calibration_texts(WorldDomain domain) const {
  return texts_of(*tokenizer_, model(), domain, kCalibrationSeed, calibration_count_);
}

TokenTexts ReferenceMaterial::test_texts(WorldDomain domain, std::size_t count) const {
  return texts_of(*tokenizer_, model(), domain, kTestSeed, count);
}

}  // namespace mllm_npu
