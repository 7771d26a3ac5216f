#include "engine/checkpoint/safetensors.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <string_view>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/input_error.h"
#include "engine/base/json.h"
#include "engine/checkpoint/shape_text.h"

namespace mllm_npu {
namespace {

constexpr std::uint64_t kLengthBytes = 8;
constexpr std::uint64_t kMaxHeaderBytes = 100'000'000;  // the reference implementation's
constexpr std::int64_t kMaxInt = std::numeric_limits<std::int64_t>::max();
constexpr const char* kMetadata = "__metadata__";

struct Dtype {
  std::string_view name;
  std::int64_t bits;
};

constexpr Dtype kDtypes[] = {{"BOOL", 8},    {"U8", 8},      {"I8", 8},   {"F8_E5M2", 8},
                             {"F8_E4M3", 8}, {"F8_E8M0", 8}, {"F4", 4},   {"F6_E2M3", 6},
                             {"F6_E3M2", 6}, {"I16", 16},    {"U16", 16}, {"F16", 16},
                             {"BF16", 16},   {"I32", 32},    {"U32", 32}, {"F32", 32},
                             {"F64", 64},    {"I64", 64},    {"U64", 64}, {"C64", 64}};

struct Header {
  std::string_view text;
  std::span<const std::byte> data;
};

Header split(std::span<const std::byte> file, const std::string& name) {
  if (file.size() < kLengthBytes) {
    throw InputError(name, "", "a safetensors file of at least 8 bytes",
                     std::to_string(file.size()) + " bytes");
  }
  std::uint64_t length = 0;
  std::memcpy(&length, file.data(), kLengthBytes);
  const std::uint64_t most = std::min(kMaxHeaderBytes, file.size() - kLengthBytes);
  if (length > most) {
    throw InputError(name, "header length", "at most " + std::to_string(most) + " bytes",
                     std::to_string(length));
  }
  const std::span<const std::byte> header = file.subspan(kLengthBytes, length);
  return {{reinterpret_cast<const char*>(header.data()), header.size()},
          file.subspan(kLengthBytes + length)};
}

// REQUIRES: the type is known.
std::int64_t bits_of(std::string_view dtype) {
  for (const Dtype& each : kDtypes) {
    if (each.name == dtype) return each.bits;
  }
  MLLM_NPU_CHECK(false, std::string(dtype));
}

std::int64_t bits_of(const JsonReader& dtype) {
  std::vector<std::string_view> names;
  for (const Dtype& each : kDtypes) names.push_back(each.name);
  return bits_of(dtype.one_of(names));
}

std::vector<std::int64_t> shape_of(const JsonReader& reader) {
  std::vector<std::int64_t> shape;
  for (const JsonReader& size : reader.elements()) shape.push_back(size.integer(0, kMaxInt));
  return shape;
}

// Bytes of a tensor.
std::int64_t size_of(const JsonReader& reader, const std::vector<std::int64_t>& shape,
                     std::int64_t bits) {
  std::int64_t total = bits;
  for (const std::int64_t size : shape) {
    if (__builtin_mul_overflow(total, size, &total)) {
      reader.fail("a tensor that memory can hold", text_of(shape));
    }
  }
  if (total % 8 != 0) reader.fail("a tensor of whole bytes", text_of(shape));
  return total / 8;
}

struct Extent {
  std::int64_t begin;
  std::int64_t end;
};

Extent extent_of(const JsonReader& offsets, std::int64_t data_size) {
  const std::vector<JsonReader> ends = offsets.elements();
  if (ends.size() != 2) offsets.fail("a beginning and an end");
  const std::int64_t begin = ends.front().integer(0, data_size);
  return {begin, ends.back().integer(begin, data_size)};
}

void check_metadata(const JsonReader& metadata) {
  for (const auto& [key, value] : metadata.members()) {
    if (!value.value().is_string()) value.fail("a string");
  }
}

struct Place {
  Extent extent;
  std::string name;
};

// The tensors fill the data from its beginning to its end, each byte once.
void check_cover(const std::string& file, std::vector<Place> places, std::int64_t data_size) {
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
    return std::pair(a.extent.begin, a.extent.end) < std::pair(b.extent.begin, b.extent.end);
  });
  std::int64_t end = 0;
  for (const Place& place : places) {
    if (place.extent.begin != end) {
      throw InputError(file, place.name + ".data_offsets",
                       "to begin at " + std::to_string(end) + ", where the one before it ends",
                       std::to_string(place.extent.begin));
    }
    end = place.extent.end;
  }
  if (end != data_size) {
    throw InputError(file, "size",
                     std::to_string(end) + " bytes after the header, as the tensors have",
                     std::to_string(data_size));
  }
}

}  // namespace

