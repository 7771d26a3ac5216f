#include "experiments/commands/quantizer_flags.h"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "engine/base/input_error.h"
#include "experiments/commands/command_line.h"
#include "experiments/commands/flag_values.h"
#include "experiments/commands/technique_flags.h"

namespace mllm_npu {
namespace {

// "--migration-strength" of migration_strength; the seed has a name of its own, beside the seeds of
// other things.
std::string flag_of(const std::string& option) {
  if (option == "seed") return "--rotation-seed";
  std::string flag = "--" + option;
  std::ranges::replace(flag, '_', '-');
  return flag;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

void check_names(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    check_name_flag("--quantizer", name, names_of(quantizer_catalog()));
    if (std::ranges::count(names, name) == 1) continue;
    throw InputError("command line", "--quantizer", "each name once", joined(names));
  }
}

// A value that changes nothing would be taken for one that did.
void check_taken(const std::string& option, const std::vector<std::string>& names) {
  std::vector<std::string> takers;
  for (const QuantizerEntry& entry : quantizer_catalog()) {
    if (entry.option != option) continue;
    if (std::ranges::find(names, entry.name) != names.end()) return;
    takers.emplace_back(entry.name);
  }
  throw InputError("command line", flag_of(option), "a --quantizer that has it: " + joined(takers),
                   joined(names));
}

}  // namespace

std::vector<std::pair<std::string, std::string>> given_options(const QuantizerFlags& flags) {
  std::vector<std::pair<std::string, std::string>> given = {
      {"migration_strength", flags.migration_strength},
      {"outlier_threshold", flags.outlier_threshold},
      {"awq_group_size", flags.awq_group_size},
      {"seed", flags.rotation_seed},
      {"short_super_blocks", flags.short_super_blocks ? "on" : ""}};
  std::erase_if(given, [](const auto& option) { return option.second.empty(); });
  return given;
}

QuantizerOptions options_of(const QuantizerFlags& flags) {
  check_names(flags.names);
  QuantizerOptions options;
  options.short_super_blocks = flags.short_super_blocks;
  for (const auto& [option, text] : given_options(flags)) {
    check_taken(option, flags.names);
    const std::string flag = flag_of(option);
    if (option == "migration_strength") options.migration_strength = number_flag(flag, text, 0, 1);
    if (option == "outlier_threshold") {
      options.outlier_threshold = static_cast<float>(number_flag(flag, text, 0.001, 10000));
    }
    if (option == "awq_group_size") options.awq_group_size = integer_flag(flag, text, 1, 1 << 20);
    if (option == "seed") {
      options.seed = static_cast<std::uint64_t>(
          integer_flag(flag, text, 0, std::numeric_limits<std::int64_t>::max()));
    }
  }
  return options;
}

void add_quantizer_flags(CommandLine& command, QuantizerFlags& flags) {
  command.comma_texts("--quantizer", flags.names,
                      "Methods to compare with, on the float model's other equations (see "
                      "`mllm-npu list`)");
  command.text("--migration-strength", flags.migration_strength,
               "SmoothQuant's alpha, 0 to 1 (default 0.5)");
  command.text("--outlier-threshold", flags.outlier_threshold,
               "LLM.int8(): channels that reach it stay fp16 (default 6)");
  command.text("--awq-group-size", flags.awq_group_size,
               "AWQ: weights that share a scale (default 128)");
  command.text("--rotation-seed", flags.rotation_seed, "Hadamard: seed of the signs (default 1)");
  command.flag("--short-super-blocks", flags.short_super_blocks,
               "Q4_K also for rows that are no multiple of 256, which no file can hold");
}

}  // namespace mllm_npu
