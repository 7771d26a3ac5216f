#include "engine/checkpoint/plain_rows.h"

#include <atomic>
#include <cmath>
#include <cstring>

#include "engine/base/parallel.h"

namespace mllm_npu {
namespace {

constexpr std::size_t kPart = std::size_t{1} << 17;

template <class Number>
bool round_part(std::span<const float> numbers, std::byte* out) {
  bool fits = true;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const Number rounded(numbers[i]);
    fits = fits && (std::isfinite(static_cast<float>(rounded)) || !std::isfinite(numbers[i]));
    const auto bits = Eigen::numext::bit_cast<std::uint16_t>(rounded);
    std::memcpy(out + 2 * i, &bits, sizeof bits);
  }
  return fits;
}

template <class Number>
bool round_all(std::span<const float> numbers, std::vector<std::byte>& out) {
  out.resize(2 * numbers.size());
  std::atomic<bool> fits = true;
  const auto parts = static_cast<std::int64_t>((numbers.size() + kPart - 1) / kPart);
  parallel_for(parts, [&](std::int64_t part) {
    const std::size_t begin = static_cast<std::size_t>(part) * kPart;
    const auto some = numbers.subspan(begin, std::min(kPart, numbers.size() - begin));
    if (!round_part<Number>(some, out.data() + 2 * begin)) fits = false;
  });
  return fits;
}

}  // namespace

bool to_plain(StorageFormat format, std::span<const float> numbers, std::vector<std::byte>& out) {
  if (format == StorageFormat::kF16) return round_all<Eigen::half>(numbers, out);
  if (format == StorageFormat::kBf16) return round_all<Eigen::bfloat16>(numbers, out);
  MLLM_NPU_CHECK(format == StorageFormat::kF32, std::string(name_of(format)));
  out.resize(numbers.size_bytes());
  if (!out.empty()) std::memcpy(out.data(), numbers.data(), out.size());
  return true;
}

}  // namespace mllm_npu
