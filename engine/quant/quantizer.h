#pragma once

// A way of computing linears with fewer bits, behind one interface, so that the methods of §4.4 can
// be compared on the same model: each gets the float weights and what a calibration corpus showed
// about their input, and hands back linears that are really computed as the method computes them.

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "engine/model/model_config.h"
#include "engine/tensor/matrix.h"

namespace mllm_npu {

// The linears that read one input: q, k and v; gate and up; or one alone (o, down).
struct LinearGroup {
  std::int64_t layer = 0;
  std::vector<LinearRole> roles;
  std::vector<MatrixView<const float>> weights;  // of each role, [outputs, inputs]
};

// What a corpus showed about that input.
struct InputStatistics {
  std::vector<float> channel_max_abs;  // [inputs]
  Matrix<float> sample;                // [rows, inputs], some rows of the corpus
};

// A linear as a method computes it. Safe to use from several threads at once.
class QuantizedLinear {
 public:
  virtual ~QuantizedLinear() = default;

  // y = x · weightᵀ, without bias. x: [rows, inputs], any number of rows; y: [rows, outputs].
  virtual void apply(MatrixView<const float> x, MatrixView<float> y) const = 0;
};

class Quantizer {
 public:
  virtual ~Quantizer() = default;

  // As in results, e.g. "smooth-quant".
  virtual std::string_view name() const = 0;

  // One linear for each of the group's. `group` and `input` need not outlive the result.
  virtual std::vector<std::unique_ptr<QuantizedLinear>> quantize(
      const LinearGroup& group, const InputStatistics& input) const = 0;
};

}  // namespace mllm_npu
