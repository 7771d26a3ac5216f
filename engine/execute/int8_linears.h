#pragma once

// The int8 products of all blocks for one fixed number of rows: what the NPU's graphs compute, and
// what decoding computes on the CPU with one row.

#include <cstdint>
#include <vector>

#include "engine/execute/quantized_model.h"

namespace mllm_npu {

class Int8Linears {
 public:
  // Makes every product once; no call below allocates. `model` must outlive it.
  Int8Linears(const QuantizedModel& model, std::int64_t rows);

  std::int64_t rows() const { return rows_; }

  // input: [rows, inputs] int8; result: [rows, outputs] int32, one product beside the other as they
  // are packed.
  void qkv(std::int64_t layer, MatrixView<const std::int8_t> input,
           MatrixView<std::int32_t> result) const;
  void output(std::int64_t layer, MatrixView<const std::int8_t> input,
              MatrixView<std::int32_t> result) const;
  void gate_up(std::int64_t layer, MatrixView<const std::int8_t> input,
               MatrixView<std::int32_t> result) const;
  void down(std::int64_t layer, MatrixView<const std::int8_t> input,
            MatrixView<std::int32_t> result) const;
  // Gate and up, activation in float, down: the whole FFN.
  void ffn(std::int64_t layer, MatrixView<const std::int8_t> input,
           MatrixView<std::int32_t> result);

 private:
  struct Block {
    Int8Matmul qkv;
    Int8Matmul output;
    Int8Matmul gate_up;
    Int8Matmul down;
  };

  const QuantizedModel& model_;
  std::int64_t rows_;
  std::vector<Block> blocks_;
  Matrix<std::int32_t> gate_up_;   // [rows, gate and up]
  Matrix<float> inner_;            // [rows, gate and up]
  Matrix<std::int8_t> activated_;  // [rows, intermediate_size]
};

}  // namespace mllm_npu
