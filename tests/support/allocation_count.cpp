#include "tests/support/allocation_count.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

// The sanitizers watch operator new themselves.
#ifndef MLLM_NPU_SANITIZED

namespace {

std::atomic<std::int64_t> allocations{0};

void* counted(void* memory) {
  ++allocations;
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

// In place of the library's; the other forms call these.
void* operator new(std::size_t size) {
  return counted(std::malloc(std::max(size, std::size_t{1})));
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  const auto step = static_cast<std::size_t>(alignment);
  return counted(
      std::aligned_alloc(step, std::max((size + step - 1) / step, std::size_t{1}) * step));
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(std::max(size, std::size_t{1}));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

namespace mllm_npu::support {

std::optional<std::int64_t> allocation_count() { return allocations; }

}  // namespace mllm_npu::support

#else

namespace mllm_npu::support {

std::optional<std::int64_t> allocation_count() { return {}; }

}  // namespace mllm_npu::support

#endif
