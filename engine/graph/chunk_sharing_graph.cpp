#include "engine/graph/chunk_sharing_graph.h"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/base/check.h"

namespace mllm_npu {
namespace {

// A block that several layers have in common, with the places of its subgraphs in the DAG.
struct SharedBlock {
  BlockOptions options;
  TransformerBlock block;
  std::vector<std::vector<std::int32_t>> subgraphs;  // [parts][1, or chunks for a dynamic part]

  std::int32_t subgraph(std::size_t part, std::size_t chunk) const {
    const auto& places = subgraphs[part];
    return places[places.size() == 1 ? 0 : chunk];
  }
};

class PromptGraphBuilder {
 public:
  PromptGraphBuilder(const ModelConfig& model, const std::vector<Chunk>& chunks,
                     const ChunkSharingOptions& options)
      : model_(model), chunks_(chunks), options_(options) {}

  SubgraphDag build() {
    plan_layers();
    dag_.chunk_count = static_cast<std::int32_t>(chunks_.size());
    const std::int32_t embedding = add_subgraph(embedding_subgraph(model_, chunks_[0].length));
    chunk_begin_.resize(chunks_.size());
    reserve();
    const bool every_token = options_.head_for_every_token;
    const std::int32_t head =
        add_subgraph(lm_head_subgraph(model_, every_token ? chunks_[0].length : 1));
    for (std::size_t chunk = 0; chunk < chunks_.size(); ++chunk) {
      add_chunk(chunk, embedding);
      if (every_token || chunk + 1 == chunks_.size()) add_head(chunk, head);
    }
    connect_nodes(dag_, edges_);
    return std::move(dag_);
  }

 private:
  std::int32_t add_subgraph(Subgraph subgraph) {
    dag_.subgraphs.push_back(std::move(subgraph));
    return static_cast<std::int32_t>(dag_.subgraphs.size()) - 1;
  }

  SubgraphId add_node(SubgraphNode node) {
    dag_.nodes.push_back(node);
    return static_cast<SubgraphId>(dag_.nodes.size()) - 1;
  }

  void reserve() {
    std::size_t per_chunk = 2;
    for (const std::size_t place : block_of_layer_) per_chunk += blocks_[place].block.parts.size();
    dag_.nodes.reserve(per_chunk * chunks_.size());
    const auto layers = static_cast<std::size_t>(model_.num_hidden_layers);
    edges_.reserve(2 * per_chunk * chunks_.size() + layers * chunks_.size() * chunks_.size() / 2);
  }

  BlockOptions block_options(std::int64_t layer) const {
    BlockOptions block{.chunk_length = chunks_[0].length,
                       .group_size = options_.group_size,
                       .float_processor = options_.float_processor,
                       .first_block = layer == 0};
    if (!options_.shadow.empty()) {
      const auto place = static_cast<std::size_t>(layer);
      block.shadow = options_.shadow[place];
      block.shadowed_input =
          layer > 0 && options_.shadow[place - 1].of(LinearRole::kDown).count() > 0;
    }
    return block;
  }

  // Layers that look alike share one block, as their prices are the same.
  void plan_layers() {
    for (std::int64_t layer = 0; layer < model_.num_hidden_layers; ++layer) {
      const BlockOptions options = block_options(layer);
      const auto same = std::find_if(blocks_.begin(), blocks_.end(), [&](const SharedBlock& each) {
        return each.options.first_block == options.first_block &&
               each.options.shadowed_input == options.shadowed_input &&
               each.options.shadow == options.shadow;
      });
      block_of_layer_.push_back(static_cast<std::size_t>(same - blocks_.begin()));
      if (same == blocks_.end()) blocks_.push_back(share(options));
    }
  }

  SharedBlock share(const BlockOptions& options) {
    SharedBlock shared{.options = options,
                       .block = transformer_block(model_, options, keys_of(0)),
                       .subgraphs = {}};
    for (const BlockPart& part : shared.block.parts) {
      std::vector<std::int32_t> places = {add_subgraph(part.subgraph)};
      if (part.subgraph.sharing == OperatorSharing::kDynamic) {
        for (std::size_t chunk = 1; chunk < chunks_.size(); ++chunk) {
          places.push_back(add_subgraph(with_keys(part.subgraph, keys_of(chunk))));
        }
      }
      shared.subgraphs.push_back(std::move(places));
    }
    return shared;
  }

