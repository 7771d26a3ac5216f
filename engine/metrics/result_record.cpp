#include "engine/metrics/result_record.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/check.h"
#include "engine/base/json.h"

namespace mllm_npu {
namespace bj = boost::json;
namespace {

constexpr int kSchema = 1;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

bj::value measure_json(const Measure& measure) {
  MLLM_NPU_CHECK(std::isfinite(measure.value), measure.name + " is not finite");
  MLLM_NPU_CHECK(measure.paper.has_value() == measure.role.has_value(),
                 measure.name + " has a printed value without its role, or the reverse");
  bj::object json{{"value", measure.value}, {"unit", measure.unit}};
  if (measure.paper) json["paper"] = *measure.paper;
  if (measure.role) json["role"] = *measure.role;
  return json;
}

bj::value row_json(const ResultRow& row) {
  bj::object measures;
  for (const Measure& measure : row.measures) {
    const bool is_new = measures.emplace(measure.name, measure_json(measure)).second;
    MLLM_NPU_CHECK(is_new, "measure " + measure.name + " twice");
  }
  return bj::object{{"factors", factors_json(row.factors)}, {"measures", std::move(measures)}};
}

bj::value context_json(const ResultContext& context) {
  MLLM_NPU_CHECK(context.schema == kSchema, std::to_string(context.schema));
  bj::object cards;
  for (const auto& [name, hash] : context.cards) cards.emplace(name, hash);
  return bj::object{{"revision", context.revision},
                    {"cards", std::move(cards)},
                    {"seed", context.seed},
                    {"schema", context.schema}};
}

Measure read_measure(const std::string& name, const JsonReader& json) {
  json.allow_only({"value", "unit", "paper", "role"});
  Measure measure;
  measure.name = name;
  measure.value = json.at("value").number(-kInfinity, kInfinity);
  measure.unit = json.at("unit").string();
  if (!json.has("paper") && !json.has("role")) return measure;
  measure.paper = json.at("paper").number(-kInfinity, kInfinity);
  measure.role = json.at("role").one_of({"calibration", "mechanism", "validation"});
  return measure;
}

ResultRow read_row(const JsonReader& json) {
  json.allow_only({"factors", "measures"});
  ResultRow row;
  row.factors = read_factors(json.at("factors"));
  for (const auto& [name, measure] : json.at("measures").members()) {
    row.measures.push_back(read_measure(name, measure));
  }
  return row;
}

std::string read_text(const JsonReader& json) {
  if (!json.value().is_string()) json.fail("a string");
  return {json.value().get_string().data(), json.value().get_string().size()};
}

std::uint64_t read_seed(const JsonReader& json) {
  bj::error_code error;
  const auto seed = json.value().to_number<std::uint64_t>(error);
  if (error) json.fail("a whole number from 0 to 2^64 - 1");
  return seed;
}

ResultContext read_context(const JsonReader& json) {
  json.allow_only({"revision", "cards", "seed", "schema"});
  ResultContext context;
  context.schema = static_cast<int>(json.at("schema").integer(kSchema, kSchema));
  context.revision = read_text(json.at("revision"));
  context.seed = read_seed(json.at("seed"));
  for (const auto& [name, hash] : json.at("cards").members()) {
    context.cards.emplace(name, hash.string());
  }
  return context;
}

}  // namespace

const Measure* find_measure(const ResultRow& row, const std::string& name) {
  const auto found = std::find_if(row.measures.begin(), row.measures.end(),
                                  [&](const Measure& measure) { return measure.name == name; });
  return found == row.measures.end() ? nullptr : &*found;
}

std::string factor_text(const ResultRow& row, const std::string& name) {
  const bj::value* const factor = find_factor(row.factors, name);
  return factor == nullptr ? "" : factor_text(*factor);
}

double factor_number(const ResultRow& row, const std::string& name) {
  const bj::value* const factor = find_factor(row.factors, name);
  MLLM_NPU_CHECK(factor != nullptr && factor->is_number(), name + ": " + factors_text(row.factors));
  return factor->to_number<double>();
}

bj::value to_json(const ResultRecord& record) {
  bj::array rows;
  for (const ResultRow& row : record.rows) rows.push_back(row_json(row));
  return bj::object{{"experiment", record.experiment},
                    {"title", record.title},
                    {"context", context_json(record.context)},
                    {"rows", std::move(rows)}};
}

ResultRecord read_result_record(const std::filesystem::path& path) {
  const bj::value json = read_json(path);
  const JsonReader reader(path.string(), "", json);
  reader.allow_only({"experiment", "title", "context", "rows"});
  ResultRecord record;
  record.context = read_context(reader.at("context"));
  record.experiment = reader.at("experiment").string();
  record.title = reader.at("title").string();
  for (const JsonReader& row : reader.at("rows").elements()) record.rows.push_back(read_row(row));
  return record;
}

void write_result_record(const ResultRecord& record, const std::filesystem::path& path) {
  write_file(path, to_text(to_json(record)));
}

}  // namespace mllm_npu
