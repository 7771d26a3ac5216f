// The int8 path adds no error of its own: with scales that clip nothing it computes what its
// quantisation says, held against the same quantisation in double.

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "engine/execute/decoder.h"
#include "engine/model/model_catalog.h"
#include "tests/support/computed_run.h"
#include "tests/support/plain_model.h"

namespace mllm_npu {
namespace {

using support::ComputedRun;
using support::ComputingModel;
using support::PlainInt8Linear;
using support::PlainRow;
using support::PlainRows;

constexpr std::int64_t kTokens = 25;

// The chunk's values around the NPU in one layer, as the engine has them.
struct LayerSteps {
  Matrix<std::int8_t> qkv_input;
  Matrix<std::int8_t> output_input;
  Matrix<std::int8_t> ffn_input;
  Matrix<std::int32_t> qkv;
  Matrix<std::int32_t> output;
  Matrix<std::int32_t> ffn;
};

template <class T>
Matrix<T> copy_of(MatrixView<const T> view) {
  Matrix<T> copy(view.rows, view.columns);
  for (std::int64_t row = 0; row < view.rows; ++row) {
    std::copy_n(view.row(row).data(), view.columns, copy.row(row).data());
  }
  return copy;
}

// A prompt as one chunk, step by step with the engine's own parts.
std::vector<LayerSteps> engine_steps(const ComputingModel& model,
                                     const std::vector<TokenId>& prompt) {
  const auto rows = static_cast<std::int64_t>(prompt.size());
  Int8Linears linears(model.quantized, rows);
  FloatSubgraphs floats(model.quantized, model.rotary, rows);
  KvCache cache(model.model(), rows);
  ChunkValues values(model.quantized, rows);
  const ChunkValues& read = values;
  std::vector<LayerSteps> steps;
  floats.embedding(prompt, 0, values);
  for (std::int64_t layer = 0; layer < model.model().num_hidden_layers; ++layer) {
    floats.attention_norm(layer, values);
    linears.qkv(layer, read.input.view(), values.qkv.view());
    floats.append_keys(layer, values, cache);
    floats.attention(layer, values, cache);
    linears.output(layer, read.attended.view(), values.output.view());
    floats.ffn_norm(layer, values);
    linears.ffn(layer, floats.ffn_input(values), values.ffn.view());
    steps.push_back({copy_of(read.input.view()), copy_of(read.attended.view()),
                     copy_of(floats.ffn_input(values)), copy_of(read.qkv.view()),
                     copy_of(read.output.view()), copy_of(read.ffn.view())});
  }
  return steps;
}

// How far x / scale lies from where rounding turns over, in steps of int8.
double distance_to_boundary(double x, double scale) {
  const double steps = x / scale;
  return std::abs(steps - std::floor(steps) - 0.5);
}

// The double model next to the engine. Each linear is held against the engine's, and then gives
// what the engine's gave, so that one value at a boundary does not hide what comes after it.
class BesideTheEngine {
 public:
  BesideTheEngine(const ComputingModel& model, const std::vector<LayerSteps>& steps)
      : model_(model), steps_(steps) {}

  support::PlainArithmetic arithmetic() {
    return {.linear = [this](std::int64_t layer, LinearRole role,
                             const PlainRows& input) { return linear(layer, role, input); },
            .cached = support::plain_half};
  }
  std::int64_t values() const { return values_; }
  std::int64_t turned() const { return turned_; }  // one step beside the double model

 private:
  PlainRows linear(std::int64_t layer, LinearRole role, const PlainRows& input) {
    const PlainInt8Linear int8 =
        support::plain_int8_linear(model_.weights, model_.scales, layer, role);
    const LayerSteps& steps = steps_[static_cast<std::size_t>(layer)];
    PlainRows out;
    for (std::size_t row = 0; row < input.size(); ++row) {
      const auto place = static_cast<std::int64_t>(row);
      if (role == LinearRole::kDown) {
        out.push_back(int8.numbers(down(int8, input[row], steps.ffn.row(place))));
        continue;
      }
      const std::vector<std::int64_t> quantized =
          hold(role, int8.input_scale, input[row], engine_input(steps, role).row(place));
      const std::vector<std::int64_t> sums = int8.sums(quantized);
      hold_sums(steps, role, place, sums);
      out.push_back(int8.numbers(sums));
    }
    return out;
  }

