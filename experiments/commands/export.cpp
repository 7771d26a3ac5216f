#include <algorithm>
#include <iostream>
#include <memory>

#include "engine/base/input_error.h"
#include "engine/checkpoint/byte_vocabulary.h"
#include "engine/checkpoint/checkpoint.h"
#include "engine/model/model_catalog.h"
#include "engine/model/small_model.h"
#include "experiments/commands/command_line.h"
#include "experiments/commands/flag_values.h"
#include "experiments/commands/program.h"
#include "experiments/export_model.h"
#include "experiments/progress.h"

namespace mllm_npu {
namespace {

struct Flags {
  bool random = false;
  std::string model;
  std::string scale;
  std::string seed;
  std::string weights;
  std::string format;
  std::string type = "f16";
  std::string output;
  bool force = false;
};

[[noreturn]] void fail(const char* flag, const std::string& expected, const std::string& found) {
  throw InputError("command line", flag, expected, found);
}

ExportTarget::Form form_of(const Flags& flags) {
  check_name_flag("--format", flags.format, {"gguf", "safetensors"});
  return flags.format == "gguf" ? ExportTarget::Form::kGguf : ExportTarget::Form::kSafetensors;
}

StorageFormat type_of(const Flags& flags) {
  check_name_flag("--type", flags.type, {"f32", "f16", "q8_0"});
  if (flags.type == "q8_0" && flags.format != "gguf") {
    fail("--type", "f32 or f16 with --format " + flags.format, flags.type);
  }
  if (flags.type == "q8_0") return StorageFormat::kQ8_0;
  return flags.type == "f32" ? StorageFormat::kF32 : StorageFormat::kF16;
}

// One of the two, and nothing that belongs to the other.
void check_source(const Flags& flags) {
  if (flags.random && !flags.weights.empty()) fail("--random", "no --weights beside it", "both");
  if (!flags.random && flags.weights.empty()) fail("--random", "--random or --weights", "neither");
  if (flags.random) return;
  for (const auto& [flag, value] :
       {std::pair("--model", &flags.model), std::pair("--scale", &flags.scale),
        std::pair("--seed", &flags.seed)}) {
    if (!value->empty()) fail(flag, "--random beside it", "--weights");
  }
}

ModelConfig random_model(const Flags& flags) {
  check_name_flag("--model", flags.model, model_names());
  const ModelConfig model = find_model(flags.model);
  const std::string scale = flags.scale.empty() ? "SMALL" : flags.scale;
  check_name_flag("--scale", scale, {"SMALL", "FULL"});
  if (model.vocab_size < kMinByteVocabulary) {
    fail("--model", "a vocab_size of at least " + std::to_string(kMinByteVocabulary),
         std::to_string(model.vocab_size));
  }
  return scale == "FULL" ? model : small_version(model);
}

// Tells after equal shares of the numbers, so that the time left can be told.
WriteProgress told_progress(const std::string& output, std::int64_t total) {
  constexpr std::int64_t kNumbersPerStep = 100'000'000;
  constexpr std::int64_t kMaxSteps = 20;
  const std::int64_t steps = std::clamp(total / kNumbersPerStep, std::int64_t{1}, kMaxSteps);
  const auto progress =
      std::make_shared<Progress>(static_cast<int>(steps), std::cerr, steady_seconds);
  const auto begun = std::make_shared<std::int64_t>(0);
  return [=](std::int64_t numbers) {
    const std::int64_t step = std::min(numbers * steps / total + 1, steps);
    for (; *begun < step; ++*begun) progress->step("writing " + output);
    if (numbers == total) progress->done("written");
  };
}

void export_model(const Flags& flags) {
  check_source(flags);
  ExportTarget target{.form = form_of(flags), .format = type_of(flags)};
  if (flags.output.empty()) fail("--output", "a path", "nothing");
  target.output = flags.output;
  target.replace = flags.force;
  if (flags.random) {
    const ModelConfig model = random_model(flags);
    const std::int64_t seed =
        integer_flag("--seed", flags.seed.empty() ? "0" : flags.seed, 0, std::int64_t{1} << 53);
    target.progress = told_progress(flags.output, parameter_count(model));
    export_random(model, static_cast<std::uint64_t>(seed), target);
  } else {
    const Checkpoint checkpoint = open_checkpoint(flags.weights);
    target.progress = told_progress(flags.output, parameter_count(checkpoint.model()));
    const std::string obstacle = export_checkpoint(checkpoint, target);
    if (!obstacle.empty()) {
      std::cerr << "note: " << flags.output << " has no tokenizer: " << obstacle << '\n';
    }
  }
  std::cout << flags.output << '\n';
}

}  // namespace

void add_export(CommandLine& program) {
  const auto flags = std::make_shared<Flags>();
  CommandLine command = program.command(
      "export", "Writes a model with random weights, or a checkpoint in another format",
      [flags] { export_model(*flags); });
  command.flag("--random", flags->random, "Random weights for --model, the same every time");
  command.text("--model", flags->model, "With --random: which architecture");
  command.text("--scale", flags->scale,
               "With --random: SMALL, a few million weights, or FULL [SMALL]");
  command.text("--seed", flags->seed, "With --random: which numbers [0]");
  command.text("--weights", flags->weights,
               "Instead: a Hugging Face folder, GGUF file or llama2.c file to convert");
  command.text("--format", flags->format, "gguf, a file, or safetensors, a Hugging Face folder");
  command.text("--type", flags->type, "f32, f16, or q8_0 (gguf only)");
  command.text("--output", flags->output, "Path to write");
  command.flag("--force", flags->force, "Replace a model that is there");
}

}  // namespace mllm_npu
