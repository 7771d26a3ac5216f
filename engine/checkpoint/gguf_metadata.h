#pragma once

// GGUF's metadata: typed values under dotted names, kept as the file keeps them.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mllm_npu {

// The file's own numbers.
enum class GgufType : std::uint32_t {
  kUint8 = 0,
  kInt8 = 1,
  kUint16 = 2,
  kInt16 = 3,
  kUint32 = 4,
  kInt32 = 5,
  kFloat32 = 6,
  kBool = 7,
  kString = 8,
  kArray = 9,
  kUint64 = 10,
  kInt64 = 11,
  kFloat64 = 12,
};

// Bytes of one number or bool of `type`; 0 for a string, an array, or no type at all.
std::size_t size_of(GgufType type);

struct GgufValue {
  GgufType type{};  // of the value, or of each element of an array; never kArray
  bool is_array = false;
  std::uint64_t count = 1;             // elements; 1 for a scalar
  std::vector<std::byte> numbers{};    // count × size_of(type) bytes, little-endian
  std::vector<std::string> strings{};  // count strings, where type is kString
};

class GgufMetadata {
 public:
  // `file` only names it in errors.
  explicit GgufMetadata(std::string file) : file_(std::move(file)) {}

  const std::string& file() const { return file_; }
  const std::map<std::string, GgufValue, std::less<>>& values() const { return values_; }
  bool has(std::string_view key) const { return values_.count(key) > 0; }

  // Errors (all that read): InputError naming file and key, for a key that is missing, holds
  // another kind of value, or a value out of range.
  std::int64_t integer(std::string_view key, std::int64_t low, std::int64_t high) const;
  // Finite. A float32 counts as its shortest decimal: 1e-5, not 9.99999974737875e-06.
  double number(std::string_view key) const;
  bool boolean(std::string_view key) const;
  const std::string& string(std::string_view key) const;
  std::vector<std::int64_t> integers(std::string_view key) const;
  std::vector<float> numbers(std::string_view key) const;  // finite
  const std::vector<std::string>& strings(std::string_view key) const;
  [[noreturn]] void fail(std::string_view key, const std::string& expected,
                         const std::string& found) const;

  // Replace what was there.
  void set(std::string_view key, GgufValue value);
  void set_integer(std::string_view key, std::uint32_t value);
  void set_number(std::string_view key, double value);  // as float32
  void set_boolean(std::string_view key, bool value);
  void set_string(std::string_view key, std::string value);
  void set_integers(std::string_view key, const std::vector<std::int32_t>& values);
  void set_numbers(std::string_view key, const std::vector<float>& values);
  void set_strings(std::string_view key, std::vector<std::string> values);

 private:
  const GgufValue& at(std::string_view key) const;

  std::string file_;
  std::map<std::string, GgufValue, std::less<>> values_;
};

}  // namespace mllm_npu