  static const Matrix<std::int8_t>& engine_input(const LayerSteps& steps, LinearRole role) {
    if (role == LinearRole::kO) return steps.output_input;
    return role == LinearRole::kGate || role == LinearRole::kUp ? steps.ffn_input : steps.qkv_input;
  }

  // The engine rounds where the double model rounds, but for values at a boundary. Attention reads
  // keys and values in fp16, where a value at a boundary is 2^-11 of itself away: its results may
  // differ by more than fp32's rounding.
  std::vector<std::int64_t> hold(LinearRole role, double scale, const PlainRow& input,
                                 std::span<const std::int8_t> engine) {
    const double near = role == LinearRole::kO ? 0.02 : 5e-4;
    for (std::size_t i = 0; i < input.size(); ++i) {
      const std::int64_t own = support::plain_quantized(input[i], scale);
      ++values_;
      if (own == engine[i]) continue;
      ++turned_;
      EXPECT_EQ(std::abs(own - engine[i]), 1) << linear_name(role);
      EXPECT_LT(distance_to_boundary(input[i], scale), near) << linear_name(role);
    }
    return {engine.begin(), engine.end()};
  }

  // Sums of the same int8 numbers are the same integers.
  void hold_sums(const LayerSteps& steps, LinearRole role, std::int64_t row,
                 const std::vector<std::int64_t>& sums) const {
    const ModelConfig& model = model_.model();
    const Matrix<std::int32_t>& results = role == LinearRole::kO ? steps.output : steps.qkv;
    std::int64_t first = 0;
    if (role == LinearRole::kGate || role == LinearRole::kUp) return;  // inside the NPU's graph
    if (role == LinearRole::kK) first = query_size(model);
    if (role == LinearRole::kV) first = query_size(model) + key_value_size(model);
    for (std::size_t i = 0; i < sums.size(); ++i) {
      EXPECT_EQ(results(row, first + static_cast<std::int64_t>(i)), sums[i]) << linear_name(role);
    }
  }

  // The activated values stay inside the NPU's graph: its result may differ by one step of those
  // that lie at a boundary, and not at all where none does.
  static std::vector<std::int64_t> down(const PlainInt8Linear& int8, const PlainRow& input,
                                        std::span<const std::int32_t> engine) {
    std::vector<std::int64_t> quantized;
    std::vector<std::size_t> at_boundary;
    for (std::size_t i = 0; i < input.size(); ++i) {
      quantized.push_back(support::plain_quantized(input[i], int8.input_scale));
      if (distance_to_boundary(input[i], int8.input_scale) < 5e-4) at_boundary.push_back(i);
    }
    const std::vector<std::int64_t> sums = int8.sums(quantized);
    for (std::size_t output = 0; output < sums.size(); ++output) {
      std::int64_t allowed = 0;
      for (const std::size_t i : at_boundary) allowed += std::abs(int8.weight[output][i]);
      EXPECT_LE(std::abs(sums[output] - engine[output]), allowed) << "down_proj";
    }
    return {engine.begin(), engine.end()};
  }

  const ComputingModel& model_;
  const std::vector<LayerSteps>& steps_;
  std::int64_t values_ = 0;
  std::int64_t turned_ = 0;
};

double max_abs_difference(const PlainRow& expected, std::span<const float> found) {
  double largest = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    largest = std::max(largest, std::abs(expected[i] - static_cast<double>(found[i])));
  }
  return largest;
}

class Int8Arithmetic : public ::testing::TestWithParam<std::string> {
 protected:
  ComputedRun engine_run() const {
    support::DrivenPrompt prompt(model_.quantized, model_.rotary, prompt_, 8);
    return prompt.run(support::legal_order(prompt.dag, [](const auto&) { return 0; }));
  }

