#pragma once

// The one product of a quantized model: int8 times int8, summed up exactly in int32.
//
// oneDNN multiplies, where this machine lets it be exact. Before VNNI it adds pairs of products in
// 16 bits, which saturate: two factors of 128 and 127 are enough. There our own vector code takes
// its place. It adds pairs of products in 32 bits, which is exact and costs no more than oneDNN
// would with weights cut into two halves that do not saturate.

#include <cstdint>
#include <memory>

#include "engine/tensor/matrix.h"

namespace mllm_npu {

class OneDnnInt8Matmul;

// Who multiplies. kOneDnn is only as exact as the machine (see above); kPairs is, everywhere.
enum class Int8Path { kOneDnn, kPairs };

// oneDNN where a product of the worst cases comes out right on this machine, else kPairs. The
// answer is found out by the first call.
Int8Path exact_int8_path();

// Sums of more products than this could leave int32: 128 · 128 · 131071 < 2^31.
inline constexpr std::int64_t kMaxInt8Inputs = 131071;

// The weights of a linear in the layout that the product reads best; the numbers are copied.
// Products of any row count share them.
class PackedInt8Weights {
 public:
  // weights: [outputs, inputs], any stride.
  // REQUIRES: neither is 0; inputs <= kMaxInt8Inputs.
  explicit PackedInt8Weights(MatrixView<const std::int8_t> weights,
                             Int8Path path = exact_int8_path());
  ~PackedInt8Weights();
  PackedInt8Weights(PackedInt8Weights&&) noexcept;
  PackedInt8Weights& operator=(PackedInt8Weights&&) noexcept;

  std::int64_t inputs() const;
  std::int64_t outputs() const;
  // What the packed numbers take in memory, padding included.
  std::int64_t bytes() const;

 private:
  friend class Int8Matmul;
  struct Packed;
  std::unique_ptr<Packed> packed_;
};

// y = x · wᵀ for a fixed number of rows; what has to be prepared once, is.
class Int8Matmul {
 public:
  // `weights` must outlive this, but may be moved. REQUIRES: rows > 0.
  Int8Matmul(const PackedInt8Weights& weights, std::int64_t rows);
  ~Int8Matmul();
  Int8Matmul(Int8Matmul&&) noexcept;
  Int8Matmul& operator=(Int8Matmul&&) noexcept;

  std::int64_t rows() const { return rows_; }

  // x: [rows, inputs], y: [rows, outputs]. Runs on all cores; one call at a time.
  // REQUIRES: both are contiguous (stride = columns).
  void run(MatrixView<const std::int8_t> x, MatrixView<std::int32_t> y) const;

 private:
  const PackedInt8Weights::Packed* weights_;
  std::int64_t rows_;
  std::unique_ptr<OneDnnInt8Matmul> onednn_;  // or none
};

}  // namespace mllm_npu
