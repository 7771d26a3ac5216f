#include "engine/base/parallel.h"

namespace mllm_npu {

void parallel_for(std::int64_t count, FunctionRef<void(std::int64_t)> body) {
#ifdef _OPENMP
#pragma omp parallel for schedule(dynamic) if (count > 1)
#endif
  for (std::int64_t i = 0; i < count; ++i) body(i);
}

}  // namespace mllm_npu
