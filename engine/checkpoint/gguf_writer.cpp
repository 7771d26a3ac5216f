#include "engine/checkpoint/gguf_writer.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/base/check.h"
#include "engine/base/input_error.h"
#include "engine/base/output_file.h"
#include "engine/base/parallel.h"
#include "engine/checkpoint/block_formats.h"
#include "engine/checkpoint/gguf_config.h"
#include "engine/checkpoint/gguf_header.h"
#include "engine/checkpoint/gguf_names.h"
#include "engine/checkpoint/plain_rows.h"

namespace mllm_npu {
namespace {

constexpr std::int64_t kPartNumbers = std::int64_t{1} << 20;
constexpr float kLargestQ8 = 127 * 65504.0F;  // the scale is in fp16

// llama.cpp's number of the mixture, for general.file_type.
std::uint32_t file_type(StorageFormat format) {
  switch (format) {
    case StorageFormat::kF32:
      return 0;
    case StorageFormat::kF16:
      return 1;
    case StorageFormat::kQ8_0:
      return 7;
    default:
      MLLM_NPU_CHECK(false, std::string(name_of(format)));
  }
}

// Replaces `out` by `rows` in `format`; false when it cannot hold them.
bool encode(StorageFormat format, MatrixView<const float> rows, std::vector<std::byte>& out) {
  const auto count = static_cast<std::size_t>(rows.rows * rows.columns);
  const std::span<const float> numbers(rows.data, count);
  if (format != StorageFormat::kQ8_0) return to_plain(format, numbers, out);
  const auto fits = [](float number) { return std::abs(number) <= kLargestQ8; };  // NaN does not
  if (!std::all_of(numbers.begin(), numbers.end(), fits)) return false;
  // Rows are whole blocks, so that blocks may be counted through all of them.
  constexpr std::size_t kNumbers = 32;
  constexpr std::size_t kBytes = 34;
  constexpr std::size_t kPartBlocks = 1024;
  const std::size_t blocks = count / kNumbers;
  out.resize(blocks * kBytes);
  const auto parts = static_cast<std::int64_t>((blocks + kPartBlocks - 1) / kPartBlocks);
  parallel_for(parts, [&](std::int64_t part) {
    const std::size_t begin = static_cast<std::size_t>(part) * kPartBlocks;
    const std::size_t some = std::min(kPartBlocks, blocks - begin);
    quantize_row_q8_0(numbers.subspan(begin * kNumbers, some * kNumbers),
                      std::span(out).subspan(begin * kBytes, some * kBytes));
  });
  return true;
}

GgufTensorInfo info_of(const WeightShape& weight, StorageFormat format) {
  if (weight.shape.size() < 2) format = StorageFormat::kF32;
  const bool whole_blocks = weight.shape.back() % block_length(format) == 0;
  return {.name = gguf_name(weight.id),
          .format = whole_blocks ? format : StorageFormat::kF16,
          .shape = weight.shape};
}

class Writer {
 public:
  Writer(const std::filesystem::path& path, const WeightSource& source,
         const GgufWriteOptions& options, const GgufArchitecture& architecture)
      : path_(path.string()),
        file_(path),
        source_(source),
        options_(options),
        interleave_(architecture.interleaved_heads) {}

  void append_header(const GgufMetadata& metadata, const std::vector<GgufTensorInfo>& tensors) {
    if (options_.progress) options_.progress(0);
    file_.append(gguf_header(metadata, tensors));
  }

  void append_weight(const WeightShape& weight, const GgufTensorInfo& info) {
    const std::int64_t heads = heads_of(weight.id.role);
    if (heads > 0 && weight.shape.size() > 1) {
      append_interleaved(weight, info, heads);
    } else {
      for_row_parts(source_, weight, [&](std::int64_t, MatrixView<const float> rows) {
        append_part(weight.id, info, rows, heads);
      });
    }
    const std::uint64_t size = byte_count(info);
    file_.append(std::string(padded(size) - size, '\0'));
  }

