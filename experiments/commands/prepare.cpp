#include <iostream>
#include <memory>

#include "engine/base/input_error.h"
#include "engine/runtime/saved_preparation.h"
#include "experiments/commands/command_line.h"
#include "experiments/commands/flag_values.h"
#include "experiments/commands/program.h"
#include "experiments/commands/technique_flags.h"
#include "experiments/loaded_model.h"
#include "experiments/preparation_report.h"

namespace mllm_npu {
namespace fs = std::filesystem;
namespace {

struct Flags {
  std::string weights;
  std::string calibration;
  std::string scale_rule = "outlier-channels";
  std::string outlier_channels = "0.3";
  std::string hot_channels = "3";
  std::string pruning_rate = "85";
  std::string shadow_scales = "per-tensor";
  std::string out;
};

double share_of(const char* flag, const std::string& percent) {
  return number_flag(flag, percent, 0, 100) / 100;
}

OutlierOptions options_of(const Flags& flags) {
  const auto& rules = scale_rule_names();
  check_name_flag("--scale-rule", flags.scale_rule, {rules.begin(), rules.end()});
  return {.rule = scale_rule_of(flags.scale_rule),
          .outlier_channel_share = share_of("--outlier-channels", flags.outlier_channels),
          .hot_channel_share = share_of("--hot-channels", flags.hot_channels)};
}

// Where nothing is clipped, no shadow is left whose weights could have scales.
ShadowScales shadow_scales_of(const Flags& flags) {
  const ShadowScales scales = mllm_npu::shadow_scales_of(flags.shadow_scales);
  if (scales == ShadowScales::kPerTensor || flags.scale_rule != "max-min") return scales;
  throw InputError("command line", "--shadow-scales", "a --scale-rule that leaves outliers",
                   flags.shadow_scales + " with " + flags.scale_rule);
}

// Beside the checkpoint: in its folder, or next to its file.
fs::path folder_of(const Flags& flags) {
  if (!flags.out.empty()) return flags.out;
  std::error_code error;
  const fs::path weights = flags.weights;
  return fs::is_directory(weights, error) ? weights / "mllm-npu"
                                          : fs::path(flags.weights + ".mllm-npu");
}

void prepare(const Flags& flags) {
  const OutlierOptions options = options_of(flags);
  const double pruning_rate = share_of("--pruning-rate", flags.pruning_rate);
  const ShadowScales shadow_scales = shadow_scales_of(flags);
  OpenModel open(flags.weights);
  std::optional<fs::path> text;
  if (!flags.calibration.empty()) text = flags.calibration;
  const auto corpus = calibration_corpus(open, text);
  const std::string name = text ? flags.calibration : "project's texts";
  std::cerr << "calibrating\n";
  const SavedStatistics saved{.corpus = corpus_context(name, corpus),
                              .options = options,
                              .pruning_rate = pruning_rate,
                              .channel_scales = shadow_scales == ShadowScales::kPerChannel,
                              .statistics = outliers_of(open, corpus, options, resident_share())};
  const fs::path folder = folder_of(flags);
  std::cerr << "quantising\n";
  save_preparation(folder, open.weights(), saved);
  std::cout << preparation_report(open.model(), saved) << '\n'
            << statistics_file_in(folder).string() << '\n'
            << shadow_file_in(folder).string() << '\n';
}

}  // namespace

void add_prepare(CommandLine& program) {
  const auto flags = std::make_shared<Flags>();
  CommandLine command = program.command(
      "prepare",
      "Calibrates a checkpoint and saves what it found, for --prepared of the other commands",
      [flags] { prepare(*flags); });
  command.required_text("--weights", flags->weights,
                        "Hugging Face folder, .gguf file or llama2.c .bin file");
  command.text("--calibration", flags->calibration,
               "Text file to calibrate with (default: texts of this project)");
  command.text("--scale-rule", flags->scale_rule,
               "Which values are outliers: outlier-channels, the share below; signed-percentile, "
               "above the 99.9th of the signed values; max-min, none");
  command.text("--outlier-channels", flags->outlier_channels,
               "Channels of a chunk that have outliers, on average, in %");
  command.text("--hot-channels", flags->hot_channels,
               "Channels whose weights stay in memory for the shadow, in %");
  command.text("--pruning-rate", flags->pruning_rate,
               "Linears without shadow, least important first, in %");
  command.text("--shadow-scales", flags->shadow_scales,
               "Weights of the shadow: the NPU's own (per-tensor), or int8 with a scale for each "
               "input channel (per-channel)");
  command.text("--out", flags->out,
               "Folder to write (default: mllm-npu in the folder of --weights, "
               "or next to the file, FILE.mllm-npu)");
}

}  // namespace mllm_npu
