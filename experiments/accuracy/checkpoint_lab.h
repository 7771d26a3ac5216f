#pragma once

// Any checkpoint in the place of the reference model: calibrated on texts that it made up itself
// from a seed, read on others of them, and on LAMBADA's where there is a folder of data sets.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "experiments/accuracy/contender.h"
#include "experiments/accuracy/corpus_score.h"
#include "experiments/accuracy/kept_logits.h"
#include "experiments/accuracy/reference_material.h"
#include "experiments/experiment.h"
#include "experiments/loaded_model.h"

namespace mllm_npu {

struct NamedTexts {
  std::string name;  // "own text", "lambada"
  TokenTexts texts;
};

class CheckpointLab {
 public:
  // Opens options.weights, writes the texts and calibrates. `world` must outlive it. Errors:
  // InputError for a faulty checkpoint, one without a tokenizer, and faulty data.
  CheckpointLab(const World& world, const ExperimentOptions& options);
  CheckpointLab(const CheckpointLab&) = delete;
  CheckpointLab& operator=(const CheckpointLab&) = delete;

  // The last part of its path, without an extension.
  const std::string& name() const { return name_; }
  const ModelConfig& model() const { return open_.model(); }
  const OutlierStatistics& outliers() const { return outliers_; }
  std::int64_t calibration_tokens() const;

  const std::vector<NamedTexts>& corpora() const { return corpora_; }
  std::unique_ptr<Contender> floats() const { return float_contender(reference_); }
  std::unique_ptr<Contender> quantizer(const std::string& name) const;
  std::unique_ptr<Contender> engine(double pruning_rate) const;

  // Against the float model, which reads each corpus once.
  CorpusScore read(const Contender& contender, const NamedTexts& corpus);

 private:
  std::int64_t context() const;
  std::size_t text_count() const;
  TokenTexts own_texts(std::uint64_t seed);
  std::optional<NamedTexts> lambada();

  const World& world_;
  ExperimentOptions options_;
  OpenModel open_;
  std::string name_;
  ReferenceModel reference_;
  TokenTexts calibration_;
  ModelInputStatistics statistics_;
  OutlierStatistics outliers_;
  std::vector<NamedTexts> corpora_;
  std::map<std::string, KeptLogits> float_logits_;  // by corpus
};

}  // namespace mllm_npu
