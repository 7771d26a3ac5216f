#pragma once

// One experiment's results as they stand in results/ID.json. Factor and measure names, units and
// values follow datasets/paper/numbers.json, so that any row can be joined with a printed one.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "engine/base/factors.h"

namespace mllm_npu {

struct Measure {
  std::string name;
  double value = 0;                   // finite
  std::string unit;                   // as in numbers.json: "ms", "token/s", "J", "GB", "%", ...
  std::optional<double> paper{};      // the printed value of the same row and measure, in `unit`
  std::optional<std::string> role{};  // its role: calibration, mechanism, validation; with `paper`
};

struct ResultRow {
  Factors factors;                // what the row holds fixed
  std::vector<Measure> measures;  // no name twice
};

struct ResultContext {
  std::string revision;                      // of the program; may be empty
  std::map<std::string, std::string> cards;  // card name → hash of its bytes
  std::uint64_t seed = 0;
  int schema = 1;  // of this format; readers refuse every other one
};

struct ResultRecord {
  std::string experiment;  // ID, e.g. "fig14"
  std::string title;
  ResultContext context;
  std::vector<ResultRow> rows;
};

// The measure called `name`, or nullptr.
const Measure* find_measure(const ResultRow& row, const std::string& name);

// The factor called `name` as text (engine/base/factors.h), or "" when the row lacks it.
std::string factor_text(const ResultRow& row, const std::string& name);
// The factor called `name` as a number. REQUIRES: the row has it and it is one.
double factor_number(const ResultRow& row, const std::string& name);

// REQUIRES: what the members above say.
boost::json::value to_json(const ResultRecord& record);

// Reads a record back: written again, it is the same bytes. Errors: InputError for an unknown,
// missing or doubled key, a wrong type, a number that is not finite, or another schema.
ResultRecord read_result_record(const std::filesystem::path& path);

// Writes results to `path`, under a temporary name first. Same record, same bytes.
void write_result_record(const ResultRecord& record, const std::filesystem::path& path);

}  // namespace mllm_npu
