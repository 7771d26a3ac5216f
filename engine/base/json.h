#pragma once

// JSON for people's files: every complaint names file, key, what was expected and what was found.

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

namespace mllm_npu {

// Reads and parses `path`; numbers are read to the nearest double. Errors (InputError, with the
// line): unreadable, over 64 MiB, not JSON, nested deeper than 32, a key twice in one object, or a
// number beyond the range of a double.
boost::json::value read_json(const std::filesystem::path& path);

// As read_json, for text that is already in memory; `file` only names it in errors.
boost::json::value parse_json(std::string_view text, const std::string& file);

// The bytes of a file of any kind. Errors (InputError): unreadable, or over 64 MiB.
std::string read_file(const std::filesystem::path& path);

// Two-space indented text, keys in the order in which they were inserted, numbers in their
// shortest form that reads back to the same value. Same value, same bytes. REQUIRES: every number
// is finite.
std::string to_text(const boost::json::value& value);

// Writes `text` to `path` + ".tmp", then renames, so that `path` is never half written. Makes
// missing folders. Errors: InputError when the folder or file cannot be written; then `path` is as
// before.
void write_file(const std::filesystem::path& path, std::string_view text);

// A value inside a file, with the path that leads to it; reads with type and range checks.
class JsonReader {
 public:
  // `value` must outlive the reader.
  JsonReader(std::string file, std::string key, const boost::json::value& value);

  const std::string& file() const { return file_; }
  const std::string& key() const { return key_; }
  const boost::json::value& value() const { return *value_; }

  // Member of an object; each errs when this is no object, or the member is missing.
  JsonReader at(std::string_view member) const;
  bool has(std::string_view member) const;
  // Errs on any member of this object that is not in `allowed`.
  void allow_only(const std::set<std::string_view>& allowed) const;

  // Elements of an array, members of an object in file order.
  std::vector<JsonReader> elements() const;
  std::vector<std::pair<std::string, JsonReader>> members() const;

  // Scalars; a number must lie in [low, high], a string must not be empty. A bound may be infinite.
  double number(double low, double high) const;
  std::int64_t integer(std::int64_t low, std::int64_t high) const;
  bool boolean() const;
  std::string string() const;
  // One of `choices`.
  std::string one_of(const std::vector<std::string_view>& choices) const;

  [[noreturn]] void fail(const std::string& expected) const;
  [[noreturn]] void fail(const std::string& expected, const std::string& found) const;

 private:
  std::string file_;
  std::string key_;
  const boost::json::value* value_;
};

}  // namespace mllm_npu
