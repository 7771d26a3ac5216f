#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "experiments/commands/program.h"
#include "experiments/experiment_catalog.h"
#include "plots/draw_figures.h"

namespace mllm_npu {
namespace {

struct Flags {
  std::vector<std::string> ids;
  std::string results_dir = "results";
  std::string figures_dir = "figures";
};

std::vector<std::string> figure_ids_of(const std::vector<std::string>& asked) {
  std::vector<std::string> ids;
  if (asked.empty()) return ids;  // whatever has results
  for (const Experiment& experiment : find_experiments(asked)) ids.emplace_back(experiment.id);
  return ids;
}

}  // namespace

void add_plot(CLI::App& program) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* command =
      program.add_subcommand("plot", "Draws figures again from results that are there");
  command->add_option("ID", flags->ids,
                      "Figures, named as the experiments; none: all with results");
  command->add_option("--results-dir", flags->results_dir, "Where ID.json lies")
      ->capture_default_str();
  command->add_option("--figures-dir", flags->figures_dir, "Where ID.{png,svg,pdf} are written")
      ->capture_default_str();
  command->callback([flags] {
    const auto pictures =
        draw_figures(flags->results_dir, flags->figures_dir, figure_ids_of(flags->ids));
    for (const auto& picture : pictures) std::cout << picture.string() << '\n';
  });
}

}  // namespace mllm_npu
