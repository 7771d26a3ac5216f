#include "tests/support/plain_model.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/model/weight_layout.h"

namespace mllm_npu::support {
namespace {

PlainRow norm_weight(const WeightSource& source, WeightRole role, std::int64_t layer, bool bias) {
  if (bias && source.model().normalization != Normalization::kLayerNorm) return {};
  return plain_weight(source, {role, layer, bias}).front();
}

PlainRows normalized(const WeightSource& source, WeightRole role, std::int64_t layer,
                     const PlainRows& x) {
  const PlainRow weight = norm_weight(source, role, layer, false);
  const PlainRow bias = norm_weight(source, role, layer, true);
  PlainRows y;
  for (const PlainRow& row : x) y.push_back(plain_norm(source.model(), weight, bias, row));
  return y;
}

void add(PlainRows& x, const PlainRows& y) {
  for (std::size_t row = 0; row < x.size(); ++row) {
    for (std::size_t i = 0; i < x[row].size(); ++i) x[row][i] += y[row][i];
  }
}

void rotate_all(const ModelConfig& model, PlainRows& rows) {
  for (std::size_t position = 0; position < rows.size(); ++position) {
    plain_rotate(model, static_cast<std::int64_t>(position), rows[position]);
  }
}

void keep(const PlainArithmetic& arithmetic, PlainRows& rows) {
  for (PlainRow& row : rows) {
    for (double& value : row) value = arithmetic.cached(value);
  }
}

PlainRows attended(const ModelConfig& model, std::int64_t layer, const PlainRows& x,
                   const PlainArithmetic& arithmetic) {
  PlainRows queries = arithmetic.linear(layer, LinearRole::kQ, x);
  PlainRows keys = arithmetic.linear(layer, LinearRole::kK, x);
  PlainRows values = arithmetic.linear(layer, LinearRole::kV, x);
  rotate_all(model, queries);
  rotate_all(model, keys);
  keep(arithmetic, keys);
  keep(arithmetic, values);
  PlainRows out;
  for (std::size_t position = 0; position < queries.size(); ++position) {
    out.push_back(plain_attention(model, queries[position], static_cast<std::int64_t>(position),
                                  keys, values));
  }
  return out;
}

PlainRows fed_forward(const ModelConfig& model, std::int64_t layer, const PlainRows& x,
                      const PlainArithmetic& arithmetic) {
  PlainRows inner = arithmetic.linear(layer, LinearRole::kUp, x);
  const PlainRows gate =
      model.gated_mlp ? arithmetic.linear(layer, LinearRole::kGate, x) : PlainRows{};
  for (std::size_t row = 0; row < inner.size(); ++row) {
    for (std::size_t i = 0; i < inner[row].size(); ++i) {
      double& value = inner[row][i];
      value = model.gated_mlp ? plain_activation(model.hidden_act, gate[row][i]) * value
                              : plain_activation(model.hidden_act, value);
    }
  }
  return arithmetic.linear(layer, LinearRole::kDown, inner);
}

}  // namespace

PlainRows plain_weight(const WeightSource& source, const WeightId& id) {
  for (const WeightShape& weight : weight_layout(source.model())) {
    if (weight.id != id) continue;
    Matrix<float> numbers(row_count(weight), column_count(weight));
    source.read_rows(id, 0, numbers.view());
    PlainRows rows;
    for (std::int64_t row = 0; row < numbers.rows(); ++row) {
      rows.emplace_back(numbers.row(row).begin(), numbers.row(row).end());
    }
    return rows;
  }
  return {{}};
}

PlainRow plain_bias(const WeightSource& source, std::int64_t layer, LinearRole role) {
  return plain_weight(source, {weight_role_of(role), layer, true}).front();
}

PlainRow plain_norm(const ModelConfig& model, const PlainRow& weight, const PlainRow& bias,
                    const PlainRow& x) {
  const auto count = static_cast<double>(x.size());
  double mean = 0;
  if (model.normalization == Normalization::kLayerNorm) {
    for (const double value : x) mean += value / count;
  }
  double power = 0;
  for (const double value : x) power += (value - mean) * (value - mean) / count;
  PlainRow y;
  for (std::size_t i = 0; i < x.size(); ++i) {
    double gain = weight[i];
    if (model.normalization == Normalization::kRmsNormPlusOne) gain += 1;
    y.push_back((x[i] - mean) / std::sqrt(power + model.norm_eps) * gain);
    if (!bias.empty()) y.back() += bias[i];
  }
  return y;
}

double plain_activation(Activation activation, double x) {
  switch (activation) {
    case Activation::kSilu:
      return x / (1 + std::exp(-x));
    case Activation::kGelu:
      return x * 0.5 * std::erfc(-x / std::numbers::sqrt2);
    case Activation::kGeluTanh:
      return x * 0.5 *
             (1 + std::tanh(std::sqrt(2 / std::numbers::pi) * (x + 0.044715 * x * x * x)));
  }
  return 0;
}

void plain_rotate(const ModelConfig& model, std::int64_t position, PlainRow& row) {
  const auto size = static_cast<std::size_t>(
      std::llround(static_cast<double>(model.head_dim) * model.partial_rotary_factor));
  for (std::size_t head = 0; head < row.size(); head += static_cast<std::size_t>(model.head_dim)) {
    for (std::size_t i = 0; i < size / 2; ++i) {
      const double exponent = 2 * static_cast<double>(i) / static_cast<double>(size);
      const double angle = static_cast<double>(position) / std::pow(model.rope_theta, exponent);
      const double a = row[head + i];
      const double b = row[head + i + size / 2];
      row[head + i] = a * std::cos(angle) - b * std::sin(angle);
      row[head + i + size / 2] = b * std::cos(angle) + a * std::sin(angle);
    }
  }
}

PlainRow plain_attention(const ModelConfig& model, const PlainRow& query, std::int64_t position,
                         const PlainRows& keys, const PlainRows& values) {
  const auto size = static_cast<std::size_t>(model.head_dim);
  const auto sharing = static_cast<std::size_t>(model.num_attention_heads) /
                       static_cast<std::size_t>(model.num_key_value_heads);
  std::int64_t first = 0;
  if (model.sliding_window) first = std::max(first, position - *model.sliding_window + 1);
  PlainRow out(query.size(), 0);
  for (std::size_t head = 0; head < query.size() / size; ++head) {
    const std::size_t key_head = head / sharing;
    double total = 0;
    for (std::int64_t seen = first; seen <= position; ++seen) {
      const PlainRow& key = keys[static_cast<std::size_t>(seen)];
      const PlainRow& value = values[static_cast<std::size_t>(seen)];
      double score = 0;
      for (std::size_t i = 0; i < size; ++i)
        score += query[head * size + i] * key[key_head * size + i];
      const double weight = std::exp(score / std::sqrt(static_cast<double>(size)));
      total += weight;
      for (std::size_t i = 0; i < size; ++i)
        out[head * size + i] += weight * value[key_head * size + i];
    }
    for (std::size_t i = 0; i < size; ++i) out[head * size + i] /= total;
  }
  return out;
}

PlainRow plain_product(const PlainRows& weight, const PlainRow& bias, const PlainRow& x) {
  PlainRow y;
  for (std::size_t output = 0; output < weight.size(); ++output) {
    double sum = bias.empty() ? 0 : bias[output];
    for (std::size_t i = 0; i < x.size(); ++i) sum += weight[output][i] * x[i];
    y.push_back(sum);
  }
  return y;
}

PlainArithmetic plain_float(const WeightSource& source) {
  return {.linear =
              [&source](std::int64_t layer, LinearRole role, const PlainRows& input) {
                const PlainRows weight = plain_weight(source, {weight_role_of(role), layer});
                const PlainRow bias = plain_bias(source, layer, role);
                PlainRows out;
                for (const PlainRow& row : input) out.push_back(plain_product(weight, bias, row));
                return out;
              },
          .cached = [](double x) { return x; }};
}

PlainRows plain_hidden(const WeightSource& source, std::span<const TokenId> tokens,
                       const PlainArithmetic& arithmetic) {
  const ModelConfig& model = source.model();
  const PlainRows embedding = plain_weight(source, {.role = WeightRole::kEmbedding});
  PlainRows x;
  for (const TokenId token : tokens) {
    x.push_back(embedding[static_cast<std::size_t>(token)]);
    for (double& value : x.back()) value *= model.embedding_scale;
  }
  for (std::int64_t layer = 0; layer < model.num_hidden_layers; ++layer) {
    const PlainRows first = normalized(source, WeightRole::kAttentionNorm, layer, x);
    add(x, arithmetic.linear(layer, LinearRole::kO, attended(model, layer, first, arithmetic)));
    const PlainRows second =
        model.parallel_block ? first : normalized(source, WeightRole::kFfnNorm, layer, x);
    add(x, fed_forward(model, layer, second, arithmetic));
  }
  return normalized(source, WeightRole::kFinalNorm, kNoWeightLayer, x);
}

PlainRows plain_logits(const WeightSource& source, const PlainRows& hidden) {
  const bool tied = source.model().tie_word_embeddings;
  const PlainRows weight =
      plain_weight(source, {.role = tied ? WeightRole::kEmbedding : WeightRole::kLmHead});
  const PlainRow bias = plain_weight(source, {.role = WeightRole::kLmHead, .bias = true}).front();
  PlainRows logits;
  for (const PlainRow& row : hidden) logits.push_back(plain_product(weight, bias, row));
  return logits;
}

}  // namespace mllm_npu::support
