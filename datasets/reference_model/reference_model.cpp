#include "datasets/reference_model/reference_model.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <memory>
#include <numeric>
#include <vector>

#include "datasets/reference_model/train/bpe_training.h"
#include "datasets/reference_model/train/products.h"
#include "datasets/reference_model/train/trainer.h"
#include "datasets/reference_model/world/world.h"
#include "engine/base/data_root.h"
#include "engine/base/json.h"
#include "engine/checkpoint/hugging_face.h"
#include "engine/text/tokenizer_json.h"

namespace mllm_npu {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kTokenizerTexts = 20000;  // that the vocabulary is learned from
constexpr std::size_t kLossSteps = 100;         // that a loss is the mean of

TrainingOptions options_of(const ReferenceTraining& training) {
  return {.seed = training.seed,
          .shards = 4,
          .shard_tokens = 224,
          .warm_steps = std::min<std::int64_t>(200, training.steps),
          .rate_steps = training.steps,
          .highest_rate = 2e-3,
          .lowest_rate = 0};
}

// A text as the model sees it: between begin and end.
std::vector<TokenId> tokens_of(const Tokenizer& tokenizer, const std::string& text) {
  std::vector<TokenId> tokens = {kBeginId};
  const std::vector<TokenId> inner = tokenizer.encode(text);
  tokens.insert(tokens.end(), inner.begin(), inner.end());
  tokens.push_back(kEndId);
  return tokens;
}

double mean(const std::deque<double>& losses) {
  if (losses.empty()) return std::numeric_limits<double>::quiet_NaN();
  return std::accumulate(losses.begin(), losses.end(), 0.0) / static_cast<double>(losses.size());
}

std::string training_json(const ReferenceTraining& training, const Trainer& trainer, double loss) {
  return to_text(boost::json::object{{"source", "mllm-npu train-reference-model"},
                                     {"seed", training.seed},
                                     {"steps", training.steps},
                                     {"tokens", trainer.tokens()},
                                     {"loss", loss}}) +
         '\n';
}

}  // namespace

fs::path reference_model_folder() { return data_root() / "datasets/reference_model/data"; }

ModelConfig reference_model_config() {
  ModelConfig model;
  model.model_type = "llama";
  model.hidden_size = 128;
  model.intermediate_size = 352;
  model.num_hidden_layers = 8;
  model.num_attention_heads = 4;
  model.num_key_value_heads = 2;
  model.head_dim = 32;
  model.vocab_size = 1024;
  model.max_position_embeddings = 128;
  model.norm_eps = 1e-5;
  model.rope_theta = 10000;
  model.tie_word_embeddings = true;
  return model;
}

void train_reference_model(const fs::path& folder, const ReferenceTraining& training,
                           const TrainingProgress& progress) {
  cap_product_instructions();
  const ModelConfig model = reference_model_config();
  const LearnedBpe bpe = learn_bpe(world_texts(WorldDomain::kAll, training.seed, kTokenizerTexts),
                                   static_cast<std::size_t>(model.vocab_size));
  const std::string json = tokenizer_json(bpe);
  write_file(folder / "tokenizer.json", json);
  write_file(folder / "tokenizer_config.json", tokenizer_config_json());
  const std::unique_ptr<Tokenizer> tokenizer = make_tokenizer(parse_tokenizer_json(json, ""));
  Trainer trainer(model, options_of(training), [&](std::int64_t index) {
    return tokens_of(*tokenizer, world_text(WorldDomain::kAll, training.seed,
                                            static_cast<std::uint64_t>(index)));
  });
  std::deque<double> losses;
  for (std::int64_t step = 0; step < training.steps; ++step) {
    if (progress) progress(step, mean(losses));
    losses.push_back(trainer.step());
    if (losses.size() > kLossSteps) losses.pop_front();
  }
  if (progress) progress(training.steps, mean(losses));
  write_file(folder / "training.json", training_json(training, trainer, mean(losses)));
  write_hugging_face(folder, trainer.parameters(), StorageFormat::kF16, [](std::int64_t) {});
}

}  // namespace mllm_npu
