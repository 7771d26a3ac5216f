#pragma once

// A rotation that spreads one large channel over many: random signs, then a Hadamard matrix.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/tensor/matrix.h"

namespace mllm_npu {

// A matrix of ±1 whose rows are orthogonal, by Paley's first construction for size − 1 = a prime
// 3 modulo 4, else by his second for size / 2 − 1 = a prime 1 modulo 4. [size, size], or nothing
// where neither helps; symmetric in the second case.
Matrix<float> paley_matrix(std::int64_t size);

class HadamardRotation {
 public:
  // The rotation R of rows of `size` numbers. With size = odd · 2^k it is, the first that exists:
  //   a Hadamard matrix of size 2^k (odd = 1);
  //   P ⊗ H: a Paley matrix of size odd · 2^j, at most 512 and j as small as can be, times one of
  //   2^(k − j); 2560 = 20 · 128, 14336 = 28 · 512, 384 = 12 · 32;
  //   blocks of 2^k, between which nothing spreads: 11008 = 43 · 256, 5504 = 43 · 128.
  // REQUIRES: size > 0.
  HadamardRotation(std::int64_t size, std::uint64_t seed);

  // x ↦ x · R, in place; lengths and angles stay. REQUIRES: `size` numbers.
  void rotate(std::span<float> x) const;

  std::int64_t outer_size() const { return outer_.rows(); }  // of P; 0 for none
  std::int64_t inner_size() const { return inner_; }         // of H

 private:
  void rotate_outer(std::span<float> x) const;

  std::int64_t inner_;        // a power of two
  Matrix<float> outer_;       // P, or nothing
  std::vector<float> signs_;  // [size], ±1 / √(size of a spread)
};

}  // namespace mllm_npu
