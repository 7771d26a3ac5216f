// How fast the arithmetic is on this machine. No target: the machines differ.

#include <algorithm>

#include <benchmark/benchmark.h>

#include "engine/kernels/int8_matmul.h"
#include "tests/support/random.h"

namespace mllm_npu {
namespace {

// Rows, inputs, outputs.
void int8_matmul(benchmark::State& state, Int8Path path) {
  support::Random random(1);
  Matrix<std::int8_t> x(state.range(0), state.range(1));
  Matrix<std::int8_t> w(state.range(2), state.range(1));
  for (auto* matrix : {&x, &w}) {
    for (std::int64_t row = 0; row < matrix->rows(); ++row) {
      for (auto& value : matrix->row(row)) {
        value = static_cast<std::int8_t>(random.between(-128, 127));
      }
    }
  }
  Matrix<std::int32_t> y(x.rows(), w.rows());
  const PackedInt8Weights weights(w.view(), path);
  const Int8Matmul product(weights, x.rows());
  for (auto _ : state) product.run(x.view(), y.view());
  state.counters["operations"] =
      benchmark::Counter(static_cast<double>(2 * x.rows() * w.rows() * w.columns()),
                         benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK_CAPTURE(int8_matmul, pairs, Int8Path::kPairs)
    ->ArgsProduct({{1, 64, 256}, {2048}, {2048, 5504}})
    ->Args({256, 5504, 2048})
    ->UseRealTime();
BENCHMARK_CAPTURE(int8_matmul, onednn, Int8Path::kOneDnn)
    ->ArgsProduct({{1, 64, 256}, {2048}, {2048, 5504}})
    ->Args({256, 5504, 2048})
    ->UseRealTime();

}  // namespace
}  // namespace mllm_npu
