#pragma once

// One description of a transformer block serves every architecture: the model card decides.

#include <array>
#include <cstdint>
#include <vector>

#include "engine/graph/subgraph.h"
#include "engine/model/model_config.h"

namespace mllm_npu {

// Outlier channels of one linear that its shadow computes (§3.3); none: the linear is pruned.
struct ShadowChannels {
  std::int64_t hot = 0;   // channels whose weight rows stay in memory
  std::int64_t cold = 0;  // channels whose weight rows are read from flash for each chunk

  std::int64_t count() const { return hot + cold; }
  friend bool operator==(const ShadowChannels&, const ShadowChannels&) = default;
};

// By LinearRole.
struct LayerShadow {
  std::array<ShadowChannels, 7> channels{};

  const ShadowChannels& of(LinearRole role) const {
    return channels[static_cast<std::size_t>(role)];
  }
  ShadowChannels& of(LinearRole role) { return channels[static_cast<std::size_t>(role)]; }
  friend bool operator==(const LayerShadow&, const LayerShadow&) = default;
};

struct BlockOptions {
  std::int64_t chunk_length = 0;  // rows of every operator
  // 0, or all of the inner dimension: per tensor; else linears are split into groups (Fig. 4).
  std::int64_t group_size = 0;
  Processor float_processor = Processor::kCpu;  // attention, norms, quantize and dequantize
  bool first_block = false;                     // its input is the embedding, there is no residual
  bool shadowed_input = false;                  // the block before shadows its down projection
  LayerShadow shadow{};
};

// A subgraph and what it waits for, as places in the same block.
struct BlockPart {
  Subgraph subgraph;
  std::vector<std::size_t> after;   // parts of this block and chunk
  bool after_block_before = false;  // also the outputs of the block before (same chunk)
};

struct TransformerBlock {
  std::vector<BlockPart> parts;      // in data order: a part waits only for earlier ones
  std::vector<std::size_t> outputs;  // parts that the next block waits for
};

// Subgraphs of one block for one chunk whose attention sees `key_count` tokens (padding included).
// Without shadows there are six (§3.2): attention_norm, qkv, attention, output, ffn_norm, ffn; a
// parallel block has the same six with other dependencies. REQUIRES: chunk_length <= key_count.
TransformerBlock transformer_block(const ModelConfig& model, const BlockOptions& options,
                                   std::int64_t key_count);

// Keys that the attention of chunk `chunk_index` sees: (i + 1) c (§3.2), or what a sliding window
// leaves of them.
std::int64_t key_count(const ModelConfig& model, std::int64_t chunk_length,
                       std::int64_t chunk_index);

// Both ends of the model: embedding lookup of a chunk; last norm and LM head of the last token, or
// of the last `rows` tokens.
Subgraph embedding_subgraph(const ModelConfig& model, std::int64_t chunk_length);
Subgraph lm_head_subgraph(const ModelConfig& model, std::int64_t rows = 1);

}  // namespace mllm_npu
