#pragma once

// Where the accuracy experiments are made: the project's own model with planted outliers, its
// calibration, its tasks, and every way of computing it.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "datasets/reference_model/planted_outliers.h"
#include "datasets/reference_model/world/world.h"
#include "engine/checkpoint/checkpoint.h"
#include "engine/quant/outlier_statistics.h"
#include "engine/runtime/prepared_weights.h"
#include "engine/runtime/quantized_language_model.h"
#include "engine/soc/soc_spec.h"
#include "experiments/accuracy/task_score.h"
#include "experiments/experiment.h"

namespace mllm_npu {

// The benchmark of the paper that a task of the reference model stands for: "far-word" → "lambada".
std::string benchmark_of(const std::string& task);

// A way of computing the model, ready to be asked from several threads.
class Contender {
 public:
  virtual ~Contender() = default;
  // A reader of its own for one thread; this must outlive it.
  virtual std::unique_ptr<LanguageModel> reader() const = 0;
};

// items; accuracy, accuracy_standard_error, accuracy_per_character where the task has it [%]; flips
// against the first contender [%]; kl_divergence [nats].
std::vector<Measure> accuracy_measures(const TaskScore& score);

class ReferenceLab {
 public:
  // Reads, plants, calibrates. `domain`: of the texts to calibrate with. Errors: InputError when
  // the committed model cannot be read.
  ReferenceLab(const World& world, const ExperimentOptions& options,
               WorldDomain domain = WorldDomain::kAll);
  ReferenceLab(const ReferenceLab&) = delete;
  ReferenceLab& operator=(const ReferenceLab&) = delete;

  const ModelConfig& model() const { return planted_->model(); }
  const Tokenizer& tokenizer() const { return *tokenizer_; }
  const OutlierStatistics& outliers() const { return outliers_; }
  const std::vector<PlantedChannel>& planted() const { return channels_; }

  std::unique_ptr<Contender> floats() const;
  std::unique_ptr<Contender> quantizer(const std::string& name) const;
  // The engine that is timed: W8A8 with shadows. `rule`: how its scales are chosen.
  std::unique_ptr<Contender> engine(double pruning_rate, const DeviceSpec& device,
                                    ScaleRule rule = ScaleRule::kOutlierChannels,
                                    ShadowScales scales = ShadowScales::kPerTensor) const;

  // The five tasks. `quick`: fewer items.
  static std::vector<Task> tasks(const ExperimentOptions& options);

  // [tasks][contenders]: every contender's scores, held against the first. On all cores.
  std::vector<std::vector<TaskScore>> ask(const std::vector<Task>& tasks,
                                          const std::vector<const Contender*>& contenders) const;

 private:
  OutlierOptions outlier_options(ScaleRule rule) const;

  Checkpoint checkpoint_;
  CheckpointWeights weights_;
  std::unique_ptr<Tokenizer> tokenizer_;
  std::vector<std::vector<TokenId>> corpus_;
  std::vector<PlantedChannel> channels_;
  std::optional<PlantedWeights> planted_;
  std::optional<ReferenceModel> reference_;
  ModelInputStatistics statistics_;
  OutlierStatistics outliers_;
};

}  // namespace mllm_npu
