#pragma once

namespace mllm_npu {

// Generates no code. GCC 12 moves the additions of a loop with a dozen running sums behind each
// other, runs out of registers and takes twice as long; said after an addition, this holds it where
// it stands. (Vectors of 16 bytes are arrays here: see highway_targets.h.)
template <class Vector>
[[gnu::always_inline]] inline void keep_in_register([[maybe_unused]] Vector& vector) {
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__)
  if constexpr (sizeof(Vector) > 16) asm("" : "+v"(vector.raw));
#endif
}

}  // namespace mllm_npu
