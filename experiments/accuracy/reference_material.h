#pragma once

// The project's own model, as it was trained and with outliers planted, and the texts of its world:
// what every calibration of it begins with.

#include <memory>
#include <optional>
#include <vector>

#include "datasets/reference_model/planted_outliers.h"
#include "datasets/reference_model/world/world.h"
#include "engine/checkpoint/checkpoint.h"
#include "engine/execute/reference_model.h"
#include "experiments/world.h"

namespace mllm_npu {

using TokenTexts = std::vector<std::vector<TokenId>>;

enum class Outliers { kNone, kPlanted };  // as trained, or planted_outliers.h

class ReferenceMaterial {
 public:
  // Reads and plants. `calibration_texts`: how many there are of each domain. Errors: InputError
  // when the committed model cannot be read.
  ReferenceMaterial(const World& world, std::int64_t calibration_texts);
  ReferenceMaterial(const ReferenceMaterial&) = delete;
  ReferenceMaterial& operator=(const ReferenceMaterial&) = delete;

  const ModelConfig& model() const { return natural_weights_.model(); }
  const Tokenizer& tokenizer() const { return *tokenizer_; }
  const std::vector<PlantedChannel>& planted() const { return channels_; }

  const WeightSource& weights(Outliers outliers) const;
  // The same logits, bit for bit, with and without planted outliers.
  const ReferenceModel& equations(Outliers outliers) const;

  // Texts to calibrate with, and others to be tested on; none of either trained the model. At most
  // the model's context of each.
  TokenTexts calibration_texts(WorldDomain domain) const;
  TokenTexts test_texts(WorldDomain domain, std::size_t count) const;

 private:
  Checkpoint checkpoint_;
  CheckpointWeights natural_weights_;
  std::unique_ptr<Tokenizer> tokenizer_;
  std::size_t calibration_count_;
  ReferenceModel natural_;
  std::vector<PlantedChannel> channels_;
  std::optional<PlantedWeights> planted_weights_;
  std::optional<ReferenceModel> planted_;
};

}  // namespace mllm_npu
