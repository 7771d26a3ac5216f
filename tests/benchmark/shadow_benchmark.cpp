// What a shadow takes on this machine beside the int8 product that it stands beside, at the shapes
// of Qwen1.5-1.8B. No target: the machines differ, and so do phones (`mllm-npu reproduce
// shadow-share`).

#include <unistd.h>

#include <chrono>
#include <cmath>
#include <filesystem>

#include <benchmark/benchmark.h>

#include "engine/execute/shadow_values.h"
#include "engine/kernels/int8_matmul.h"
#include "engine/model/model_catalog.h"
#include "tests/kernels/matrices.h"

namespace mllm_npu {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t kRows = 256;
constexpr double kHotChannelShare = 0.03;  // §3.3

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

// The linears of one block that read `input`, as one int8 product and as a shadow.
class Linears {
 public:
  explicit Linears(LinearInput input) : input_(input), model_(find_model("qwen1.5-1.8b")) {
    model_.num_hidden_layers = 1;
    std::vector<LinearPlace> places;
    for (const LinearShape& linear : block_linears(model_)) {
      if (input_of(linear.role) != input) continue;
      places.emplace_back(0, linear.role);
      width_ = linear.k;
      outputs_ += linear.n;
    }
    weights_ = support::random_bytes(outputs_, width_, 2);
    hot_ = std::lround(std::ceil(kHotChannelShare * static_cast<double>(width_)));
    for (std::int64_t i = 0; i < hot_; ++i) {
      channels_[0][static_cast<std::size_t>(input)].push_back(
          static_cast<std::int32_t>(i * (width_ / hot_)));
    }
    write(places);
  }

  // The file goes at once: it stays mapped.
  ShadowWeights open_shadow() const {
    ShadowWeights weights(path_, model_, channels_);
    std::filesystem::remove(path_);
    return weights;
  }
  // Inputs of which `outliers` hot channels exceed the scale of 1 in every row.
  Matrix<float> input_rows(std::int64_t outliers) const {
    Matrix<float> x = support::random_floats(kRows, width_, 1, 100);
    for (std::int64_t row = 0; row < kRows; ++row) {
      for (std::int64_t i = 0; i < outliers; ++i) {
        const auto& hot = channels_[0][static_cast<std::size_t>(input_)];
        x(row, hot[static_cast<std::size_t>(i)]) = row % 2 == 0 ? 1000 : -1000;
      }
    }
    return x;
  }

  const ModelConfig& model() const { return model_; }
  const Matrix<std::int8_t>& weights() const { return weights_; }
  std::int64_t width() const { return width_; }
  std::int64_t outputs() const { return outputs_; }

 private:
  void write(const std::vector<LinearPlace>& places) {
    path_ = std::filesystem::temp_directory_path() /
            ("mllm-npu-shadow-" + std::to_string(::getpid()) + ".safetensors");
    ShadowFileWriter writer(path_, model_, places);
    std::int64_t first = 0;
    for (const LinearShape& linear : block_linears(model_)) {
      if (input_of(linear.role) != input_) continue;
      writer.append(
          0, linear.role,
          {.numbers = {}, .steps = std::as_const(weights_).view().row_range(first, linear.n)});
      first += linear.n;
    }
    writer.finish();
  }

  LinearInput input_;
  ModelConfig model_;
  std::int64_t width_ = 0;
  std::int64_t outputs_ = 0;
  std::int64_t hot_ = 0;
  Matrix<std::int8_t> weights_;  // [outputs, inputs], one linear below the other
  ShadowWeights::HotChannels channels_{1};
  std::filesystem::path path_;
};

// Both take turns, so that what else the machine does slows down both. The time that is reported is
// the shadow's; `int8` is the product's, `time_share` the one over the other, in %; `memory_share`
// what the hot rows take over the int8 weights, in %. Argument: outlier channels of 10,000, in
// every row; of 2048 channels at 10 that is three.
void shadow_product(benchmark::State& state, LinearInput input) {
  const Linears linears(input);
  const double share = static_cast<double>(state.range(0)) / 10000;
  const auto outliers = std::lround(std::ceil(share * static_cast<double>(linears.width())));
  const ShadowWeights shadow_weights = linears.open_shadow();
  ShadowValues shadow(linears.model(), shadow_weights, kRows);
  const Matrix<float> x = linears.input_rows(outliers);
  for (std::int64_t row = 0; row < kRows; ++row) shadow.collect(0, input, row, x.row(row), 1);
  const PackedInt8Weights packed(linears.weights().view());
  const Int8Matmul product(packed, kRows);
  const Matrix<std::int8_t> clipped = support::random_bytes(kRows, linears.width(), 3);
  Matrix<std::int32_t> sums(kRows, linears.outputs());
  double int8_time = 0;
  double shadow_time = 0;
  for (auto _ : state) {
    const Clock::time_point begin = Clock::now();
    product.run(clipped.view(), sums.view());
    int8_time += seconds_since(begin);
    const Clock::time_point middle = Clock::now();
    shadow.multiply(0, input, kRows);
    const double spent = seconds_since(middle);
    shadow_time += spent;
    state.SetIterationTime(spent);
  }
  const auto weights = static_cast<double>(linears.width() * linears.outputs());
  state.counters["channels"] = static_cast<double>(outliers);
  state.counters["int8_ms"] = 1e3 * int8_time / static_cast<double>(state.iterations());
  state.counters["time_share"] = 100 * shadow_time / int8_time;
  state.counters["memory_share"] = 100 * static_cast<double>(shadow_weights.hot_bytes()) / weights;
}

void outlier_shares(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgName("outliers_per_10000")->Arg(10)->Arg(20)->Arg(30);
  benchmark->UseManualTime()->Unit(benchmark::kMillisecond);
}
BENCHMARK_CAPTURE(shadow_product, qkv, LinearInput::kQkv)->Apply(outlier_shares);
BENCHMARK_CAPTURE(shadow_product, output, LinearInput::kOutput)->Apply(outlier_shares);
BENCHMARK_CAPTURE(shadow_product, gate_up, LinearInput::kGateUp)->Apply(outlier_shares);
BENCHMARK_CAPTURE(shadow_product, down, LinearInput::kDown)->Apply(outlier_shares);

}  // namespace
}  // namespace mllm_npu
