#include "experiments/accuracy/laboratory.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/runtime/float_language_model.h"
#include "experiments/accuracy/for_all.h"

namespace mllm_npu {
namespace {

constexpr const char* kDevice = "redmi-k70-pro";  // times, not values, depend on it
constexpr std::int64_t kCalibrationTexts = 64;
constexpr std::int64_t kTestTexts = 64;
constexpr std::uint64_t kTaskSeed = 2002;
constexpr std::int64_t kQuickItems = 30;

std::int64_t items_of(const ExperimentOptions& options) {
  return options.quick ? std::min(kQuickItems, options.task_items) : options.task_items;
}

std::string name_of(const Way& way) {
  if (way.method != "engine") return way.method;
  return "engine, " + std::to_string(std::lround(100 * way.pruning_rate)) + " % pruned";
}

// Those that `done` lacks, none twice.
template <class Key, class Value>
std::vector<Key> missing(const std::vector<Key>& asked, const std::map<Key, Value>& done) {
  std::vector<Key> left;
  for (const Key& key : asked) {
    if (!done.contains(key) && std::ranges::find(left, key) == left.end()) left.push_back(key);
  }
  return left;
}

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
  // The float model has none of its own.
  const double flips = score.flips.items == 0 ? 0 : score.flips.share();
  measures.push_back({"flips", 100 * flips, "%"});
  measures.push_back({"kl_divergence", score.kl_divergence, "nats"});
  return measures;
}

Laboratory::Laboratory(const World& world, const ExperimentOptions& options)
    : world_(world),
      options_(options),
      text_count_(static_cast<std::size_t>(std::min(kTestTexts, items_of(options)))),
      material_(world, std::min(kCalibrationTexts, items_of(options))),
      tasks_(world_tasks(kTaskSeed, static_cast<std::size_t>(items_of(options)))) {}

ReferenceLab& Laboratory::lab(WorldDomain domain, Outliers outliers) {
  std::unique_ptr<ReferenceLab>& lab = labs_[{domain, outliers}];
  if (!lab) {
    lab = std::make_unique<ReferenceLab>(material_, world_.device(kDevice), domain, outliers);
  }
  return *lab;
}

CheckpointLab& Laboratory::checkpoint() {
  if (!checkpoint_) checkpoint_ = std::make_unique<CheckpointLab>(world_, options_);
  return *checkpoint_;
}

const TokenTexts& Laboratory::texts(WorldDomain domain) {
  TokenTexts& texts = texts_[domain];
  if (texts.empty()) texts = material_.test_texts(domain, text_count_);
  return texts;
}

std::unique_ptr<Contender> Laboratory::make(const Way& way) {
  ReferenceLab& own = lab(way.domain, way.outliers);
  if (way.method == "fp32") return own.floats();
  if (way.method == "engine") return own.engine(way.pruning_rate, way.rule);
  return own.quantizer(way.method);
}

void Laboratory::note(const std::string& what) {
  if (!options_.note) return;
  const std::lock_guard lock(note_mutex_);
  options_.note(what);
}

KeptModel Laboratory::kept(const KeptLogits& logits) const {
  return {material_.model(), material_.model().max_position_embeddings, logits};
}

// Planted or not, the float model is the same.
void Laboratory::ask_floats() {
  if (!float_logits_.empty()) return;
  note("fp32");
  float_logits_.resize(tasks_.size());
  const auto floats = float_contender(material_.equations(Outliers::kNone));
  std::vector<TaskScore> scores(tasks_.size());
  for_all(tasks_.size(), [&](std::size_t task) {
    const auto reader = floats->reader();
    KeepingModel keeping(*reader, float_logits_[task]);
    scores[task] = score_task(keeping, material_.tokenizer(), tasks_[task]);
  });
  scores_[{.method = "fp32"}] = std::move(scores);
}

std::vector<std::unique_ptr<Contender>> Laboratory::make_all(const std::vector<Way>& ways) {
  std::vector<std::unique_ptr<Contender>> contenders;
  for (const Way& way : ways) contenders.push_back(make(way));
  return contenders;
}

std::vector<std::vector<TaskScore>> Laboratory::ask(const std::vector<Way>& ways) {
  ask_floats();
  const std::vector<Way> left = missing(ways, scores_);
  const auto contenders = make_all(left);
  std::vector<std::vector<TaskScore>> scores(left.size(), std::vector<TaskScore>(tasks_.size()));
  for_all(left.size() * tasks_.size(), [&](std::size_t pair) {
    const std::size_t way = pair / tasks_.size();
    const std::size_t task = pair % tasks_.size();
    if (task == 0) note(name_of(left[way]));
    KeptModel floats = kept(float_logits_[task]);
    const auto reader = contenders[way]->reader();
    LanguageModel* const models[] = {&floats, reader.get()};
    scores[way][task] = std::move(score_task(models, material_.tokenizer(), tasks_[task])[1]);
  });
  for (std::size_t way = 0; way < left.size(); ++way) scores_[left[way]] = std::move(scores[way]);
  std::vector<std::vector<TaskScore>> result;
  for (const Way& way : ways) result.push_back(scores_.at(way));
  return result;
}

const KeptLogits& Laboratory::read_floats(WorldDomain domain) {
  KeptLogits& logits = read_logits_[domain];
  FloatLanguageModel floats(material_.equations(Outliers::kNone));
  KeepingModel keeping(floats, logits);
  for (const std::vector<TokenId>& text : texts(domain)) {
    if (logits.find(text, 0) == nullptr) keeping.score(text, [](auto, auto) {});
  }
  return logits;
}

std::vector<CorpusScore> Laboratory::read(const std::vector<Way>& ways, WorldDomain domain) {
  const KeptLogits& logits = read_floats(domain);
  const TokenTexts& corpus = texts(domain);
  std::map<Way, CorpusScore>& done = corpus_scores_[domain];
  const std::vector<Way> left = missing(ways, done);
  const auto contenders = make_all(left);
  std::vector<CorpusScore> scores(left.size());
  for_all(left.size(), [&](std::size_t way) {
    note(name_of(left[way]));
    KeptModel floats = kept(logits);
    const auto reader = contenders[way]->reader();
    scores[way] = score_corpus(floats, *reader, corpus);
  });
  for (std::size_t way = 0; way < left.size(); ++way) done[left[way]] = scores[way];
  std::vector<CorpusScore> result;
  for (const Way& way : ways) result.push_back(done.at(way));
  return result;
}

std::shared_ptr<Laboratory> laboratory_of(const World& world, const ExperimentOptions& options) {
  if (options.laboratory) return options.laboratory();
  return std::make_shared<Laboratory>(world, options);
}

}  // namespace mllm_npu
