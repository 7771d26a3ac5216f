#include <iostream>
#include <memory>

#include "experiments/commands/command_line.h"
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

void add_plot(CommandLine& program) {
  const auto flags = std::make_shared<Flags>();
  CommandLine command =
      program.command("plot", "Draws figures again from results that are there", [flags] {
        const auto pictures =
            draw_figures(flags->results_dir, flags->figures_dir, figure_ids_of(flags->ids));
        for (const auto& picture : pictures) std::cout << picture.string() << '\n';
      });
  command.texts("ID", flags->ids, "Figures, named as the experiments; none: all with results");
  command.text("--results-dir", flags->results_dir, "Where ID.json lies");
  command.text("--figures-dir", flags->figures_dir, "Where ID.{png,svg,pdf} are written");
}

}  // namespace mllm_npu
