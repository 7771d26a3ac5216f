#include "baselines/quantizers/hadamard_rotation.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <string>

#include "engine/base/check.h"

namespace mllm_npu {
namespace {

constexpr std::int64_t kLargestOuter = 512;

bool is_prime(std::int64_t number) {
  for (std::int64_t factor = 2; factor * factor <= number; ++factor) {
    if (number % factor == 0) return false;
  }
  return number > 1;
}

// [prime]: 1 for squares, −1 for others, 0 for 0.
std::vector<float> quadratic_characters(std::int64_t prime) {
  std::vector<float> characters(static_cast<std::size_t>(prime), -1);
  for (std::int64_t i = 1; i < prime; ++i) characters[static_cast<std::size_t>(i * i % prime)] = 1;
  characters[0] = 0;
  return characters;
}

// Jacobsthal's matrix with a border of ones, the left one times `left`: [prime + 1, prime + 1] with
// zeros on the diagonal, and C Cᵀ = prime · I.
Matrix<float> conference_matrix(std::int64_t prime, float left) {
  const std::vector<float> characters = quadratic_characters(prime);
  Matrix<float> matrix(prime + 1, prime + 1);
  for (std::int64_t row = 0; row < prime; ++row) {
    matrix(0, row + 1) = 1;
    matrix(row + 1, 0) = left;
    for (std::int64_t column = 0; column < prime; ++column) {
      matrix(row + 1, column + 1) =
          characters[static_cast<std::size_t>((row - column + prime) % prime)];
    }
  }
  return matrix;
}

// I + C with a C that is skew.
Matrix<float> first_paley(std::int64_t prime) {
  Matrix<float> matrix = conference_matrix(prime, -1);
  for (std::int64_t i = 0; i < matrix.rows(); ++i) matrix(i, i) = 1;
  return matrix;
}

// A symmetric C whose 0 becomes (1 −1; −1 −1) and whose ±1 become ±(1 1; 1 −1).
Matrix<float> second_paley(std::int64_t prime) {
  const Matrix<float> conference = conference_matrix(prime, 1);
  Matrix<float> matrix(2 * conference.rows(), 2 * conference.rows());
  for (std::int64_t row = 0; row < conference.rows(); ++row) {
    for (std::int64_t column = 0; column < conference.rows(); ++column) {
      const float c = conference(row, column);
      const float zero = c == 0 ? 1.0F : 0.0F;
      matrix(2 * row, 2 * column) = c + zero;
      matrix(2 * row, 2 * column + 1) = c - zero;
      matrix(2 * row + 1, 2 * column) = c - zero;
      matrix(2 * row + 1, 2 * column + 1) = -c - zero;
    }
  }
  return matrix;
}

// x ↦ x · H, unscaled, for a power of two.
void butterflies(std::span<float> x) {
  for (std::size_t half = 1; half < x.size(); half *= 2) {
    for (std::size_t first = 0; first < x.size(); first += 2 * half) {
      for (std::size_t i = first; i < first + half; ++i) {
        const float a = x[i];
        const float b = x[i + half];
        x[i] = a + b;
        x[i + half] = a - b;
      }
    }
  }
}

}  // namespace

Matrix<float> paley_matrix(std::int64_t size) {
  const std::int64_t first = size - 1;
  if (first % 4 == 3 && is_prime(first)) return first_paley(first);
  const std::int64_t second = size / 2 - 1;
  if (size % 2 == 0 && second % 4 == 1 && is_prime(second)) return second_paley(second);
  return {};
}

HadamardRotation::HadamardRotation(std::int64_t size, std::uint64_t seed)
    : inner_(size & -size), signs_(static_cast<std::size_t>(size)) {
  MLLM_NPU_CHECK(size > 0, std::to_string(size));
  const std::int64_t odd = size / inner_;
  for (std::int64_t power = 1; odd > 1 && power <= inner_ && odd * power <= kLargestOuter;
       power *= 2) {
    outer_ = paley_matrix(odd * power);
    if (outer_.rows() == 0) continue;
    inner_ /= power;
    break;
  }
  const std::int64_t spread = inner_ * std::max<std::int64_t>(outer_.rows(), 1);
  const float length = 1 / std::sqrt(static_cast<float>(spread));
  std::mt19937_64 random(seed);
  for (float& sign : signs_) sign = random() % 2 == 0 ? length : -length;
}

void HadamardRotation::rotate(std::span<float> x) const {
  MLLM_NPU_CHECK(x.size() == signs_.size(), std::to_string(x.size()));
  for (std::size_t i = 0; i < x.size(); ++i) x[i] *= signs_[i];
  const auto inner = static_cast<std::size_t>(inner_);
  for (std::size_t first = 0; first < x.size(); first += inner) {
    butterflies(x.subspan(first, inner));
  }
  if (outer_.rows() > 0) rotate_outer(x);
}

// Block i of the result is the sum over j of x's block j · P(j, i).
void HadamardRotation::rotate_outer(std::span<float> x) const {
  const EigenRowMajor<float> blocks =
      as_eigen(MatrixView<const float>(x.data(), outer_.rows(), inner_));
  as_eigen(MatrixView<float>(x.data(), outer_.rows(), inner_)).noalias() =
      as_eigen(outer_.view()).transpose() * blocks;
}

}  // namespace mllm_npu
