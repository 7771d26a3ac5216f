#include "datasets/reference_model/train/products.h"

#include <dnnl.h>

#include "engine/base/check.h"

namespace mllm_npu {
namespace {

void multiply(char x_form, MatrixView<const float> x, char w_form, MatrixView<const float> w,
              MatrixView<float> y, Into into, float scale) {
  const bool x_transposed = x_form == 'T';
  const bool w_transposed = w_form == 'T';
  const std::int64_t depth = x_transposed ? x.rows : x.columns;
  MLLM_NPU_CHECK((x_transposed ? x.columns : x.rows) == y.rows &&
                     (w_transposed ? w.columns : w.rows) == depth &&
                     (w_transposed ? w.rows : w.columns) == y.columns,
                 std::to_string(y.rows) + " x " + std::to_string(y.columns));
  const dnnl_status_t status =
      dnnl_sgemm(x_form, w_form, y.rows, y.columns, depth, scale, x.data, x.stride, w.data,
                 w.stride, into == Into::kAdd ? 1.0F : 0.0F, y.data, y.stride);
  MLLM_NPU_CHECK(status == dnnl_success, std::to_string(status));
}

}  // namespace

void multiply_transposed(MatrixView<const float> x, MatrixView<const float> w, MatrixView<float> y,
                         Into into, float scale) {
  multiply('N', x, 'T', w, y, into, scale);
}

void multiply_plain(MatrixView<const float> x, MatrixView<const float> w, MatrixView<float> y,
                    Into into, float scale) {
  multiply('N', x, 'N', w, y, into, scale);
}

void multiply_first_transposed(MatrixView<const float> x, MatrixView<const float> w,
                               MatrixView<float> y, Into into, float scale) {
  multiply('T', x, 'N', w, y, into, scale);
}

void cap_product_instructions() { static_cast<void>(dnnl_set_max_cpu_isa(dnnl_cpu_isa_avx2)); }

}  // namespace mllm_npu
