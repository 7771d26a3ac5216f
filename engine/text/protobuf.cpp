#include "engine/text/protobuf.h"

#include <bit>

#include "engine/base/input_error.h"

namespace mllm_npu {
namespace {

enum WireType : std::uint32_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

void put_varint(std::uint64_t value, std::string& message) {
  for (; value >= 0x80; value >>= 7) message += static_cast<char>(0x80 | (value & 0x7F));
  message += static_cast<char>(value);
}

void put_key(std::uint32_t field, WireType type, std::string& message) {
  put_varint(std::uint64_t{field} << 3 | type, message);
}

}  // namespace

void ProtobufReader::fail(const std::string& found) const {
  throw InputError(file_, key_, "a protobuf message", found);
}

std::uint64_t ProtobufReader::take_varint() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 70; shift += 7) {
    if (rest_.empty()) fail("a number that goes beyond the end");
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    value |= shift < 64 ? std::uint64_t{byte} % 128 << shift : 0;
    if (byte < 0x80) return value;
  }
  fail("a number of over 10 bytes");
}

std::uint64_t ProtobufReader::take_fixed(std::size_t bytes) {
  if (rest_.size() < bytes) fail("a number that goes beyond the end");
  std::uint64_t value = 0;
  for (std::size_t i = bytes; i-- > 0;) value = value << 8 | static_cast<unsigned char>(rest_[i]);
  rest_.remove_prefix(bytes);
  return value;
}

std::optional<ProtobufField> ProtobufReader::next() {
  if (rest_.empty()) return std::nullopt;
  const std::uint64_t key = take_varint();
  ProtobufField field;
  if (key >> 3 == 0 || key >> 3 > 0x1FFFFFFF) fail("a field numbered " + std::to_string(key >> 3));
  field.number = static_cast<std::uint32_t>(key >> 3);
  switch (key & 7) {
    case kVarint:
      field.value = take_varint();
      return field;
    case kFixed64:
      field.value = take_fixed(8);
      return field;
    case kFixed32:
      field.value = take_fixed(4);
      return field;
    case kBytes: {
      const std::uint64_t size = take_varint();
      if (size > rest_.size())
        fail("a field of " + std::to_string(size) + " bytes, beyond the end");
      field.is_bytes = true;
      field.bytes = rest_.substr(0, static_cast<std::size_t>(size));
      rest_.remove_prefix(static_cast<std::size_t>(size));
      return field;
    }
    default:
      fail("a field of wire type " + std::to_string(key & 7));
  }
}

void put_number(std::uint32_t field, std::uint64_t value, std::string& message) {
  put_key(field, kVarint, message);
  put_varint(value, message);
}

void put_float(std::uint32_t field, float value, std::string& message) {
  put_key(field, kFixed32, message);
  const auto bits = std::bit_cast<std::uint32_t>(value);
  for (int shift = 0; shift < 32; shift += 8) message += static_cast<char>(bits >> shift & 0xFF);
}

void put_bytes(std::uint32_t field, std::string_view bytes, std::string& message) {
  put_key(field, kBytes, message);
  put_varint(bytes.size(), message);
  message += bytes;
}

}  // namespace mllm_npu