  std::int64_t keys_of(std::size_t chunk) const {
    return key_count(model_, chunks_[0].length, static_cast<std::int64_t>(chunk));
  }

  static Subgraph with_keys(Subgraph subgraph, std::int64_t keys) {
    for (Operator& op : subgraph.operators) {
      if (op.kind == OperatorKind::kAttention) op.inner = keys;
    }
    return subgraph;
  }

  void add_chunk(std::size_t chunk, std::int32_t embedding) {
    const auto place = static_cast<std::int32_t>(chunk);
    chunk_begin_[chunk] = static_cast<SubgraphId>(dag_.nodes.size());
    previous_outputs_ = {add_node({.subgraph = embedding, .chunk = place})};
    for (std::size_t layer = 0; layer < block_of_layer_.size(); ++layer) {
      add_block(blocks_[block_of_layer_[layer]], static_cast<std::int32_t>(layer), chunk);
    }
  }

  void add_head(std::size_t chunk, std::int32_t head) {
    const SubgraphId id = add_node({.subgraph = head, .chunk = static_cast<std::int32_t>(chunk)});
    for (const SubgraphId output : previous_outputs_) edges_.push_back({output, id});
  }

  void add_block(const SharedBlock& shared, std::int32_t layer, std::size_t chunk) {
    const auto begin = static_cast<SubgraphId>(dag_.nodes.size());
    const auto id_of = [&](std::size_t part) { return begin + static_cast<SubgraphId>(part); };
    for (std::size_t part = 0; part < shared.block.parts.size(); ++part) {
      const BlockPart& description = shared.block.parts[part];
      const SubgraphId id = add_node({.subgraph = shared.subgraph(part, chunk),
                                      .layer = layer,
                                      .chunk = static_cast<std::int32_t>(chunk)});
      if (description.after_block_before) {
        for (const SubgraphId output : previous_outputs_) edges_.push_back({output, id});
      }
      for (const std::size_t input : description.after) {
        edges_.push_back({id_of(input), id});
        if (description.subgraph.sharing == OperatorSharing::kDynamic) {
          add_earlier_chunks(id_of(input), id, chunk);
        }
      }
    }
    previous_outputs_.clear();
    for (const std::size_t output : shared.block.outputs) {
      previous_outputs_.push_back(id_of(output));
    }
  }

  // Eq. 2: the same input of every earlier chunk. Chunks have the same number of nodes.
  void add_earlier_chunks(SubgraphId input, SubgraphId id, std::size_t chunk) {
    const SubgraphId offset = input - chunk_begin_[chunk];
    for (std::size_t earlier = 0; earlier < chunk; ++earlier) {
      edges_.push_back({chunk_begin_[earlier] + offset, id});
    }
  }

  const ModelConfig& model_;
  const std::vector<Chunk>& chunks_;
  const ChunkSharingOptions& options_;
  std::vector<SharedBlock> blocks_;
  std::vector<std::size_t> block_of_layer_;
  std::vector<SubgraphId> chunk_begin_;
  std::vector<SubgraphId> previous_outputs_;
  std::vector<Edge> edges_;
  SubgraphDag dag_;
};

}  // namespace

SubgraphDag chunk_sharing_graph(const ModelConfig& model, const std::vector<Chunk>& chunks,
                                const ChunkSharingOptions& options) {
  MLLM_NPU_CHECK(!chunks.empty(), "no chunk");
  MLLM_NPU_CHECK(
      options.shadow.empty() || std::cmp_equal(options.shadow.size(), model.num_hidden_layers),
      std::to_string(options.shadow.size()) + " layers of shadows");
  return PromptGraphBuilder(model, chunks, options).build();
}

SharingCount count_sharing(const SubgraphDag& dag) {
  SharingCount count;
  for (const SubgraphNode& node : dag.nodes) {
    if (node.chunk != 0 || node.layer == kNoLayer) continue;
    ++count.subgraphs;
    const Subgraph& subgraph = dag.subgraphs[static_cast<std::size_t>(node.subgraph)];
    if (subgraph.sharing == OperatorSharing::kStatic) ++count.shared;
  }
  return count;
}

}  // namespace mllm_npu
