#include "experiments/accuracy/for_all.h"

#include <exception>
#include <mutex>

#include "engine/base/parallel.h"

namespace mllm_npu {

void for_all(std::size_t count, FunctionRef<void(std::size_t)> body) {
  std::exception_ptr failure;
  std::mutex mutex;
  parallel_for(static_cast<std::int64_t>(count), [&](std::int64_t index) {
    try {
      body(static_cast<std::size_t>(index));
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
    }
  });
  if (failure) std::rethrow_exception(failure);
}

}  // namespace mllm_npu
