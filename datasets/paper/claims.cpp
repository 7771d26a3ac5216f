#include "datasets/paper/claims.h"

#include <limits>
#include <set>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/data_root.h"
#include "engine/base/json.h"

namespace mllm_npu {
namespace {

// The value that has the name at `json`. `names` holds each once.
template <class Value>
Value named(const JsonReader& json, const std::vector<std::pair<std::string_view, Value>>& names) {
  std::vector<std::string_view> choices;
  for (const auto& [name, value] : names) choices.push_back(name);
  const std::string found = json.one_of(choices);
  for (const auto& [name, value] : names) {
    if (name == found) return value;
  }
  MLLM_NPU_CHECK(false, found);
}

double any_number(const JsonReader& json) {
  constexpr double kEnd = std::numeric_limits<double>::infinity();
  return json.number(-kEnd, kEnd);
}

ClaimVerdict read_verdict(const JsonReader& json) {
  std::vector<std::pair<std::string_view, ClaimVerdict>> names;
  for (const ClaimVerdict verdict :
       {ClaimVerdict::kMatch, ClaimVerdict::kTrend, ClaimVerdict::kMiss,
        ClaimVerdict::kContradicted, ClaimVerdict::kNotTestable}) {
    names.emplace_back(name_of(verdict), verdict);
  }
  return named(json, names);
}

Role read_claim_role(const JsonReader& json) {
  return named<Role>(json, {{"calibration", Role::kCalibration},
                            {"mechanism", Role::kMechanism},
                            {"validation", Role::kValidation}});
}

// Keys of a reading, beside `more`. `home` names the one that its id stands at.
Reading read_reading(const JsonReader& json, const char* home, std::set<std::string_view> more) {
  more.insert({home, "measure", "row", "as", "other", "mean", "times"});
  json.allow_only(more);
  Reading reading;
  reading.printed = home == std::string("printed");
  reading.id = json.at(home).string();
  reading.measure = json.at("measure").string();
  reading.row = read_factors(json.at("row"));
  if (json.has("as")) {
    reading.as = named<ReadAs>(json.at("as"), {{"ratio", ReadAs::kRatio},
                                               {"reduction", ReadAs::kReduction},
                                               {"difference", ReadAs::kDifference}});
    reading.other = read_factors(json.at("other"));
  } else if (json.has("other")) {
    json.fail("as beside other", "other alone");
  }
  if (json.has("mean")) reading.mean = json.at("mean").boolean();
  if (json.has("times")) {
    reading.times = any_number(json.at("times"));
    if (reading.times <= 0) json.at("times").fail("a number above 0");
  }
  return reading;
}

ConflictSide read_side(const JsonReader& json) {
  ConflictSide side;
  side.what = json.at("what").string();
  if (json.has("value")) {
    json.allow_only({"what", "value"});
    side.value = any_number(json.at("value"));
    return side;
  }
  side.reading = read_reading(json, json.has("printed") ? "printed" : "experiment", {"what"});
  return side;
}

void read_value(const JsonReader& json, Claim& claim) {
  if (!json.value().is_array()) {
    claim.low = claim.high = any_number(json);
    return;
  }
  const std::vector<JsonReader> ends = json.elements();
  if (ends.size() != 2) json.fail("a number or [low, high]", std::to_string(ends.size()) + " ends");
  claim.low = any_number(ends[0]);
  claim.high = any_number(ends[1]);
  if (!claim.is_interval()) ends[1].fail("a number above the lower end");
}

void read_evidence(const JsonReader& json, Claim& claim) {
  const int kinds = json.has("test") + json.has("sides") + json.has("because");
  if (kinds != 1) json.fail("one of test, sides, because", std::to_string(kinds) + " of them");
  if (json.has("test")) {
    if (!claim.low) json.fail("a value beside a test", "none");
    claim.test = read_reading(json.at("test"), "experiment", {});
  } else if (json.has("sides")) {
    for (const JsonReader& side : json.at("sides").elements()) {
      claim.sides.push_back(read_side(side));
    }
    if (claim.sides.size() < 2) {
      json.at("sides").fail("at least two sides", std::to_string(claim.sides.size()));
    }
    if (claim.unit.empty()) json.fail("a unit beside sides", "none");
  } else {
    claim.because = json.at("because").string();
  }
  if (!json.has("readings")) return;
  if (!claim.test) json.fail("a test beside readings", "none");
  for (const JsonReader& factors : json.at("readings").elements()) {
    claim.readings.push_back(read_factors(factors));
  }
}

void check_verdict(const JsonReader& json, const Claim& claim) {
  const ClaimVerdict verdict = claim.verdict;
  const bool compared = verdict == ClaimVerdict::kMatch || verdict == ClaimVerdict::kTrend ||
                        verdict == ClaimVerdict::kMiss;
  if (claim.test && !compared) json.fail("match, trend or miss of a claim with a test");
  if (!claim.sides.empty() && verdict != ClaimVerdict::kContradicted &&
      verdict != ClaimVerdict::kMatch) {
    json.fail("contradicted or match of a claim with sides");
  }
  if (!claim.because.empty() && compared) {
    json.fail("contradicted or not testable of a claim without a test");
  }
}

Claim read_claim(const JsonReader& json) {
  json.allow_only({"id", "text", "where", "condition", "role", "value", "unit", "compare", "test",
                   "readings", "sides", "because", "verdict"});
  Claim claim;
  claim.id = json.at("id").string();
  claim.text = json.at("text").string();
  claim.where = json.at("where").string();
  if (json.has("condition")) claim.condition = json.at("condition").string();
  claim.role = read_claim_role(json.at("role"));
  if (json.has("unit")) claim.unit = json.at("unit").string();
  if (json.has("value")) {
    read_value(json.at("value"), claim);
    if (claim.unit.empty()) json.fail("a unit beside value", "none");
  }
  if (json.has("compare")) {
    claim.compare = named<Compare>(json.at("compare"),
                                   {{"above", Compare::kAbove}, {"below", Compare::kBelow}});
  }
  read_evidence(json, claim);
  claim.verdict = read_verdict(json.at("verdict"));
  check_verdict(json.at("verdict"), claim);
  return claim;
}

}  // namespace

const char* name_of(ClaimVerdict verdict) {
  switch (verdict) {
    case ClaimVerdict::kMatch:
      return "match";
    case ClaimVerdict::kTrend:
      return "trend";
    case ClaimVerdict::kMiss:
      return "miss";
    case ClaimVerdict::kContradicted:
      return "contradicted";
    case ClaimVerdict::kNotTestable:
      return "not testable";
  }
  MLLM_NPU_CHECK(false, std::to_string(static_cast<int>(verdict)));
}

std::vector<Claim> read_claims(const std::filesystem::path& path) {
  const boost::json::value json = read_json(path);
  const JsonReader file(path.string(), "", json);
  file.allow_only({"paper", "verdicts", "claims"});
  file.at("paper").string();
  for (const auto& [name, meaning] : file.at("verdicts").members()) {
    meaning.string();
    read_verdict({file.file(), file.at("verdicts").key(), boost::json::value(name)});
  }
  std::vector<Claim> claims;
  std::set<std::string> ids;
  for (const JsonReader& element : file.at("claims").elements()) {
    claims.push_back(read_claim(element));
    if (!ids.insert(claims.back().id).second) {
      element.at("id").fail("each claim once", claims.back().id + " again");
    }
  }
  return claims;
}

std::filesystem::path claims_file() { return data_root() / "datasets/paper/claims.json"; }

std::vector<Claim> paper_claims() { return read_claims(claims_file()); }

}  // namespace mllm_npu
