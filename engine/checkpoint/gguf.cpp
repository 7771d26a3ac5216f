#include "engine/checkpoint/gguf.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "engine/base/check.h"
#include "engine/checkpoint/gguf_cursor.h"
#include "engine/checkpoint/shape_text.h"

namespace mllm_npu {
namespace {

constexpr std::uint32_t kMaxDimensions = 4;
constexpr std::size_t kMaxNameBytes = 65535;  // GGUF's own limit for a key

constexpr StorageFormat kFormats[] = {
    StorageFormat::kF32,  StorageFormat::kF16, StorageFormat::kBf16, StorageFormat::kQ8_0,
    StorageFormat::kQ4_0, StorageFormat::kQ4K, StorageFormat::kQ6K};

// A tensor's entry: where its bytes lie is known only when all entries are read.
struct TensorEntry {
  StoredTensor tensor;
  std::uint64_t offset = 0;  // from the first tensor's bytes
  std::uint64_t size = 0;
};

std::string name_from(GgufCursor& cursor, std::string_view what) {
  std::string name = cursor.string(what);
  if (name.empty() || name.size() > kMaxNameBytes) {
    throw InputError(cursor.file(), std::string(what),
                     "1 to " + std::to_string(kMaxNameBytes) + " bytes",
                     std::to_string(name.size()));
  }
  return name;
}

GgufValue value_from(GgufCursor& cursor, const std::string& key) {
  GgufValue value;
  value.type = cursor.number<GgufType>(key);
  if (value.type == GgufType::kArray) {
    value.is_array = true;
    value.type = cursor.number<GgufType>(key);
    value.count = cursor.number<std::uint64_t>(key);
  }
  const bool is_string = value.type == GgufType::kString;
  // The least an element takes; more elements than the file has bytes for are refused before
  // memory is taken for them.
  const std::uint64_t element = is_string ? sizeof(std::uint64_t) : size_of(value.type);
  if (element == 0) {
    throw InputError(cursor.file(), key, "a value type from 0 to 12, no array in an array",
                     std::to_string(static_cast<std::uint32_t>(value.type)));
  }
  if (value.count > cursor.left() / element) {
    throw InputError(cursor.file(), key, std::to_string(value.count) + " elements",
                     "a file that ends after " + std::to_string(cursor.left()) + " bytes");
  }
  if (is_string) {
    for (std::uint64_t i = 0; i < value.count; ++i) value.strings.push_back(cursor.string(key));
  } else {
    const auto bytes = cursor.take(value.count * element, key);
    value.numbers.assign(bytes.begin(), bytes.end());
  }
  return value;
}

GgufMetadata metadata_from(GgufCursor& cursor, std::uint64_t count) {
  GgufMetadata metadata(cursor.file());
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::string key = name_from(cursor, "metadata");
    if (metadata.has(key)) metadata.fail(key, "every key once", "it again");
    metadata.set(key, value_from(cursor, key));
  }
  return metadata;
}

std::vector<std::int64_t> shape_from(GgufCursor& cursor, const std::string& name) {
  const auto dimensions = cursor.number<std::uint32_t>(name);
  if (dimensions < 1 || dimensions > kMaxDimensions) {
    throw InputError(cursor.file(), name, "1 to 4 dimensions", std::to_string(dimensions));
  }
  std::vector<std::int64_t> shape;
  for (std::uint32_t i = 0; i < dimensions; ++i) {
    shape.push_back(cursor.number<std::int64_t>(name));
    if (shape.back() < 1) {
      throw InputError(cursor.file(), name, "dimensions above 0", std::to_string(shape.back()));
    }
  }
  std::reverse(shape.begin(), shape.end());  // ggml's dimensions begin with the innermost
  return shape;
}

StorageFormat format_from(GgufCursor& cursor, const std::string& name) {
  const auto type = cursor.number<std::uint32_t>(name);
  std::string known;
  for (const StorageFormat format : kFormats) {
    if (ggml_type(format) == type) return format;
    known += (known.empty() ? "" : ", ") + std::string(name_of(format));
  }
  throw InputError(cursor.file(), name, "one of the types " + known,
                   "ggml's type " + std::to_string(type));
}

// Bytes of the tensor, which must be fewer than the file has.
std::uint64_t size_of(const StoredTensor& tensor, const GgufCursor& cursor) {
  const std::int64_t length = block_length(tensor.format);
  if (tensor.shape.back() % length != 0) {
    throw InputError(cursor.file(), tensor.name,
                     "rows of whole blocks of " + std::to_string(length), text_of(tensor.shape));
  }
  const auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  std::uint64_t size = static_cast<std::uint64_t>(block_bytes(tensor.format));
  for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
    const bool innermost = i + 1 == tensor.shape.size();
    const auto factor = static_cast<std::uint64_t>(tensor.shape[i] / (innermost ? length : 1));
    if (factor > most / size) {
      throw InputError(cursor.file(), tensor.name, "a tensor that fits into a file",
                       text_of(tensor.shape));
    }
    size *= factor;
  }
  return size;
}

