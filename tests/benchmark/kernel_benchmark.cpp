// How fast the arithmetic is on this machine. No target: the machines differ.

#include <benchmark/benchmark.h>

#include "engine/kernels/activation.h"
#include "engine/kernels/attention.h"
#include "engine/kernels/fp32_matmul.h"
#include "engine/kernels/int8_matmul.h"
#include "engine/kernels/normalization.h"
#include "engine/kernels/quantize.h"
#include "engine/kernels/rope.h"
#include "tests/kernels/matrices.h"

namespace mllm_npu {
namespace {

benchmark::Counter rate(std::int64_t count) {
  return {static_cast<double>(count), benchmark::Counter::kIsIterationInvariantRate};
}

// Arguments of products: rows, inputs, outputs.
void int8_product(benchmark::State& state, Int8Path path) {
  const auto x = support::random_bytes(state.range(0), state.range(1), 1);
  const auto w = support::random_bytes(state.range(2), state.range(1), 2);
  Matrix<std::int32_t> y(x.rows(), w.rows());
  const PackedInt8Weights weights(w.view(), path);
  const Int8Matmul product(weights, x.rows());
  for (auto _ : state) product.run(x.view(), y.view());
  state.counters["operations"] = rate(2 * x.rows() * w.rows() * w.columns());
}

void product_shapes(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgsProduct({{1, 64, 256}, {2048}, {2048, 5504}})->UseRealTime();
}
BENCHMARK_CAPTURE(int8_product, pairs, Int8Path::kPairs)->Apply(product_shapes);
// Where exact_int8_path() is kPairs, this one saturates: what exactness costs.
BENCHMARK_CAPTURE(int8_product, onednn, Int8Path::kOneDnn)->Apply(product_shapes);

void fp32_product(benchmark::State& state) {
  const auto x = support::random_floats(state.range(0), state.range(1), 1);
  const auto w = support::random_floats(state.range(2), state.range(1), 2);
  Matrix<float> y(x.rows(), w.rows());
  for (auto _ : state) fp32_matmul(x.view(), w.view(), {}, y.view());
  state.counters["operations"] = rate(2 * x.rows() * w.rows() * w.columns());
}
BENCHMARK(fp32_product)->Apply(product_shapes);

void packed_fp32_product(benchmark::State& state) {
  const auto x = support::random_floats(state.range(0), state.range(1), 1);
  const auto w = support::random_floats(state.range(2), state.range(1), 2);
  Matrix<float> y(x.rows(), w.rows());
  const PackedFp32Weights packed(w.view());
  for (auto _ : state) fp32_matmul(x.view(), packed, {}, y.view());
  state.counters["operations"] = rate(2 * x.rows() * w.rows() * w.columns());
}
BENCHMARK(packed_fp32_product)->Apply(product_shapes);

// A chunk of `rows` queries at the end of a prompt of `length`; 16 heads of 128.
void attend(benchmark::State& state, Dtype dtype) {
  constexpr AttentionShape kShape{.heads = 16, .kv_heads = 16, .head_dim = 128};
  const std::int64_t rows = state.range(0);
  const std::int64_t length = state.range(1);
  KeyValueStore store(16, 128, length, dtype);
  const auto keys = support::random_floats(length, 2048, 1);
  store.write(0, keys.view(), keys.view());
  const auto queries = support::random_floats(rows, 2048, 2, 4);
  Matrix<float> out(rows, 2048);
  for (auto _ : state) attention(queries.view(), length - rows, store, kShape, out.view());
  state.counters["operations"] = rate(4 * 2048 * rows * (2 * length - rows) / 2);
}

void prompt_ends(benchmark::internal::Benchmark* benchmark) {
  benchmark->Args({256, 256})->Args({256, 1024})->Args({1, 1024})->UseRealTime();
}
BENCHMARK_CAPTURE(attend, fp16, Dtype::kFp16)->Apply(prompt_ends);
BENCHMARK_CAPTURE(attend, fp32, Dtype::kFp32)->Apply(prompt_ends);

void write_keys_and_values(benchmark::State& state) {
  KeyValueStore store(16, 128, 256, Dtype::kFp16);
  const auto keys = support::random_floats(256, 2048, 1);
  for (auto _ : state) store.write(0, keys.view(), keys.view());
  state.counters["numbers"] = rate(2 * 256 * 2048);
}
BENCHMARK(write_keys_and_values)->UseRealTime();

// What runs over the rows of a chunk, on one core.
constexpr std::int64_t kNumbers = 256 * 2048;

void over_a_chunk(benchmark::State& state, Activation activation) {
  auto x = support::random_floats(256, 2048, 1, 8);
  for (auto _ : state) activate(activation, {x.view().data, kNumbers});
  state.counters["numbers"] = rate(kNumbers);
}
BENCHMARK_CAPTURE(over_a_chunk, silu, Activation::kSilu);
BENCHMARK_CAPTURE(over_a_chunk, gelu_tanh, Activation::kGeluTanh);

void quantize_chunk(benchmark::State& state) {
  const auto x = support::random_floats(256, 2048, 1, 8);
  Matrix<std::int8_t> q(256, 2048);
  for (auto _ : state) quantize({x.view().data, kNumbers}, 0.05F, {q.view().data, kNumbers});
  state.counters["numbers"] = rate(kNumbers);
}
BENCHMARK(quantize_chunk);

void dequantize_chunk(benchmark::State& state) {
  const Matrix<std::int32_t> sums(256, 2048);
  Matrix<float> y(256, 2048);
  for (auto _ : state)
    dequantize({sums.view().data, kNumbers}, 0.05F, {}, {y.view().data, kNumbers});
  state.counters["numbers"] = rate(kNumbers);
}
BENCHMARK(dequantize_chunk);

void rms_norm_chunk(benchmark::State& state) {
  const auto x = support::random_floats(256, 2048, 1);
  Matrix<float> y(256, 2048);
  for (auto _ : state) {
    for (std::int64_t row = 0; row < 256; ++row) rms_norm(x.row(row), x.row(0), 1e-6, y.row(row));
  }
  state.counters["numbers"] = rate(kNumbers);
}
BENCHMARK(rms_norm_chunk);

void rotate_chunk(benchmark::State& state) {
  auto x = support::random_floats(256, 2048, 1);
  const RotaryTable table(128, 10000, 256);
  for (auto _ : state) rotate(x.view(), 16, 128, table, 0);
  state.counters["numbers"] = rate(kNumbers);
}
BENCHMARK(rotate_chunk)->UseRealTime();

}  // namespace
}  // namespace mllm_npu
