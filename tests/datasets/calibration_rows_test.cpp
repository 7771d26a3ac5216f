#include "datasets/paper/calibration_rows.h"

#include <set>
#include <type_traits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "datasets/paper/printed_numbers.h"
#include "tests/architecture/source_tree.h"

namespace mllm_npu {
namespace {

using architecture::SourceFile;
using architecture::SourceTree;
using architecture::Violations;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

PrintedNumber number(const std::string& id, const std::string& model, Role role) {
  PrintedNumber row;
  row.id = id;
  row.factors.emplace_back("model", model);
  row.measure = role_name(role);
  row.role = role;
  return row;
}

PrintedNumbers some_numbers() {
  return PrintedNumbers({number("fig14", "qwen1.5-1.8b", Role::kCalibration),
                         number("fig14", "gemma-2b", Role::kValidation),
                         number("fig14", "phi-2-2.7b", Role::kMechanism),
                         number("fig14", "llama-2-7b", Role::kCalibration),
                         number("fig15", "qwen1.5-1.8b", Role::kCalibration),
                         number("fig15", "gemma-2b", Role::kValidation)});
}

std::vector<std::string> models_of(const CalibrationRows& rows) {
  std::vector<std::string> models;
  for (const PrintedNumber& row : rows) models.push_back(factor_text(row.factors[0].second));
  return models;
}

TEST(CalibrationRows, AreThoseOfRoleCalibration) {
  EXPECT_THAT(models_of(calibration_rows(some_numbers())),
              ElementsAre("qwen1.5-1.8b", "llama-2-7b", "qwen1.5-1.8b"));
}

TEST(CalibrationRows, AreThoseOfOneExperimentIfAsked) {
  EXPECT_THAT(models_of(calibration_rows(some_numbers(), "fig14")),
              ElementsAre("qwen1.5-1.8b", "llama-2-7b"));
  EXPECT_EQ(calibration_rows(some_numbers(), "fig13").size(), 0u);
}

TEST(CalibrationRows, CanLeaveOneModelOut) {
  const CalibrationRows rows = calibration_rows(some_numbers()).where([](const PrintedNumber& row) {
    return factor_text(row.factors[0].second) != "qwen1.5-1.8b";
  });
  EXPECT_THAT(models_of(rows), ElementsAre("llama-2-7b"));
}

TEST(CalibrationRows, CannotBeMadeOfOtherRows) {
  EXPECT_FALSE((std::is_constructible_v<CalibrationRows, std::vector<PrintedNumber>>));
  EXPECT_FALSE((std::is_constructible_v<CalibrationRows, PrintedNumbers>));
  EXPECT_FALSE(std::is_default_constructible_v<CalibrationRows>);
}

TEST(CalibrationRows, OfThePaperAreAllOfRoleCalibration) {
  EXPECT_GT(paper_calibration_rows().size(), 0u);
  for (const PrintedNumber& row : paper_calibration_rows()) {
    EXPECT_EQ(row.role, Role::kCalibration) << row.id;
  }
}

// ---- nobody walks around the firewall
// -------------------------------------------------------------

// The engine and the baselines, and whatever is named after calibrating or fitting, work on
// constants.
bool works_on_constants(const std::string& path) {
  if (path.starts_with("datasets/paper/")) return false;
  if (path.starts_with("engine/") || path.starts_with("baselines/")) return true;
  return path.find("calibrat") != std::string::npos || path.find("fit") != std::string::npos;
}

constexpr const char* kAllNumbers = "datasets/paper/printed_numbers.h";
constexpr const char* kClaims = "datasets/paper/claims.h";

// Whether `file` includes kAllNumbers or kClaims, itself or by way of other headers of the tree.
bool sees_all_numbers(const SourceFile& file, const SourceTree& tree,
                      std::set<std::string>& visited) {
  for (const std::string& include : includes_of(file)) {
    if (include == kAllNumbers || include == kClaims) return true;
    if (!visited.insert(include).second) continue;
    for (const SourceFile& next : tree) {
      if (next.path == include && sees_all_numbers(next, tree, visited)) return true;
    }
  }
  return false;
}

// Files that work on constants and see rows other than those of role calibration, and files that
// read the printed numbers past their reader.
Violations ways_around_the_firewall(const SourceTree& tree) {
  Violations violations;
  for (const SourceFile& file : tree) {
    if (file.path.starts_with("datasets/paper/")) continue;
    if (file.text.find("numbers.json\"") != std::string::npos) {
      violations.push_back(file.path + " opens the printed numbers by itself");
    }
    std::set<std::string> visited;
    if (works_on_constants(file.path) && sees_all_numbers(file, tree, visited)) {
      violations.push_back(file.path + " sees all printed numbers");
    }
  }
  return violations;
}

TEST(CalibrationFirewall, NoCodeThatWorksOnConstantsSeesAnotherRole) {
  EXPECT_THAT(ways_around_the_firewall(architecture::code_of_this_repository()), IsEmpty());
}

TEST(CalibrationFirewall, AFitThatSeesAllNumbersIsFound) {
  const std::string all = "#include \"datasets/paper/printed_numbers.h\"\n";
  EXPECT_THAT(ways_around_the_firewall({{"engine/soc/latency.cpp", all},
                                        {"baselines/systems/mnn_cpu.cpp", all},
                                        {"experiments/calibrate.cpp", all},
                                        {"experiments/fig14.cpp", all}}),
              ElementsAre("engine/soc/latency.cpp sees all printed numbers",
                          "baselines/systems/mnn_cpu.cpp sees all printed numbers",
                          "experiments/calibrate.cpp sees all printed numbers"));
}

TEST(CalibrationFirewall, AFitThatSeesAllNumbersThroughAnotherHeaderIsFound) {
  EXPECT_THAT(
      ways_around_the_firewall(
          {{"experiments/calibrate.cpp", "#include \"experiments/world.h\"\n"},
           {"experiments/world.h", "#include \"experiments/paper_values.h\"\n"},
           {"experiments/paper_values.h", "#include \"datasets/paper/printed_numbers.h\"\n"}}),
      ElementsAre("experiments/calibrate.cpp sees all printed numbers"));
}

TEST(CalibrationFirewall, CodeThatOpensTheFileByItselfIsFound) {
  EXPECT_THAT(ways_around_the_firewall({{"experiments/fig14.cpp",
                                         "read_json(root / \"datasets/paper/numbers.json\");"}}),
              ElementsAre("experiments/fig14.cpp opens the printed numbers by itself"));
}

TEST(CalibrationFirewall, AFitThatSeesTheClaimsIsFound) {
  EXPECT_THAT(ways_around_the_firewall(
                  {{"experiments/calibrate.cpp", "#include \"datasets/paper/claims.h\"\n"}}),
              ElementsAre("experiments/calibrate.cpp sees all printed numbers"));
}

TEST(CalibrationFirewall, AFitOnCalibrationRowsIsFine) {
  EXPECT_THAT(ways_around_the_firewall({{"experiments/calibrate.cpp",
                                         "#include \"datasets/paper/calibration_rows.h\"\n"}}),
              IsEmpty());
}

}  // namespace
}  // namespace mllm_npu
