#include "engine/graph/transformer_block.h"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/base/check.h"

namespace mllm_npu {
namespace {

using Roles = std::vector<LinearRole>;

// Adds the parts of one block in data order.
class BlockBuilder {
 public:
  BlockBuilder(const ModelConfig& model, const BlockOptions& options, std::int64_t keys)
      : model_(model), options_(options), keys_(keys), linears_(block_linears(model)) {}

  TransformerBlock build() {
    const std::size_t norm = add_attention_norm();
    const std::size_t attention = add_attention(norm);
    const std::size_t output = add_npu(SubgraphKind::kOutput, {LinearRole::kO}, {attention});
    const auto output_shadow = add_shadow({LinearRole::kO}, attention);
    std::vector<std::size_t> inputs = {output};
    inputs.insert(inputs.end(), output_shadow.begin(), output_shadow.end());
    const std::size_t residual = add_ffn_norm(std::move(inputs), norm);
    block_.outputs = add_ffn(model_.parallel_block ? norm : residual);
    // In a sequential block the FFN waits for the residual already.
    if (model_.parallel_block) block_.outputs.push_back(residual);
    return std::move(block_);
  }

 private:
  std::int64_t rows() const { return options_.chunk_length; }

  Operator elementwise(OperatorKind kind, std::int64_t columns) const {
    return {.kind = kind, .rows = rows(), .columns = columns};
  }

  const LinearShape& shape(LinearRole role) const {
    return *std::find_if(linears_.begin(), linears_.end(),
                         [&](const LinearShape& linear) { return linear.role == role; });
  }

  bool has(LinearRole role) const {
    return std::any_of(linears_.begin(), linears_.end(),
                       [&](const LinearShape& linear) { return linear.role == role; });
  }

  std::size_t add(SubgraphKind kind, Processor affinity, std::vector<Operator> operators,
                  std::vector<std::size_t> after) {
    const bool dynamic = std::any_of(operators.begin(), operators.end(), [](const Operator& op) {
      return sharing_of(op.kind) == OperatorSharing::kDynamic;
    });
    block_.parts.push_back(
        {.subgraph = {.kind = kind,
                      .affinity = affinity,
                      .sharing = dynamic ? OperatorSharing::kDynamic : OperatorSharing::kStatic,
                      .operators = std::move(operators),
                      .output = {rows() * output_width(kind)}},
         .after = std::move(after)});
    return block_.parts.size() - 1;
  }

  // Bytes per token that a subgraph hands on: the NPU's results are 32 bit, what it reads is int8.
  std::int64_t output_width(SubgraphKind kind) const {
    const bool both = model_.gated_mlp && shadows({LinearRole::kGate, LinearRole::kUp});
    const std::int64_t upper = (both ? 2 : 1) * model_.intermediate_size;
    switch (kind) {
      case SubgraphKind::kQkv:
        return 4 * (query_size(model_) + 2 * key_value_size(model_));
      case SubgraphKind::kFfnGateUp:
        return 4 * upper;
      case SubgraphKind::kOutput:
      case SubgraphKind::kFfn:
      case SubgraphKind::kDown:
        return 4 * model_.hidden_size;
      case SubgraphKind::kAttention:
        return query_size(model_);
      case SubgraphKind::kFfnSynchronization:
        return model_.intermediate_size;
      default:
        return model_.hidden_size;
    }
  }

  Operator linear(LinearRole role) const {
    const LinearShape& weights = shape(role);
    Operator op{.kind = OperatorKind::kLinear,
                .dtype = Dtype::kInt8,
                .rows = rows(),
                .inner = weights.k,
                .columns = weights.n};
    if (options_.group_size > 0 && options_.group_size < weights.k) {
      op.kind = OperatorKind::kGroupLinear;
      op.groups = (weights.k + options_.group_size - 1) / options_.group_size;
    }
    return op;
  }

  std::size_t add_npu(SubgraphKind kind, const Roles& roles, std::vector<std::size_t> after) {
    std::vector<Operator> operators;
    for (const LinearRole role : roles) {
      if (has(role)) operators.push_back(linear(role));
    }
    return add(kind, Processor::kNpu, std::move(operators), std::move(after));
  }

