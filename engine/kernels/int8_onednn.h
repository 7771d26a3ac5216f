#pragma once

#include <cstdint>
#include <memory>

#include "engine/tensor/matrix.h"

namespace mllm_npu {

// oneDNN's int8 product; what Int8Path::kOneDnn does. Exact only where pairs of products are not
// added in 16 bits: see int8_matmul.h.

// Weights in the layout that oneDNN asks for.
class OneDnnInt8Weights {
 public:
  explicit OneDnnInt8Weights(MatrixView<const std::int8_t> weights);
  ~OneDnnInt8Weights();

  std::int64_t bytes() const;

 private:
  friend class OneDnnInt8Matmul;
  struct Packed;
  std::unique_ptr<Packed> packed_;
};

// The product with a fixed number of rows.
class OneDnnInt8Matmul {
 public:
  // `weights` must outlive this.
  OneDnnInt8Matmul(const OneDnnInt8Weights& weights, std::int64_t rows);
  ~OneDnnInt8Matmul();

  // One call at a time. REQUIRES: both are contiguous.
  void run(MatrixView<const std::int8_t> x, MatrixView<std::int32_t> y);

 private:
  struct Prepared;
  std::unique_ptr<Prepared> prepared_;
};

}  // namespace mllm_npu
