#include "experiments/accuracy/checkpoint_lab.h"

#include <algorithm>
#include <system_error>

#include "datasets/tasks/task_catalog.h"
#include "engine/base/input_error.h"
#include "engine/runtime/float_language_model.h"
#include "engine/runtime/generation.h"
#include "engine/runtime/input_statistics.h"
#include "engine/runtime/outlier_profiling.h"

namespace mllm_npu {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDevice = "redmi-k70-pro";  // times, not values, depend on it
constexpr std::uint64_t kCalibrationSeed = 1001;
constexpr std::uint64_t kTestSeed = 3003;
constexpr std::int64_t kTextTokens = 128;
constexpr std::int64_t kTexts = 32;
constexpr std::int64_t kQuickTexts = 8;
// Of the float model's logits that are kept: 256 MB.
constexpr std::int64_t kKeptNumbers = std::int64_t{1} << 26;

// A folder's own name, a file's without its extension.
std::string name_of(const fs::path& weights) {
  const fs::path path = weights.has_filename() ? weights : weights.parent_path();
  std::error_code ignored;
  return fs::is_directory(path, ignored) ? path.filename().string() : path.stem().string();
}

// What a text begins with where nothing came before.
TokenId begin_of(const Tokenizer& tokenizer) {
  if (const auto begin = tokenizer.begin_of_text()) return *begin;
  const std::vector<TokenId> ends = tokenizer.ends_of_text();
  return ends.empty() ? 0 : ends.front();
}

}  // namespace

CheckpointLab::CheckpointLab(const World& world, const ExperimentOptions& options)
    : world_(world),
      options_(options),
      open_(options.weights),
      name_(name_of(options.weights)),
      reference_(open_.weights(), residency_of(open_.model(), resident_share())) {
  open_.tokenizer();
  if (options.note) options.note(name_ + ": texts and calibration");
  calibration_ = own_texts(kCalibrationSeed);
  statistics_ = collect_input_statistics(reference_, calibration_);
  outliers_ = profile_outliers(reference_, calibration_, {});
  corpora_.push_back({"own text", own_texts(kTestSeed)});
  if (auto contexts = lambada()) corpora_.push_back(std::move(*contexts));
}

std::int64_t CheckpointLab::context() const {
  return std::min(kTextTokens, model().max_position_embeddings);
}

std::size_t CheckpointLab::text_count() const {
  const std::int64_t wanted = std::min(options_.quick ? kQuickTexts : kTexts, options_.task_items);
  const std::int64_t kept = kKeptNumbers / (model().vocab_size * context());
  return static_cast<std::size_t>(std::clamp<std::int64_t>(kept, 1, wanted));
}

// Drawn at temperature 1: what the model itself takes for likely.
TokenTexts CheckpointLab::own_texts(std::uint64_t seed) {
  const Tokenizer& tokenizer = open_.tokenizer();
  const TokenId begin = begin_of(tokenizer);
  check_vocabulary(open_, {&begin, 1});
  FloatLanguageModel language(reference_);
  TokenTexts texts;
  for (std::size_t text = 0; text < text_count(); ++text) {
    const GenerationOptions generation{.max_tokens = context() - 1,
                                       .sampling = {.temperature = 1, .seed = seed * 1000 + text}};
    const GenerationResult made = generate(
        language, {&begin, 1}, tokenizer.ends_of_text(), generation, [] { return HostTime{}; },
        [](TokenId) {});
    texts.push_back({begin});
    texts.back().insert(texts.back().end(), made.tokens.begin(), made.tokens.end());
  }
  std::erase_if(texts, [](const std::vector<TokenId>& text) { return text.size() < 2; });
  if (texts.empty()) throw InputError(name_, "", "a model that writes text", "none");
  return texts;
}

std::optional<NamedTexts> CheckpointLab::lambada() {
  if (options_.datasets.empty()) return std::nullopt;
  fs::path file = options_.datasets / "lambada_test.jsonl";
  std::error_code ignored;
  if (!fs::exists(file, ignored)) file = options_.datasets / "lambada" / "lambada_test.jsonl";
  const Task task = open_task("lambada", file, {.limit = static_cast<std::int64_t>(text_count())});
  NamedTexts contexts{"lambada", {}};
  for (const TaskItem& item : task.items) {
    std::vector<TokenId> tokens =
        encode_prompt(open_.tokenizer(), item.contexts.front() + item.continuations.front());
    if (std::ssize(tokens) > context()) tokens.resize(static_cast<std::size_t>(context()));
    check_vocabulary(open_, tokens);
    if (tokens.size() > 1) contexts.texts.push_back(std::move(tokens));
  }
  return contexts;
}

std::int64_t CheckpointLab::calibration_tokens() const {
  std::int64_t tokens = 0;
  for (const std::vector<TokenId>& text : calibration_) tokens += std::ssize(text);
  return tokens;
}

std::unique_ptr<Contender> CheckpointLab::quantizer(const std::string& name) const {
  return quantizer_contender(open_.weights(), name, statistics_);
}

std::unique_ptr<Contender> CheckpointLab::engine(double pruning_rate) const {
  return engine_contender(open_.weights(), outliers_,
                          {.chunk_lengths = {16, 32, 64, 128}, .pruning_rate = pruning_rate},
                          world_.device(kDevice), context());
}

CorpusScore CheckpointLab::read(const Contender& contender, const NamedTexts& corpus) {
  KeptLogits& logits = float_logits_[corpus.name];
  FloatLanguageModel floats(reference_);
  KeepingModel keeping(floats, logits);
  for (const std::vector<TokenId>& text : corpus.texts) {
    if (logits.find(text, 0) == nullptr) keeping.score(text, [](auto, auto) {});
  }
  KeptModel kept(model(), context(), logits);
  return score_corpus(kept, *contender.reader(), corpus.texts);
}

}  // namespace mllm_npu