  // Shadow products of `roles`, which read what `producer` made, and the flash reads before them.
  std::vector<std::size_t> add_shadow(const Roles& roles, std::size_t producer) {
    std::vector<Operator> products;
    std::vector<Operator> reads;
    for (const LinearRole role : roles) {
      const ShadowChannels& channels = options_.shadow.of(role);
      if (!has(role) || channels.count() == 0) continue;
      const std::int64_t columns = shape(role).n;
      products.push_back(
          {.kind = OperatorKind::kShadowGather, .rows = rows(), .inner = channels.count()});
      products.push_back({.kind = OperatorKind::kShadowLinear,
                          .dtype = Dtype::kInt8,
                          .rows = rows(),
                          .inner = channels.count(),
                          .columns = columns});
      if (channels.cold > 0) {
        reads.push_back({.kind = OperatorKind::kFlashRead,
                         .dtype = Dtype::kInt8,
                         .inner = channels.cold,
                         .columns = columns});
      }
    }
    if (products.empty()) return {};
    std::vector<std::size_t> after = {producer};
    const LinearInput input = input_of(roles.front());
    if (!reads.empty()) {
      after.push_back(add(SubgraphKind::kFlashRead, Processor::kFlash, std::move(reads), after));
      block_.parts.back().subgraph.shadowed = input;
    }
    const std::size_t shadow =
        add(SubgraphKind::kShadow, Processor::kCpu, std::move(products), std::move(after));
    block_.parts.back().subgraph.shadowed = input;
    return {shadow};
  }

  // The additions of `roles`' shadow products, in the subgraph that reads the NPU's result.
  void append_shadow_adds(const Roles& roles, std::vector<Operator>& operators) const {
    for (const LinearRole role : roles) {
      if (!has(role) || options_.shadow.of(role).count() == 0) continue;
      operators.push_back(elementwise(OperatorKind::kShadowAdd, shape(role).n));
    }
  }

  std::size_t add_attention_norm() {
    const std::int64_t hidden = model_.hidden_size;
    std::vector<Operator> operators;
    if (!options_.first_block) {
      operators.push_back(elementwise(OperatorKind::kDequantize, hidden));
      if (options_.shadowed_input) {
        operators.push_back(elementwise(OperatorKind::kShadowAdd, hidden));
      }
      operators.push_back(elementwise(OperatorKind::kAdd, hidden));
    }
    operators.push_back(elementwise(OperatorKind::kNorm, hidden));
    operators.push_back(elementwise(OperatorKind::kQuantize, hidden));
    const std::size_t norm =
        add(SubgraphKind::kAttentionNorm, options_.float_processor, std::move(operators), {});
    block_.parts[norm].after_block_before = true;
    return norm;
  }

  // QKV on the NPU, its shadow, and the dynamic subgraph.
  std::size_t add_attention(std::size_t norm) {
    const Roles roles = {LinearRole::kQ, LinearRole::kK, LinearRole::kV};
    std::vector<std::size_t> after = {add_npu(SubgraphKind::kQkv, roles, {norm})};
    for (const std::size_t shadow : add_shadow(roles, norm)) after.push_back(shadow);
    const std::int64_t queries = query_size(model_);
    const std::int64_t keys = key_value_size(model_);
    const std::int64_t rotated = (queries + keys) / model_.head_dim * rotary_size(model_);
    std::vector<Operator> operators = {elementwise(OperatorKind::kDequantize, queries + 2 * keys)};
    append_shadow_adds(roles, operators);
    operators.push_back(elementwise(OperatorKind::kRope, rotated));
    operators.push_back(elementwise(OperatorKind::kKvAppend, 2 * keys));
    operators.push_back(
        {.kind = OperatorKind::kAttention, .rows = rows(), .inner = keys_, .columns = queries});
    operators.push_back(elementwise(OperatorKind::kQuantize, queries));
    return add(SubgraphKind::kAttention, options_.float_processor, std::move(operators),
               std::move(after));
  }

  std::size_t add_ffn_norm(std::vector<std::size_t> after, std::size_t norm) {
    const std::int64_t hidden = model_.hidden_size;
    std::vector<Operator> operators = {elementwise(OperatorKind::kDequantize, hidden)};
    append_shadow_adds({LinearRole::kO}, operators);
    operators.push_back(elementwise(OperatorKind::kAdd, hidden));
    if (model_.parallel_block) {
      after.push_back(norm);
    } else {
      operators.push_back(elementwise(OperatorKind::kNorm, hidden));
      operators.push_back(elementwise(OperatorKind::kQuantize, hidden));
    }
    return add(SubgraphKind::kFfnNorm, options_.float_processor, std::move(operators),
               std::move(after));
  }

