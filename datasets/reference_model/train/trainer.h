#pragma once

// Trains a language model on texts, from random numbers on.
//
// Two runs with the same options and texts give the same bits, with any number of threads: every
// step is cut into the same shards, each is computed by one thread, and their gradients are added
// in order. The products are oneDNN's, whose sums may run in another order on another kind of
// processor, so the bits are promised on one kind only (see products.h).

#include <cstdint>
#include <functional>
#include <vector>

#include "datasets/reference_model/train/adam.h"
#include "datasets/reference_model/train/parameters.h"
#include "datasets/reference_model/train/pass.h"

namespace mllm_npu {

struct TrainingOptions {
  std::uint64_t seed = 1;           // of the numbers to begin with
  std::int64_t shards = 8;          // of a step
  std::int64_t shard_tokens = 256;  // a shard takes texts until it has so many tokens
  std::int64_t warm_steps = 100;    // the rate rises, then falls along a cosine,
  std::int64_t rate_steps = 1000;   // whose end is here; a run may stop before or go on
  double highest_rate = 1e-3;
  double lowest_rate = 1e-4;
  AdamOptions adam{};
};

// Text number `index`, of 2..max_position_embeddings + 1 tokens. The same for the same index.
using TextSource = std::function<std::vector<TokenId>(std::int64_t index)>;

// The learning rate of a step, 0 and up.
double learning_rate(const TrainingOptions& options, std::int64_t step);

class Trainer {
 public:
  Trainer(const ModelConfig& model, const TrainingOptions& options, TextSource texts);

  // Takes the next texts. Returns the mean negative log-likelihood of their tokens, in nats, before
  // the step.
  double step();

  const Parameters& parameters() const { return parameters_; }
  std::int64_t steps() const { return steps_; }    // that were taken
  std::int64_t tokens() const { return tokens_; }  // that were predicted

 private:
  struct Shard {
    Pass pass;
    Parameters gradient;
    std::vector<std::vector<TokenId>> texts{};
    double loss = 0;
  };
  std::int64_t fill_shards();
  void add_gradients();

  TrainingOptions options_;
  TextSource source_;
  Parameters parameters_;
  Adam adam_;
  std::vector<Shard> shards_;
  std::int64_t steps_ = 0;
  std::int64_t tokens_ = 0;
  std::int64_t next_text_ = 0;
};

}  // namespace mllm_npu