std::map<std::string, SafetensorsEntry> read_safetensors(std::span<const std::byte> file,
                                                         const std::string& name) {
  const Header header = split(file, name);
  const auto data_size = static_cast<std::int64_t>(header.data.size());
  const boost::json::value json = parse_json(header.text, name);
  std::map<std::string, SafetensorsEntry> entries;
  std::vector<Place> places;
  for (const auto& [tensor, reader] : JsonReader(name, "", json).members()) {
    if (tensor == kMetadata) {
      check_metadata(reader);
      continue;
    }
    reader.allow_only({"dtype", "shape", "data_offsets"});
    SafetensorsEntry entry{reader.at("dtype").string(), shape_of(reader.at("shape"))};
    const std::int64_t size = size_of(reader, entry.shape, bits_of(reader.at("dtype")));
    const Extent extent = extent_of(reader.at("data_offsets"), data_size);
    if (extent.end - extent.begin != size) {
      reader.at("data_offsets")
          .fail(std::to_string(size) + " bytes for " + entry.dtype + " " + text_of(entry.shape),
                std::to_string(extent.end - extent.begin));
    }
    entry.bytes =
        header.data.subspan(static_cast<std::size_t>(extent.begin), static_cast<std::size_t>(size));
    places.push_back({extent, tensor});
    entries.emplace(tensor, std::move(entry));
  }
  check_cover(name, std::move(places), data_size);
  return entries;
}

StoredTensor stored_tensor(const std::string& file, const std::string& tensor,
                           const SafetensorsEntry& entry) {
  for (const StorageFormat format :
       {StorageFormat::kF32, StorageFormat::kF16, StorageFormat::kBf16}) {
    if (entry.dtype == name_of(format)) return {tensor, format, entry.shape, entry.bytes};
  }
  throw InputError(file, tensor, "F32, F16 or BF16", entry.dtype);
}

SafetensorsWriter::SafetensorsWriter(const std::filesystem::path& path,
                                     const std::vector<SafetensorsPlan>& plan)
    : file_(path) {
  boost::json::object header{{kMetadata, boost::json::object{{"format", "pt"}}}};
  std::int64_t offset = 0;
  for (const SafetensorsPlan& tensor : plan) {
    std::int64_t bits = bits_of(tensor.dtype);
    for (const std::int64_t extent : tensor.shape) bits *= extent;
    const std::int64_t end = offset + bits / 8;
    header.emplace(tensor.name,
                   boost::json::object{{"dtype", tensor.dtype},
                                       {"shape", boost::json::value_from(tensor.shape)},
                                       {"data_offsets", {offset, end}}});
    offset = end;
  }
  std::string text = boost::json::serialize(header);
  text.append((8 - text.size() % 8) % 8, ' ');  // so that the numbers are aligned
  const std::uint64_t length = text.size();
  file_.append(std::as_bytes(std::span(&length, 1)));
  file_.append(text);
  end_ = file_.size() + static_cast<std::uint64_t>(offset);
}

void SafetensorsWriter::finish() {
  MLLM_NPU_CHECK(file_.size() == end_, std::to_string(file_.size()));
  file_.finish();
}

}  // namespace mllm_npu
