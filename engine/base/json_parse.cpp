#include <algorithm>
#include <charconv>
#include <limits>
#include <unordered_set>

#include <boost/json/basic_parser_impl.hpp>

#include "engine/base/input_error.h"
#include "engine/base/json.h"

namespace mllm_npu {
namespace bj = boost::json;
namespace {

constexpr std::size_t kMaxDepth = 32;

// Builds the value of a text, as Boost's own parser does, with two differences: a number becomes
// the double nearest to it (Boost 1.81 is often one unit in the last place off, so that a value
// that was written did not read back), and a key that stands twice in one object is an error (Boost
// keeps the last one and says nothing).
class ValueBuilder {
 public:
  static constexpr std::size_t max_object_size = bj::object::max_size();
  static constexpr std::size_t max_array_size = bj::array::max_size();
  static constexpr std::size_t max_key_size = bj::string::max_size();
  static constexpr std::size_t max_string_size = bj::string::max_size();

  explicit ValueBuilder(std::string_view text) : text_(text) {}

  bj::value release() { return stack_.release(); }
  // What to say when the parser stopped: expected and found; empty for faults that it names itself.
  const std::string& expected() const { return expected_; }
  const std::string& found() const { return found_; }
  // Line of the last key, string or number that was read, counted from 1.
  std::size_t line() const {
    const auto end = text_.begin() + static_cast<std::ptrdiff_t>(position_);
    return 1 + static_cast<std::size_t>(std::count(text_.begin(), end, '\n'));
  }

  bool on_document_begin(bj::error_code&) {
    stack_.reset();
    return true;
  }
  bool on_document_end(bj::error_code&) { return true; }
  bool on_object_begin(bj::error_code&) {
    keys_.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t size, bj::error_code&) {
    keys_.pop_back();
    stack_.push_object(size);
    return true;
  }
  bool on_array_begin(bj::error_code&) { return true; }
  bool on_array_end(std::size_t size, bj::error_code&) {
    stack_.push_array(size);
    return true;
  }
  bool on_key_part(bj::string_view part, std::size_t, bj::error_code&) {
    part_.append(part.data(), part.size());
    stack_.push_chars(part);
    return true;
  }
  bool on_key(bj::string_view last, std::size_t, bj::error_code& error) {
    see(last);
    const std::string key = take_part(last);
    if (!keys_.back().insert(key).second) return stop("each key once", key + " again", error);
    stack_.push_key(last);
    return true;
  }
  bool on_string_part(bj::string_view part, std::size_t, bj::error_code&) {
    stack_.push_chars(part);
    return true;
  }
  bool on_string(bj::string_view last, std::size_t, bj::error_code&) {
    see(last);
    stack_.push_string(last);
    return true;
  }
  bool on_number_part(bj::string_view part, bj::error_code&) {
    part_.append(part.data(), part.size());
    return true;
  }
  bool on_int64(std::int64_t number, bj::string_view last, bj::error_code&) {
    see(last);
    part_.clear();
    stack_.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, bj::string_view last, bj::error_code&) {
    see(last);
    part_.clear();
    stack_.push_uint64(number);
    return true;
  }
  bool on_double(double, bj::string_view last, bj::error_code& error) {
    see(last);
    const std::string text = take_part(last);
    double number = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc()) {
      return stop("a number that a double can hold", text, error);
    }
    stack_.push_double(number);
    return true;
  }
  bool on_bool(bool value, bj::error_code&) {
    stack_.push_bool(value);
    return true;
  }
  bool on_null(bj::error_code&) {
    stack_.push_null();
    return true;
  }
  bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
  bool on_comment(bj::string_view, bj::error_code&) { return true; }

 private:
  // A view with escapes points into a buffer of the parser's; it then moves nothing.
  void see(bj::string_view view) {
    const std::less<const char*> before;
    const char* const begin = text_.data();
    if (before(view.data(), begin) || before(begin + text_.size(), view.data())) return;
    position_ = static_cast<std::size_t>(view.data() - begin);
  }

  std::string take_part(bj::string_view last) {
    std::string whole = std::move(part_) + std::string(last.data(), last.size());
    part_.clear();
    return whole;
  }

  bool stop(std::string expected, std::string found, bj::error_code& error) {
    expected_ = std::move(expected);
    found_ = std::move(found);
    error = bj::make_error_code(bj::error::exception);
    return false;
  }

  std::string_view text_;
  std::size_t position_ = 0;
  bj::value_stack stack_;
  std::vector<std::unordered_set<std::string>> keys_;  // of the objects that are open, outermost first
  std::string part_;                         // beginning of a key or number that came in parts
  std::string expected_;
  std::string found_;
};

}  // namespace

bj::value parse_json(std::string_view text, const std::string& file) {
  bj::parse_options options;
  options.max_depth = kMaxDepth;
  bj::basic_parser<ValueBuilder> parser(options, text);
  bj::error_code error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  ValueBuilder& builder = parser.handler();
  if (!error && read < text.size()) error = bj::make_error_code(bj::error::extra_data);
  if (!error) return builder.release();
  const std::string place = "near line " + std::to_string(builder.line());
  if (!builder.expected().empty())
    throw InputError(file, place, builder.expected(), builder.found());
  throw InputError(file, place, "valid JSON", error.message());
}

}  // namespace mllm_npu
