// Reads the file of printed numbers: the strict half of printed_numbers.h.

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <utility>

#include "datasets/paper/printed_numbers.h"
#include "engine/base/json.h"

namespace mllm_npu {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Role read_role(const std::string& name) {
  for (const Role role : {Role::kCalibration, Role::kMechanism}) {
    if (name == role_name(role)) return role;
  }
  return Role::kValidation;
}

std::string role_text(const JsonReader& json) {
  return json.one_of({"calibration", "mechanism", "validation"});
}

void read_value(const JsonReader& json, PrintedNumber& row) {
  if (!json.value().is_array()) {
    row.low = row.high = json.number(-kInfinity, kInfinity);
    return;
  }
  const std::vector<JsonReader> ends = json.elements();
  if (ends.size() != 2) json.fail("a number or [low, high]", std::to_string(ends.size()) + " ends");
  row.low = ends[0].number(-kInfinity, kInfinity);
  row.high = ends[1].number(-kInfinity, kInfinity);
  if (!row.is_interval()) ends[1].fail("a number above the lower end");
}

PrintedNumber read_row(const JsonReader& json) {
  json.allow_only({"id", "factors", "measure", "unit", "value", "source", "role"});
  PrintedNumber row;
  row.id = json.at("id").string();
  row.factors = read_factors(json.at("factors"));
  row.measure = json.at("measure").string();
  row.unit = json.at("unit").string();
  read_value(json.at("value"), row);
  row.source = json.at("source").string();
  row.role = read_role(role_text(json.at("role")));
  return row;
}

// Equal for rows about the same number, in whatever order their factors stand.
std::string place_of(PrintedNumber row) {
  std::sort(row.factors.begin(), row.factors.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  return row.id + " " + row.measure + " (" + factors_text(row.factors) + ")";
}

bool may_widen(const PrintedNumber& known, const PrintedNumber& row) {
  const bool same_value = known.low == row.low && known.high == row.high;
  return known.role == Role::kMechanism && row.role == Role::kMechanism && known.unit == row.unit &&
         !same_value;
}

void widen(PrintedNumber& known, const PrintedNumber& row) {
  known.low = std::min(known.low, row.low);
  known.high = std::max(known.high, row.high);
  if (known.source != row.source) known.source += "; " + row.source;
}

void check_roles(const JsonReader& roles) {
  for (const auto& [name, meaning] : roles.members()) {
    meaning.string();
    role_text({roles.file(), roles.key(), boost::json::value(name)});
  }
}

}  // namespace

PrintedNumbers read_printed_numbers(const std::filesystem::path& path) {
  const boost::json::value json = read_json(path);
  const JsonReader file(path.string(), "", json);
  file.allow_only({"paper", "roles", "rows"});
  file.at("paper").string();
  check_roles(file.at("roles"));
  std::vector<PrintedNumber> rows;
  std::map<std::string, std::size_t> places;
  for (const JsonReader& element : file.at("rows").elements()) {
    PrintedNumber row = read_row(element);
    const auto [known, is_new] = places.emplace(place_of(row), rows.size());
    if (is_new) {
      rows.push_back(std::move(row));
    } else if (may_widen(rows[known->second], row)) {
      widen(rows[known->second], row);
    } else {
      element.fail("each printed number once", known->first + " again");
    }
  }
  return PrintedNumbers(std::move(rows));
}

}  // namespace mllm_npu
