#pragma once

// Where a writer takes a model's weights from: an open checkpoint, or random numbers.

#include <cstdint>
#include <functional>

#include "engine/checkpoint/checkpoint.h"
#include "engine/model/weight_layout.h"
#include "engine/tensor/matrix.h"

namespace mllm_npu {

class WeightSource {
 public:
  virtual ~WeightSource() = default;

  virtual const ModelConfig& model() const = 0;

  // Floats of the rows [first_row, first_row + out.rows) of the weight `id`; a norm or a bias is
  // one row. Rotary rows come in halves, as StoredTensor says. REQUIRES: `id` is in
  // weight_layout(model()), and has these rows and out.columns columns. May be called from several
  // threads.
  virtual void read_rows(const WeightId& id, std::int64_t first_row,
                         MatrixView<float> out) const = 0;
};

// The weights of an open checkpoint, which must outlive this.
class CheckpointWeights : public WeightSource {
 public:
  // `checkpoint` must outlive it.
  explicit CheckpointWeights(const Checkpoint& checkpoint) : checkpoint_(checkpoint) {}
  explicit CheckpointWeights(Checkpoint&&) = delete;

  const ModelConfig& model() const override { return checkpoint_.model(); }
  void read_rows(const WeightId& id, std::int64_t first_row, MatrixView<float> out) const override;

 private:
  const Checkpoint& checkpoint_;
};

// A writer tells how many numbers it has written so far, of parameter_count(model): 0 when all is
// checked that can be before the first, then after each part of at most some millions.
using WriteProgress = std::function<void(std::int64_t numbers)>;

// Rows and columns as read_rows() counts them.
std::int64_t row_count(const WeightShape& weight);
std::int64_t column_count(const WeightShape& weight);

// Calls `take(first_row, rows)` with all rows of `weight` in order, as floats, in parts of
// about 16 MB: never the whole weight.
void for_row_parts(const WeightSource& source, const WeightShape& weight,
                   const std::function<void(std::int64_t, MatrixView<const float>)>& take);

}  // namespace mllm_npu
