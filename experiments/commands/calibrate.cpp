#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "engine/base/json.h"
#include "experiments/calibration/calibrated_cards.h"
#include "experiments/calibration/residual_report.h"
#include "experiments/commands/program.h"

namespace mllm_npu {
namespace {

void calibrate_cards(bool dry_run) {
  const World world = read_world();
  const CalibrationRows rows = paper_calibration_rows();
  std::cerr << "fitting constants to " << rows.size() << " rows of role calibration\n";
  const Calibration calibration = calibrate(world, rows);
  std::cout << "Constants\n";
  print_constants(calibration, std::cout);
  std::cout << "\nResiduals\n";
  print_residuals(calibration, std::cout);
  std::cerr << "fitting again without each model\n";
  std::cout << "\nErrors on models that the fit has not seen\n";
  print_unseen_errors(leave_one_model_out(world, rows), std::cout);
  std::cout << '\n';
  for (const CardText& card : calibrated_cards(calibration)) {
    if (!dry_run) write_file(card.path, card.text);
    std::cout << (dry_run ? "not written: " : "written: ") << card.path.string() << '\n';
  }
}

}  // namespace

void add_calibrate(CLI::App& program) {
  const auto dry_run = std::make_shared<bool>(false);
  CLI::App* command = program.add_subcommand(
      "calibrate",
      "Fits the constants of the SoC and system cards to the paper's rows of role calibration,\n"
      "prints every residual and the error on models left out, and writes the cards");
  command->add_flag("--dry-run", *dry_run, "Leave the cards as they are");
  command->callback([dry_run] { calibrate_cards(*dry_run); });
}

}  // namespace mllm_npu
