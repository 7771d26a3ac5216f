#include "experiments/ledger/claim_report.h"

#include <array>
#include <utility>

#include "experiments/text_table.h"

namespace mllm_npu {
namespace {

constexpr int kShownDigits = 4;

std::string range_text(double low, double high, const std::string& unit) {
  const std::string end = low < high ? " to " + rounded(high, kShownDigits) : "";
  return rounded(low, kShownDigits) + end + " " + unit;
}

std::string paper_text(const Claim& claim) {
  if (!claim.low) return "";
  const char* bound = claim.compare == Compare::kAbove   ? "> "
                      : claim.compare == Compare::kBelow ? "< "
                                                         : "";
  return bound + range_text(*claim.low, claim.high, claim.unit);
}

// What to do where something is not at hand.
std::string run_text(const Finding& finding) {
  return "run `mllm-npu reproduce " + finding.missing + "`";
}

std::string ours_text(const Finding& finding) {
  if (!finding.ours) return run_text(finding);
  return range_text(finding.ours->low, finding.ours->high, finding.claim.unit);
}

std::string verdict_text(const Finding& finding) {
  const std::string committed = name_of(finding.claim.verdict);
  if (!finding.verdict) return "(committed: " + committed + ")";
  const std::string now = name_of(*finding.verdict);
  return has_changed(finding) ? now + " (committed: " + committed + ")" : now;
}

std::string operation_text(const Reading& reading) {
  switch (reading.as) {
    case ReadAs::kValue:
      return "";
    case ReadAs::kRatio:
      return " over";
    case ReadAs::kReduction:
      return " saved of";
    case ReadAs::kDifference:
      return " less";
  }
  return "";
}

// The experiment, measure and rows that test a claim.
std::string test_text(const Reading& test) {
  std::string text = test.id + " " + test.measure + ": " + factors_text(test.row);
  if (test.as != ReadAs::kValue) text += operation_text(test) + " " + factors_text(test.other);
  return text;
}

// The factors of a reading that not all of its kind have.
std::string reading_text(const NearestReading& nearest) {
  Factors factors = nearest.factors;
  std::erase_if(factors, [&](const auto& factor) {
    return find_factor(nearest.among, factor.first) != nullptr;
  });
  return factors_text(factors);
}

std::string sides_text(const Finding& finding) {
  if (!finding.claim.because.empty()) return finding.claim.because;
  if (!finding.verdict) return run_text(finding);
  std::string text;
  for (std::size_t i = 0; i < finding.sides.size(); ++i) {
    text += (i == 0 ? "" : "; ") + finding.claim.sides[i].what + ": " +
            rounded(finding.sides[i], kShownDigits) + " " + finding.claim.unit;
  }
  return text;
}

enum class Part { kTested, kConflict, kUntested };

Part part_with(const Claim& claim) {
  if (claim.test) return Part::kTested;
  const bool disagrees = !claim.sides.empty() || claim.verdict == ClaimVerdict::kContradicted;
  return disagrees ? Part::kConflict : Part::kUntested;
}

std::string title_of(const Claim& claim, bool words) { return words ? claim.text : claim.id; }

TextTable tested_table(const std::vector<Finding>& findings, bool words) {
  std::vector<std::string> header = {"claim", "where", "paper", "ours", "verdict", "tested by"};
  if (words) header.insert(header.begin() + 2, "holds for");
  TextTable table(header);
  for (const Finding& finding : findings) {
    const Claim& claim = finding.claim;
    if (part_with(claim) != Part::kTested) continue;
    std::vector<std::string> cells = {title_of(claim, words), claim.where,
                                      paper_text(claim),      ours_text(finding),
                                      verdict_text(finding),  test_text(*claim.test)};
    if (words) cells.insert(cells.begin() + 2, claim.condition);
    table.add(std::move(cells));
  }
  return table;
}

TextTable readings_table(const std::vector<Finding>& findings, bool words) {
  TextTable table({"claim", "paper", "readings", "with", "from, to", "nearest", "which is"});
  for (const Finding& finding : findings) {
    for (const NearestReading& nearest : finding.nearest) {
      const std::string& unit = finding.claim.unit;
      table.add({title_of(finding.claim, words), paper_text(finding.claim),
                 std::to_string(nearest.of), factors_text(nearest.among),
                 range_text(nearest.smallest, nearest.largest, unit),
                 range_text(nearest.value, nearest.value, unit), reading_text(nearest)});
    }
  }
  return table;
}

TextTable conflicts_table(const std::vector<Finding>& findings, bool words) {
  TextTable table({"conflict", "where", "numbers", "verdict"});
  for (const Finding& finding : findings) {
    if (part_with(finding.claim) != Part::kConflict) continue;
    table.add({title_of(finding.claim, words), finding.claim.where, sides_text(finding),
               verdict_text(finding)});
  }
  return table;
}

TextTable untested_table(const std::vector<Finding>& findings, bool words) {
  TextTable table({"claim", "where", "paper", "verdict", "why"});
  for (const Finding& finding : findings) {
    const Claim& claim = finding.claim;
    if (part_with(claim) != Part::kUntested) continue;
    table.add({title_of(claim, words), claim.where, paper_text(claim), verdict_text(finding),
               claim.because});
  }
  return table;
}

std::string counts_text(const std::vector<Finding>& findings) {
  std::array<int, 5> counts{};
  int changed = 0;
  int missing = 0;
  for (const Finding& finding : findings) {
    if (finding.verdict) ++counts[static_cast<std::size_t>(*finding.verdict)];
    missing += finding.verdict ? 0 : 1;
    changed += has_changed(finding) ? 1 : 0;
  }
  std::string text;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    text += (i == 0 ? "" : ", ") + std::to_string(counts[i]) + " " +
            name_of(static_cast<ClaimVerdict>(i));
  }
  if (missing > 0) text += ", " + std::to_string(missing) + " without results";
  if (changed > 0) text += "; " + std::to_string(changed) + " other than committed";
  return text + "\n";
}

boost::json::value range_json(double low, double high) {
  if (low < high) return boost::json::array{low, high};
  return low;
}

boost::json::object test_json(const Reading& test) {
  boost::json::object json = {
      {"experiment", test.id}, {"measure", test.measure}, {"row", factors_json(test.row)}};
  if (test.as != ReadAs::kValue) json["other"] = factors_json(test.other);
  return json;
}

boost::json::array sides_json(const Finding& finding) {
  boost::json::array sides;
  for (std::size_t i = 0; i < finding.claim.sides.size(); ++i) {
    boost::json::object side = {{"what", finding.claim.sides[i].what}, {"value", nullptr}};
    if (i < finding.sides.size()) side["value"] = finding.sides[i];
    sides.push_back(std::move(side));
  }
  return sides;
}

boost::json::array nearest_json(const std::vector<NearestReading>& nearest) {
  boost::json::array json;
  for (const NearestReading& each : nearest) {
    json.push_back({{"among", factors_json(each.among)},
                    {"readings", each.of},
                    {"smallest", each.smallest},
                    {"largest", each.largest},
                    {"value", each.value},
                    {"row", factors_json(each.factors)}});
  }
  return json;
}

void add_comparison(const Finding& finding, boost::json::object& json) {
  const Claim& claim = finding.claim;
  if (claim.test) {
    json["test"] = test_json(*claim.test);
    json["ours"] = nullptr;
    if (finding.ours) json["ours"] = range_json(finding.ours->low, finding.ours->high);
  }
  if (!finding.nearest.empty()) json["nearest"] = nearest_json(finding.nearest);
  if (!claim.sides.empty()) json["sides"] = sides_json(finding);
  if (!claim.because.empty()) json["because"] = claim.because;
}

boost::json::object finding_json(const Finding& finding) {
  const Claim& claim = finding.claim;
  boost::json::object json = {{"id", claim.id},
                              {"text", claim.text},
                              {"where", claim.where},
                              {"condition", claim.condition},
                              {"role", role_name(claim.role)}};
  if (claim.low) json["value"] = range_json(*claim.low, claim.high);
  if (!claim.unit.empty()) json["unit"] = claim.unit;
  if (claim.compare != Compare::kValue) {
    json["compare"] = claim.compare == Compare::kAbove ? "above" : "below";
  }
  add_comparison(finding, json);
  json["verdict"] = nullptr;
  if (finding.verdict) json["verdict"] = name_of(*finding.verdict);
  json["committed_verdict"] = name_of(claim.verdict);
  if (!finding.missing.empty()) json["missing"] = finding.missing;
  return json;
}

}  // namespace

std::string claims_text(const std::vector<Finding>& findings) {
  return tested_table(findings, false).text() + "\n" + readings_table(findings, false).text() +
         "\n" + conflicts_table(findings, false).text() + "\n" +
         untested_table(findings, false).text() + "\n" + counts_text(findings);
}

std::string claims_markdown(const std::vector<Finding>& findings) {
  return "\n" + counts_text(findings) + "\n### Claims that an experiment tests\n\n" +
         tested_table(findings, true).markdown() +
         "\n### Claims that can be read in several ways\n\n" +
         readings_table(findings, true).markdown() +
         "\n### Where the paper's own numbers disagree\n\n" +
         conflicts_table(findings, true).markdown() + "\n### Claims that nothing tests\n\n" +
         untested_table(findings, true).markdown();
}

boost::json::object claims_json(const std::vector<Finding>& findings) {
  boost::json::array claims;
  for (const Finding& finding : findings) claims.push_back(finding_json(finding));
  return {{"claims", std::move(claims)}};
}

}  // namespace mllm_npu