  void finish() { file_.finish(); }

 private:
  // Heads whose rows are to be interleaved; 0: none are.
  std::int64_t heads_of(WeightRole role) const {
    if (interleave_ && role == WeightRole::kQ) return source_.model().num_attention_heads;
    if (interleave_ && role == WeightRole::kK) return source_.model().num_key_value_heads;
    return 0;
  }

  // Rows of the two halves of a head alternate: x0, x of d/2, x1, ...
  void append_interleaved(const WeightShape& weight, const GgufTensorInfo& info,
                          std::int64_t heads) {
    const std::int64_t columns = column_count(weight);
    const std::int64_t half = row_count(weight) / heads / 2;
    const std::int64_t most = std::min(half, std::max(kPartNumbers / columns / 2, std::int64_t{1}));
    Matrix<float> part(2 * most, columns);
    for (std::int64_t head = 0; head < heads; ++head) {
      for (std::int64_t first = 0; first < half; first += most) {
        const std::int64_t pairs = std::min(most, half - first);
        const std::int64_t row = head * 2 * half + first;
        source_.read_rows(weight.id, row, {part.view().data, pairs, columns, 2 * columns});
        source_.read_rows(weight.id, row + half,
                          {part.view().data + columns, pairs, columns, 2 * columns});
        append_rows(info, part.view().row_range(0, 2 * pairs));
      }
    }
  }

  // Norms and biases need a change, rows of matrices none.
  void append_part(const WeightId& id, const GgufTensorInfo& info, MatrixView<const float> rows,
                   std::int64_t heads) {
    const bool one_less = source_.model().normalization == Normalization::kRmsNormPlusOne;
    if (!(one_less && is_norm(id.role)) && heads == 0) return append_rows(info, rows);
    Matrix<float> changed(1, rows.columns);
    const std::int64_t half = heads > 0 ? rows.columns / heads / 2 : 0;
    for (std::int64_t i = 0; i < rows.columns; ++i) {
      if (heads == 0) {
        changed(0, i) = rows(0, i) + 1;
      } else {
        const std::int64_t pair = i / 2 % half + i / (2 * half) * 2 * half;
        changed(0, i) = rows(0, pair + (i % 2 == 0 ? 0 : half));
      }
    }
    append_rows(info, changed.view());
  }

  // REQUIRES: rows lie one after another.
  void append_rows(const GgufTensorInfo& info, MatrixView<const float> rows) {
    if (!encode(info.format, rows, buffer_)) {
      throw InputError(path_, info.name,
                       "numbers that " + std::string(name_of(info.format)) + " can hold", "others");
    }
    file_.append(buffer_);
    written_ += rows.rows * rows.columns;
    if (options_.progress) options_.progress(written_);
  }

  std::string path_;
  OutputFile file_;
  const WeightSource& source_;
  const GgufWriteOptions& options_;
  bool interleave_;
  std::vector<std::byte> buffer_;
  std::int64_t written_ = 0;
};

}  // namespace

void write_gguf(const std::filesystem::path& path, const WeightSource& source,
                const GgufWriteOptions& options) {
  const ModelConfig& model = source.model();
  const GgufArchitecture& architecture = gguf_architecture_for(model, path.string());
  GgufMetadata metadata = gguf_model_metadata(model, path.string());
  metadata.set_integer("general.file_type", file_type(options.format));
  metadata.set_integer("general.quantization_version", 2);
  for (const auto& [key, value] : options.vocabulary.values()) metadata.set(key, value);
  const std::vector<WeightShape> layout = weight_layout(model);
  std::vector<GgufTensorInfo> tensors;
  for (const WeightShape& weight : layout) tensors.push_back(info_of(weight, options.format));
  Writer writer(path, source, options, architecture);
  writer.append_header(metadata, tensors);
  for (std::size_t i = 0; i < layout.size(); ++i) writer.append_weight(layout[i], tensors[i]);
  writer.finish();
}

}  // namespace mllm_npu