std::vector<TensorEntry> entries_from(GgufCursor& cursor, std::uint64_t count) {
  std::vector<TensorEntry> entries;
  std::set<std::string, std::less<>> names;
  for (std::uint64_t i = 0; i < count; ++i) {
    TensorEntry entry;
    entry.tensor.name = name_from(cursor, "tensors");
    if (!names.insert(entry.tensor.name).second) {
      throw InputError(cursor.file(), entry.tensor.name, "every tensor once", "it again");
    }
    entry.tensor.shape = shape_from(cursor, entry.tensor.name);
    entry.tensor.format = format_from(cursor, entry.tensor.name);
    entry.size = size_of(entry.tensor, cursor);
    entry.offset = cursor.number<std::uint64_t>(entry.tensor.name);
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::uint64_t alignment_of(const GgufMetadata& metadata) {
  constexpr std::string_view kKey = "general.alignment";
  if (!metadata.has(kKey)) return kGgufAlignment;
  const auto alignment = static_cast<std::uint64_t>(
      metadata.integer(kKey, 1, std::numeric_limits<std::uint32_t>::max()));
  if ((alignment & (alignment - 1)) != 0) {
    metadata.fail(kKey, "a power of two", std::to_string(alignment));
  }
  return alignment;
}

void check_places(const std::vector<TensorEntry>& entries, std::uint64_t alignment,
                  std::uint64_t available, const std::string& file) {
  std::vector<const TensorEntry*> order;
  for (const TensorEntry& entry : entries) order.push_back(&entry);
  std::sort(order.begin(), order.end(),
            [](const auto* a, const auto* b) { return a->offset < b->offset; });
  std::uint64_t end = 0;
  for (const TensorEntry* entry : order) {
    const std::string& name = entry->tensor.name;
    const std::string offset = "offset " + std::to_string(entry->offset);
    if (entry->offset % alignment != 0) {
      throw InputError(file, name, "an offset that " + std::to_string(alignment) + " divides",
                       offset);
    }
    if (entry->offset > available || entry->size > available - entry->offset) {
      throw InputError(file, name, std::to_string(entry->size) + " bytes at " + offset,
                       "a file with " + std::to_string(available) + " bytes for tensors");
    }
    if (entry->offset < end) throw InputError(file, name, "bytes of its own", offset);
    end = entry->offset + entry->size;
  }
}

void check_version(GgufCursor& cursor) {
  const auto version = cursor.number<std::uint32_t>("version");
  if (version == 2 || version == kGgufVersion) return;
  throw InputError(cursor.file(), "version", "GGUF version 2 or 3, little-endian",
                   std::to_string(version));
}

void check_magic(std::span<const std::byte> bytes, GgufCursor& cursor) {
  const auto* text = reinterpret_cast<const char*>(bytes.data());
  const std::string_view begin(text, std::min(bytes.size(), kGgufMagic.size()));
  if (begin != kGgufMagic) {
    throw InputError(cursor.file(), "", "a GGUF file, which begins with GGUF",
                     "\"" + std::string(begin) + "\"");
  }
  cursor.take(kGgufMagic.size(), "magic");
}

}  // namespace

std::uint32_t ggml_type(StorageFormat format) {
  switch (format) {
    case StorageFormat::kF32:
      return 0;
    case StorageFormat::kF16:
      return 1;
    case StorageFormat::kQ4_0:
      return 2;
    case StorageFormat::kQ8_0:
      return 8;
    case StorageFormat::kQ4K:
      return 12;
    case StorageFormat::kQ6K:
      return 14;
    case StorageFormat::kBf16:
      return 30;
  }
  MLLM_NPU_CHECK(false, "format " + std::to_string(static_cast<int>(format)));
}

GgufFile read_gguf(std::span<const std::byte> bytes, const std::string& file) {
  GgufCursor cursor(bytes, file);
  check_magic(bytes, cursor);
  check_version(cursor);
  const auto tensor_count = cursor.number<std::uint64_t>("tensor count");
  const auto value_count = cursor.number<std::uint64_t>("metadata count");
  GgufFile gguf{metadata_from(cursor, value_count), {}};
  std::vector<TensorEntry> entries = entries_from(cursor, tensor_count);
  const std::uint64_t alignment = alignment_of(gguf.metadata);
  const std::uint64_t padding = (alignment - cursor.position() % alignment) % alignment;
  // A file without tensors may end where its metadata ends.
  const auto data = bytes.subspan(cursor.position() + std::min(padding, cursor.left()));
  check_places(entries, alignment, data.size(), file);
  for (TensorEntry& entry : entries) {
    entry.tensor.bytes = data.subspan(entry.offset, entry.size);
    gguf.tensors.push_back(std::move(entry.tensor));
  }
  return gguf;
}

}  // namespace mllm_npu
