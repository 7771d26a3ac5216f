#include "engine/base/json.h"
#include "engine/base/number_text.h"

namespace mllm_npu {
namespace bj = boost::json;
namespace {

class TextWriter {
 public:
  explicit TextWriter(std::string& out) : out_(out) {}

  void write(const bj::value& value, std::size_t depth) {
    if (const auto* object = value.if_object()) {
      write_sequence('{', '}', *object, depth, [&](const bj::key_value_pair& member) {
        out_ += bj::serialize(bj::value(member.key())) + ": ";
        write(member.value(), depth + 1);
      });
    } else if (const auto* array = value.if_array()) {
      write_sequence('[', ']', *array, depth,
                     [&](const bj::value& element) { write(element, depth + 1); });
    } else if (const auto* number = value.if_double()) {
      out_ += number_text(*number);
    } else {
      out_ += bj::serialize(value);
    }
  }

 private:
  template <class Sequence, class WriteElement>
  void write_sequence(char open, char close, const Sequence& sequence, std::size_t depth,
                      WriteElement write_element) {
    out_ += open;
    bool first = true;
    for (const auto& element : sequence) {
      out_ += first ? "\n" : ",\n";
      out_.append(2 * (depth + 1), ' ');
      write_element(element);
      first = false;
    }
    if (!first) out_.append(1, '\n').append(2 * depth, ' ');
    out_ += close;
  }

  std::string& out_;
};

}  // namespace

std::string to_text(const bj::value& value) {
  std::string out;
  TextWriter(out).write(value, 0);
  return out + "\n";
}

}  // namespace mllm_npu
