#pragma once

// As much of protobuf's wire format as a file of flat messages needs.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mllm_npu {

// One field of a message.
struct ProtobufField {
  std::uint32_t number = 0;
  bool is_bytes = false;
  std::uint64_t value = 0;   // of a number: its bits
  std::string_view bytes{};  // of a string or a message
};

// Walks over a message; `file` and `key` name it in errors.
class ProtobufReader {
 public:
  ProtobufReader(std::string_view message, const std::string& file, std::string key)
      : rest_(message), file_(file), key_(std::move(key)) {}

  // Nothing at the end. Errors: InputError for what is no field, or goes beyond the message.
  std::optional<ProtobufField> next();

 private:
  std::uint64_t take_varint();
  std::uint64_t take_fixed(std::size_t bytes);
  [[noreturn]] void fail(const std::string& found) const;

  std::string_view rest_;
  const std::string& file_;
  std::string key_;
};

// Appends a field to a message.
void put_number(std::uint32_t field, std::uint64_t value, std::string& message);
void put_float(std::uint32_t field, float value, std::string& message);
void put_bytes(std::uint32_t field, std::string_view bytes, std::string& message);

}  // namespace mllm_npu