  Operator activation(OperatorKind kind) const {
    return elementwise(kind, model_.intermediate_size);
  }

  void append_activation(std::vector<Operator>& operators) const {
    operators.push_back(activation(OperatorKind::kActivation));
    if (model_.gated_mlp) operators.push_back(activation(OperatorKind::kMultiply));
  }

  bool shadows(const Roles& roles) const {
    return std::any_of(roles.begin(), roles.end(), [&](LinearRole role) {
      return has(role) && options_.shadow.of(role).count() > 0;
    });
  }

  // The FFN in one NPU subgraph, or in halves where one of its linears is shadowed.
  std::vector<std::size_t> add_ffn(std::size_t input) {
    const Roles upper = {LinearRole::kGate, LinearRole::kUp};
    const bool split = shadows(upper) || shadows({LinearRole::kDown});
    const std::size_t first =
        add_npu(split ? SubgraphKind::kFfnGateUp : SubgraphKind::kFfn, upper, {input});
    if (!shadows(upper)) append_activation(block_.parts[first].subgraph.operators);
    if (!split) {
      block_.parts[first].subgraph.operators.push_back(linear(LinearRole::kDown));
      return {first};
    }
    std::vector<std::size_t> after = {first};
    for (const std::size_t shadow : add_shadow(upper, input)) after.push_back(shadow);
    const std::size_t middle = add_ffn_synchronization(upper, std::move(after));
    std::vector<std::size_t> outputs = {
        add_npu(SubgraphKind::kDown, {LinearRole::kDown}, {middle})};
    for (const std::size_t shadow : add_shadow({LinearRole::kDown}, middle)) {
      outputs.push_back(shadow);
    }
    return outputs;
  }

  // A shadowed gate or up must be complete before the activation, so the CPU does the activation; a
  // shadowed down needs the CPU to see the activation's result before it is clipped.
  std::size_t add_ffn_synchronization(const Roles& upper, std::vector<std::size_t> after) {
    std::vector<Operator> operators;
    if (shadows(upper)) {
      for (const LinearRole role : upper) {
        if (has(role)) operators.push_back(activation(OperatorKind::kDequantize));
      }
      append_shadow_adds(upper, operators);
      append_activation(operators);
    }
    operators.push_back(activation(OperatorKind::kQuantize));
    return add(SubgraphKind::kFfnSynchronization, options_.float_processor, std::move(operators),
               std::move(after));
  }

  const ModelConfig& model_;
  const BlockOptions& options_;
  std::int64_t keys_;
  std::vector<LinearShape> linears_;
  TransformerBlock block_;
};

}  // namespace

TransformerBlock transformer_block(const ModelConfig& model, const BlockOptions& options,
                                   std::int64_t key_count) {
  MLLM_NPU_CHECK(
      options.chunk_length > 0 && options.chunk_length <= key_count,
      std::to_string(options.chunk_length) + " rows, " + std::to_string(key_count) + " keys");
  return BlockBuilder(model, options, key_count).build();
}

std::int64_t key_count(const ModelConfig& model, std::int64_t chunk_length,
                       std::int64_t chunk_index) {
  const std::int64_t all = (chunk_index + 1) * chunk_length;
  return model.sliding_window ? std::min(all, *model.sliding_window + chunk_length) : all;
}

Subgraph embedding_subgraph(const ModelConfig& model, std::int64_t chunk_length) {
  return {.kind = SubgraphKind::kEmbedding,
          .affinity = Processor::kCpu,
          .operators = {{.kind = OperatorKind::kEmbedding,
                         .dtype = Dtype::kFp16,
                         .rows = chunk_length,
                         .columns = model.hidden_size}}};
}

Subgraph lm_head_subgraph(const ModelConfig& model, std::int64_t rows) {
  const std::int64_t hidden = model.hidden_size;
  return {.kind = SubgraphKind::kLmHead,
          .affinity = Processor::kCpu,
          .operators = {{.kind = OperatorKind::kDequantize, .rows = rows, .columns = hidden},
                        {.kind = OperatorKind::kAdd, .rows = rows, .columns = hidden},
                        {.kind = OperatorKind::kNorm, .rows = rows, .columns = hidden},
                        {.kind = OperatorKind::kLmHead,
                         .dtype = Dtype::kInt8,
                         .rows = rows,
                         .inner = hidden,
                         .columns = model.vocab_size}}};
}

}  // namespace mllm_npu
