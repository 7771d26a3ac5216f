#pragma once

// AdamW: Adam with weight decay apart from the gradient (Loshchilov and Hutter, 2019).

#include <cstdint>

#include "datasets/reference_model/train/parameters.h"

namespace mllm_npu {

struct AdamOptions {
  double first_decay = 0.9;    // β1
  double second_decay = 0.98;  // β2
  double epsilon = 1e-9;
  double weight_decay = 0.05;  // per unit of the learning rate; of matrices, not of norms
  double largest_norm = 1;     // a longer gradient is shortened to this
};

class Adam {
 public:
  explicit Adam(const ModelConfig& model, const AdamOptions& options = {});

  // One step against `gradient`.
  void step(double rate, const Parameters& gradient, Parameters& parameters);

 private:
  AdamOptions options_;
  Parameters first_;   // running mean of the gradient
  Parameters second_;  // and of its square
  std::int64_t steps_ = 0;
};

}  // namespace mllm_npu
