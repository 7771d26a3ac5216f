#include <cmath>
#include <iostream>
#include <memory>
#include <optional>

#include "datasets/reference_model/reference_model.h"
#include "experiments/commands/command_line.h"
#include "experiments/commands/flag_values.h"
#include "experiments/commands/program.h"
#include "experiments/progress.h"
#include "experiments/text_table.h"

namespace mllm_npu {
namespace {

struct Flags {
  std::string output;
  std::string seed = std::to_string(ReferenceTraining{}.seed);
  std::string steps = std::to_string(ReferenceTraining{}.steps);
};

// Tells after equal shares of the steps, so that the time left can be told.
void train(const Flags& flags) {
  ReferenceTraining training;
  training.seed =
      static_cast<std::uint64_t>(integer_flag("--seed", flags.seed, 0, std::int64_t{1} << 53));
  training.steps = integer_flag("--steps", flags.steps, 1, 1'000'000);
  const std::int64_t share = (training.steps + 99) / 100;
  const auto shares = static_cast<int>((training.steps + share - 1) / share);
  std::optional<Progress> progress;
  train_reference_model(flags.output, training, [&](std::int64_t step, double loss) {
    if (!progress) progress.emplace(shares, std::cerr, steady_seconds);
    const std::string what = std::isnan(loss) ? "" : ", loss " + rounded(loss, 3);
    if (step == training.steps) {
      progress->done("trained" + what);
    } else if (step % share == 0) {
      progress->step("step " + std::to_string(step) + what);
    }
  });
  std::cout << flags.output << '\n';
}

}  // namespace

void add_train_reference_model(CommandLine& program) {
  const auto flags = std::make_shared<Flags>();
  CommandLine command = program.command(
      "train-reference-model", "Trains the small model of datasets/reference_model from its seed",
      [flags] { train(*flags); });
  command.required_text("--output", flags->output, "Folder to write");
  command.text("--seed", flags->seed, "Of the texts and of the numbers to begin with");
  command.text("--steps", flags->steps, "Of about a thousand tokens each");
}

}  // namespace mllm_npu