  // Of every token.
  PlainRows logits(const support::PlainArithmetic& arithmetic) const {
    return support::plain_logits(model_.weights,
                                 support::plain_hidden(model_.weights, prompt_, arithmetic));
  }
  // The engine's, of its hidden states.
  std::vector<float> logits_after(std::size_t token, const ComputedRun& run) const {
    const auto first = run.hidden.begin() + static_cast<std::ptrdiff_t>(48 * token);
    const PlainRow row = support::plain_logits(model_.weights, {{first, first + 48}}).front();
    return {row.begin(), row.end()};
  }

  const ComputingModel model_{support::tiny_model(GetParam()),
                              1.6F};  // nothing of this prompt is clipped
  const std::vector<TokenId> prompt_ = model_.tokens(kTokens);
};

TEST_P(Int8Arithmetic, RoundsWhereTheDoubleModelRoundsAndSumsExactly) {
  const std::vector<LayerSteps> steps = engine_steps(model_, prompt_);
  BesideTheEngine beside(model_, steps);
  const PlainRows hidden = support::plain_hidden(model_.weights, prompt_, beside.arithmetic());
  EXPECT_LT(beside.turned(), beside.values() / 500);
  const ComputedRun run = engine_run();
  const PlainRows logits = support::plain_logits(model_.weights, hidden);
  // With the same integers, what is left is fp32's rounding of the residual stream.
  EXPECT_LT(max_abs_difference(logits.back(), run.logits), 1e-5);
}

TEST_P(Int8Arithmetic, OfTheExecutorIsThatOfItsPartsOneByOne) {
  const std::vector<LayerSteps> steps = engine_steps(model_, prompt_);
  ComputedRun run = engine_run();
  for (std::int32_t layer = 0; layer < 2; ++layer) {
    const auto same = [&](SubgraphKind kind, const Matrix<std::int32_t>& result) {
      const std::int32_t* first = result.view().data;
      const std::vector<std::int32_t> numbers(first, first + result.rows() * result.columns());
      EXPECT_EQ((run.results[{kind, layer}]), numbers) << name_of(kind) << "." << layer;
    };
    same(SubgraphKind::kQkv, steps[static_cast<std::size_t>(layer)].qkv);
    same(SubgraphKind::kOutput, steps[static_cast<std::size_t>(layer)].output);
    same(SubgraphKind::kFfn, steps[static_cast<std::size_t>(layer)].ffn);
  }
}

// A value at a boundary that turns over another way (some in a hundred thousand do) moves its
// token's logits by about 0.05 here, as any step of int8 does, and later tokens' a little: so it is
// the most of the tokens that must have nothing but fp32's rounding.
TEST_P(Int8Arithmetic, GivesTheLogitsOfTheDoubleModelThatRunsByItself) {
  const ComputedRun run = engine_run();
  const PlainRows w8a8 = logits(support::plain_w8a8(model_.weights, model_.scales));
  const PlainRows exact = logits(support::plain_float(model_.weights));
  std::int64_t same = 0;
  for (std::size_t token = 0; token < prompt_.size(); ++token) {
    const std::vector<float> found = logits_after(token, run);
    if (max_abs_difference(w8a8[token], found) < 1e-5) ++same;
    EXPECT_GT(max_abs_difference(exact[token], found), 1e-3) << "quantisation costs nothing";
  }
  EXPECT_GE(same, kTokens * 4 / 5);
}

INSTANTIATE_TEST_SUITE_P(Tiny, Int8Arithmetic, ::testing::ValuesIn(model_names()),
                         support::architecture_name);

}  // namespace
}  // namespace mllm_npu
