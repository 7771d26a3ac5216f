#pragma once

// What the accuracy experiments of one run share: the model is read and calibrated once, the float
// model is asked once, and no way of computing is asked the same twice.

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "experiments/accuracy/checkpoint_lab.h"
#include "experiments/accuracy/corpus_score.h"
#include "experiments/accuracy/kept_logits.h"
#include "experiments/accuracy/reference_lab.h"
#include "experiments/accuracy/task_score.h"
#include "experiments/experiment.h"

namespace mllm_npu {

// The benchmark of the paper that a task of the reference model stands for: "far-word" → "lambada".
std::string benchmark_of(const std::string& task);

// items; accuracy, accuracy_standard_error, accuracy_per_character where the task has it [%]; flips
// against the float model [%]; kl_divergence [nats].
std::vector<Measure> accuracy_measures(const TaskScore& score);

// A way of computing the reference model.
struct Way {
  std::string method = "engine";  // or "fp32", or a quantizer of the catalogue
  double pruning_rate = 0.85;     // of the engine, as its scale rule
  ScaleRule rule = ScaleRule::kOutlierChannels;
  WorldDomain domain = WorldDomain::kAll;  // of the texts that it is calibrated with
  Outliers outliers = Outliers::kPlanted;

  friend auto operator<=>(const Way&, const Way&) = default;
};

class Laboratory {
 public:
  // Nothing is read before it is needed. `world` must outlive it. Errors: InputError when the
  // committed model cannot be read.
  Laboratory(const World& world, const ExperimentOptions& options);
  Laboratory(const Laboratory&) = delete;
  Laboratory& operator=(const Laboratory&) = delete;

  const ReferenceMaterial& material() const { return material_; }
  ReferenceLab& lab(WorldDomain domain = WorldDomain::kAll, Outliers outliers = Outliers::kPlanted);

  // Of options.weights. REQUIRES: there are some. Errors: as CheckpointLab.
  CheckpointLab& checkpoint();

  // The five tasks.
  const std::vector<Task>& tasks() const { return tasks_; }
  // Of the test texts of a domain.
  const TokenTexts& texts(WorldDomain domain);

  // Scores of all tasks, [ways][tasks], against the float model.
  std::vector<std::vector<TaskScore>> ask(const std::vector<Way>& ways);
  // What they make of a domain's texts, [ways].
  std::vector<CorpusScore> read(const std::vector<Way>& ways, WorldDomain domain);

 private:
  std::unique_ptr<Contender> make(const Way& way);
  std::vector<std::unique_ptr<Contender>> make_all(const std::vector<Way>& ways);
  void ask_floats();
  const KeptLogits& read_floats(WorldDomain domain);
  void note(const std::string& what);
  KeptModel kept(const KeptLogits& logits) const;

  const World& world_;
  ExperimentOptions options_;
  std::mutex note_mutex_;
  std::size_t text_count_;
  ReferenceMaterial material_;
  std::vector<Task> tasks_;
  std::map<std::pair<WorldDomain, Outliers>, std::unique_ptr<ReferenceLab>> labs_;
  std::unique_ptr<CheckpointLab> checkpoint_;
  std::map<WorldDomain, TokenTexts> texts_;
  std::vector<KeptLogits> float_logits_;  // [tasks]
  std::map<Way, std::vector<TaskScore>> scores_;
  std::map<WorldDomain, KeptLogits> read_logits_;
  std::map<WorldDomain, std::map<Way, CorpusScore>> corpus_scores_;
};

// The one that the options bring, or a new one for an experiment that runs alone.
std::shared_ptr<Laboratory> laboratory_of(const World& world, const ExperimentOptions& options);

}  // namespace mllm_npu
