#include "engine/checkpoint/stored_tensor.h"

#include <bit>
#include <cstring>
#include <functional>
#include <numeric>

#include "engine/checkpoint/block_formats.h"

namespace mllm_npu {
namespace {

static_assert(std::endian::native == std::endian::little, "files hold little-endian numbers");

// Numbers of 16 bits; `bytes` may begin anywhere.
template <class Number>
void read_halves(const std::byte* bytes, std::span<float> out) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    std::uint16_t bits = 0;
    std::memcpy(&bits, bytes + 2 * i, sizeof bits);
    out[i] = static_cast<float>(Eigen::numext::bit_cast<Number>(bits));
  }
}

void read_row(StorageFormat format, std::span<const std::byte> row, std::span<float> out) {
  switch (format) {
    case StorageFormat::kF32:
      if (!out.empty()) std::memcpy(out.data(), row.data(), row.size());
      return;
    case StorageFormat::kF16:
      return read_halves<Eigen::half>(row.data(), out);
    case StorageFormat::kBf16:
      return read_halves<Eigen::bfloat16>(row.data(), out);
    case StorageFormat::kQ8_0:
    case StorageFormat::kQ4_0:
    case StorageFormat::kQ4K:
    case StorageFormat::kQ6K:
      return dequantize_row(format, row, out);
  }
  MLLM_NPU_CHECK(false, "format " + std::to_string(static_cast<int>(format)));
}

// Where the file keeps row `row` of heads that are `head` rows high each, interleaved in pairs.
std::int64_t interleaved_place(std::int64_t row, std::int64_t head) {
  const std::int64_t within = row % head;
  const std::int64_t half = head / 2;
  return row - within + (within < half ? 2 * within : 2 * (within - half) + 1);
}

std::int64_t head_rows(const StoredTensor& tensor, std::int64_t all) {
  const std::int64_t head = all / tensor.interleaved_heads;
  MLLM_NPU_CHECK(head * tensor.interleaved_heads == all && head % 2 == 0, tensor.name);
  return head;
}

// A bias is one row whose numbers, not rows, belong to heads.
void put_in_halves(std::span<float> bias, std::int64_t head) {
  const std::vector<float> stored(bias.begin(), bias.end());
  for (std::size_t i = 0; i < bias.size(); ++i) {
    const std::int64_t place = interleaved_place(static_cast<std::int64_t>(i), head);
    bias[i] = stored[static_cast<std::size_t>(place)];
  }
}

}  // namespace

std::int64_t StoredTensor::rows() const {
  if (shape.empty()) return 1;
  return std::accumulate(shape.begin(), shape.end() - 1, std::int64_t{1}, std::multiplies<>());
}

std::int64_t StoredTensor::columns() const { return shape.empty() ? 1 : shape.back(); }

void read_rows(const StoredTensor& tensor, std::int64_t first_row, MatrixView<float> out) {
  MLLM_NPU_CHECK(out.columns == tensor.columns() && first_row >= 0 && out.rows >= 0 &&
                     first_row + out.rows <= tensor.rows(),
                 tensor.name + ", rows " + std::to_string(first_row) + " + " +
                     std::to_string(out.rows) + " of " + std::to_string(tensor.rows()));
  const auto row_bytes = static_cast<std::size_t>(tensor.columns() / block_length(tensor.format) *
                                                  block_bytes(tensor.format));
  const bool heads_of_rows = tensor.interleaved_heads > 0 && tensor.shape.size() > 1;
  const std::int64_t head = heads_of_rows ? head_rows(tensor, tensor.rows()) : 0;
  for (std::int64_t i = 0; i < out.rows; ++i) {
    const std::int64_t row = first_row + i;
    const auto place = static_cast<std::size_t>(head > 0 ? interleaved_place(row, head) : row);
    read_row(tensor.format, tensor.bytes.subspan(place * row_bytes, row_bytes), out.row(i));
  }
  if (tensor.interleaved_heads > 0 && tensor.shape.size() == 1 && out.rows > 0) {
    put_in_halves(out.row(0), head_rows(tensor, tensor.columns()));
  }
}

}  // namespace mllm_npu
