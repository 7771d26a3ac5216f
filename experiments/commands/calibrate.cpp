#include <filesystem>
#include <iostream>
#include <memory>

#include "engine/base/json.h"
#include "experiments/calibration/calibrated_cards.h"
#include "experiments/calibration/calibration_report.h"
#include "experiments/commands/command_line.h"
#include "experiments/commands/program.h"
#include "experiments/report/document.h"

namespace mllm_npu {
namespace {

struct Flags {
  bool dry_run = false;
  std::string document = "REPRODUCE.md";
};

void print(const char* title, const TextTable& table) {
  std::cout << title << '\n' << table.text() << '\n';
}

void write_cards(const std::vector<CardText>& cards, bool dry_run) {
  for (const CardText& card : cards) {
    if (!dry_run) write_file(card.path, card.text);
    std::cout << (dry_run ? "not written  " : "written  ") << card.path.string() << '\n';
  }
}

void calibrate_cards(const Flags& flags) {
  const World world = read_world();
  const CalibrationRows rows = paper_calibration_rows();
  std::cerr << "[1/2] fitting constants to the rows of role calibration" << std::endl;
  const Calibration calibration = calibrate(world, rows);
  print("Constants", constant_table(calibration));
  print("What they were fitted to", stage_table(calibration));
  print("Residuals", residual_table(calibration));
  print("Errors on the rows that the constants were fitted to", mean_error_table(calibration));
  std::cerr << "[2/2] fitting again without each model" << std::endl;
  const std::vector<UnseenError> errors = leave_one_model_out(world, rows);
  print("Errors on models left out", unseen_error_table(errors));
  write_cards(calibrated_cards(calibration), flags.dry_run);
  if (!flags.dry_run && std::filesystem::exists(flags.document)) {
    update_document(flags.document, "calibration", calibration_report(calibration, errors));
  }
}

}  // namespace

void add_calibrate(CommandLine& program) {
  const auto flags = std::make_shared<Flags>();
  CommandLine command = program.command(
      "calibrate",
      "Fits the constants of the SoC and system cards to the paper's rows of role calibration,\n"
      "prints every residual and the error on models left out, and writes the cards",
      [flags] { calibrate_cards(*flags); });
  command.flag("--dry-run", flags->dry_run, "Leave cards and document as they are");
  command.text("--document", flags->document,
               "File whose lines between the markers \"calibration\" become the report, if "
               "it exists");
}

}  // namespace mllm_npu
