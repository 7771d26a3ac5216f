#pragma once

// Which instruction sets our vector code is compiled for: AVX2, AVX-512 and, for any other machine,
// plain C++ that Highway shapes like 128-bit vectors. Each further one costs seconds of every
// build. To be included before anything of Highway's.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3_DL)

// Before GCC 12.3 Highway avoids these shaped vectors, as that compiler got a high half of a
// product wrong (GCC bug 106322), which we do not use. The tests compare all sets bit for bit.
#define HWY_BROKEN_EMU128 0
