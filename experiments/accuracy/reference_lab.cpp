#include "experiments/accuracy/reference_lab.h"

#include <algorithm>
#include <exception>
#include <map>
#include <mutex>

#include "baselines/quantizers/quantizer_catalog.h"
#include "datasets/reference_model/reference_model.h"
#include "engine/base/parallel.h"
#include "engine/runtime/engine_language_model.h"
#include "engine/runtime/generation.h"
#include "engine/runtime/input_statistics.h"
#include "engine/runtime/outlier_profiling.h"

namespace mllm_npu {
namespace {

constexpr std::uint64_t kCalibrationSeed = 1001;  // no text of it trained the model
constexpr std::int64_t kCalibrationTexts = 64;
constexpr std::uint64_t kPlantingSeed = 1;
constexpr std::uint64_t kTaskSeed = 2002;
constexpr std::int64_t kQuickItems = 60;
// §3.3 has 0.1 to 0.3 % of 2048 channels and more; of 128 that is none. Two are allowed.
constexpr double kOutlierChannelShare = 0.02;

std::vector<std::vector<TokenId>> corpus_of(const Tokenizer& tokenizer, const ModelConfig& model,
                                            WorldDomain domain, const ExperimentOptions& options) {
  const auto texts = static_cast<std::size_t>(std::min(kCalibrationTexts, options.task_items));
  std::vector<std::vector<TokenId>> corpus;
  for (const std::string& text : world_texts(domain, kCalibrationSeed, texts)) {
    std::vector<TokenId> tokens = encode_prompt(tokenizer, text);
    if (std::ssize(tokens) > model.max_position_embeddings) {
      tokens.resize(static_cast<std::size_t>(model.max_position_embeddings));
    }
    corpus.push_back(std::move(tokens));
  }
  return corpus;
}

class FloatContender : public Contender {
 public:
  explicit FloatContender(const ReferenceModel& reference) : reference_(reference) {}
  std::unique_ptr<LanguageModel> reader() const override {
    return std::make_unique<FloatLanguageModel>(reference_);
  }

 private:
  const ReferenceModel& reference_;
};

class QuantizerContender : public Contender {
 public:
  QuantizerContender(const WeightSource& weights, const std::string& name,
                     const ModelInputStatistics& statistics)
      : model_(weights, *make_quantizer(name, {.short_super_blocks = true}), statistics) {}
  std::unique_ptr<LanguageModel> reader() const override {
    return std::make_unique<FloatLanguageModel>(model_.equations());
  }

 private:
  QuantizedLanguageModel model_;
};

class EngineContender : public Contender {
 public:
  EngineContender(const WeightSource& weights, const OutlierStatistics& statistics,
                  const PrefillOptions& options, const DeviceSpec& device)
      : weights_(weights, statistics, options), options_(options), device_(device) {}
  std::unique_ptr<LanguageModel> reader() const override {
    return std::make_unique<EngineLanguageModel>(
        weights_.quantized(), device_, options_,
        weights_.quantized().model().max_position_embeddings);
  }

 private:
  PreparedWeights weights_;
  PrefillOptions options_;
  const DeviceSpec& device_;
};

}  // namespace

std::string benchmark_of(const std::string& task) {
  static const std::map<std::string, std::string> kBenchmarks = {{"far-word", "lambada"},
                                                                 {"continuation", "hellaswag"},
                                                                 {"coreference", "winogrande"},
                                                                 {"fact-choice", "openbookqa"},
                                                                 {"subjects", "mmlu"}};
  return kBenchmarks.at(task);
}

std::vector<Measure> accuracy_measures(const TaskScore& score) {
  std::vector<Measure> measures = {
      {"items", static_cast<double>(score.items.size()), "items"},
      {"accuracy", 100 * score.accuracy.value, "%"},
      {"accuracy_standard_error", 100 * score.accuracy.standard_error, "%"}};
  if (score.accuracy_per_character) {
    measures.push_back({"accuracy_per_character", 100 * score.accuracy_per_character->value, "%"});
  }
  // The first contender has none of its own.
  const double flips = score.flips.items == 0 ? 0 : score.flips.share();
  measures.push_back({"flips", 100 * flips, "%"});
  measures.push_back({"kl_divergence", score.kl_divergence, "nats"});
  return measures;
}

ReferenceLab::ReferenceLab(const World& world, const ExperimentOptions& options, WorldDomain domain)
    : checkpoint_(open_checkpoint(reference_model_folder())),
      weights_(checkpoint_),
      tokenizer_(open_tokenizer(reference_model_folder())),
      corpus_(corpus_of(*tokenizer_, weights_.model(), domain, options)) {
  // Planting knows the model as it was trained, whatever it is calibrated with later.
  const ReferenceModel natural(weights_);
  const ModelInputStatistics inputs = collect_input_statistics(
      natural, corpus_of(*tokenizer_, weights_.model(), WorldDomain::kAll, options), {.rows = 1});
  channels_ = plan_outliers(weights_.model(), inputs, find_outlier_profile(weights_.model()),
                            world.model("qwen1.5-1.8b"), kPlantingSeed);
  planted_.emplace(weights_, channels_);
  reference_.emplace(*planted_);
  statistics_ = collect_input_statistics(*reference_, corpus_);
  outliers_ = profile_outliers(*reference_, corpus_, outlier_options(ScaleRule::kOutlierChannels));
}

OutlierOptions ReferenceLab::outlier_options(ScaleRule rule) const {
  return {.rule = rule, .outlier_channel_share = kOutlierChannelShare};
}

std::unique_ptr<Contender> ReferenceLab::floats() const {
  return std::make_unique<FloatContender>(*reference_);
}

std::unique_ptr<Contender> ReferenceLab::quantizer(const std::string& name) const {
  return std::make_unique<QuantizerContender>(*planted_, name, statistics_);
}

std::unique_ptr<Contender> ReferenceLab::engine(double pruning_rate, const DeviceSpec& device,
                                                ScaleRule rule, ShadowScales scales) const {
  const PrefillOptions options{
      .chunk_lengths = {16, 32, 64, 128}, .pruning_rate = pruning_rate, .shadow_scales = scales};
  if (rule == ScaleRule::kOutlierChannels) {
    return std::make_unique<EngineContender>(*planted_, outliers_, options, device);
  }
  return std::make_unique<EngineContender>(
      *planted_, profile_outliers(*reference_, corpus_, outlier_options(rule)), options, device);
}

std::vector<Task> ReferenceLab::tasks(const ExperimentOptions& options) {
  const std::int64_t items =
      options.quick ? std::min(kQuickItems, options.task_items) : options.task_items;
  return world_tasks(kTaskSeed, static_cast<std::size_t>(items));
}

std::vector<std::vector<TaskScore>> ReferenceLab::ask(
    const std::vector<Task>& tasks, const std::vector<const Contender*>& contenders) const {
  std::vector<std::vector<TaskScore>> scores(tasks.size());
  std::exception_ptr failure;
  std::mutex mutex;
  parallel_for(std::ssize(tasks), [&](std::int64_t index) {
    try {
      std::vector<std::unique_ptr<LanguageModel>> readers;
      std::vector<LanguageModel*> models;
      for (const Contender* contender : contenders) {
        readers.push_back(contender->reader());
        models.push_back(readers.back().get());
      }
      const auto place = static_cast<std::size_t>(index);
      scores[place] = score_task(models, *tokenizer_, tasks[place]);
    } catch (...) {
      const std::lock_guard lock(mutex);
      failure = std::current_exception();
    }
  });
  if (failure) std::rethrow_exception(failure);
  return scores;
}

}  // namespace mllm_npu
