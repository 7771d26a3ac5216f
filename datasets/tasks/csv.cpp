#include "datasets/tasks/csv.h"

#include <algorithm>
#include <utility>

#include "engine/base/input_error.h"

namespace mllm_npu {
namespace {

class CsvReader {
 public:
  CsvReader(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {}

  bool at_end() const { return at_ == text_.size(); }

  // The row that begins here; no field for an empty line.
  CsvRow row(std::size_t columns) {
    CsvRow row{.line = line_, .fields = {}};
    if (end_of_line()) return row;
    do {
      if (row.fields.size() == columns) fail(row.line, fields_text(columns), "more");
      row.fields.push_back(field());
    } while (skip(','));
    if (!at_end() && !end_of_line()) {
      fail(line_, "a comma or the end of the line behind a quote", std::string(1, text_[at_]));
    }
    if (row.fields.size() == columns) return row;
    fail(row.line, fields_text(columns), std::to_string(row.fields.size()));
  }

 private:
  static std::string fields_text(std::size_t columns) {
    return std::to_string(columns) + " fields";
  }

  [[noreturn]] void fail(std::size_t line, const std::string& expected, const std::string& found) {
    throw InputError(file_, "line " + std::to_string(line), expected, found);
  }

  bool skip(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    if (c == '\n') ++line_;
    return true;
  }

  bool end_of_line() {
    if (text_.substr(at_).starts_with("\r\n")) ++at_;
    return skip('\n');
  }

  std::string field() {
    if (skip('"')) return quoted();
    const std::size_t begin = at_;
    at_ = std::min(text_.find_first_of(",\n", begin), text_.size());
    const bool windows = at_ > begin && !at_end() && text_[at_] == '\n' && text_[at_ - 1] == '\r';
    if (windows) --at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  std::string quoted() {
    const std::size_t first_line = line_;
    std::string field;
    do {
      const std::size_t end = text_.find('"', at_);
      if (end == std::string_view::npos) fail(first_line, "a quote that ends the field", "none");
      const std::string_view part = text_.substr(at_, end - at_);
      line_ += static_cast<std::size_t>(std::count(part.begin(), part.end(), '\n'));
      field.append(part);
      at_ = end + 1;
    } while (skip('"') && (field += '"', true));
    return field;
  }

  std::string_view text_;
  std::string file_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

}  // namespace

void for_each_csv_row(std::string_view text, const std::string& file, std::size_t columns,
                      const std::function<void(const CsvRow&)>& read) {
  CsvReader reader(text, file);
  while (!reader.at_end()) {
    const CsvRow row = reader.row(columns);
    if (!row.fields.empty()) read(row);
  }
}

}  // namespace mllm_npu
