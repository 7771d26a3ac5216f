#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "baselines/system_catalog.h"
#include "engine/base/input_error.h"
#include "engine/graph/chunk.h"
#include "engine/model/model_catalog.h"
#include "engine/schedule/policy_catalog.h"
#include "engine/soc/soc_catalog.h"
#include "experiments/commands/flag_values.h"
#include "experiments/commands/program.h"
#include "experiments/result_rows.h"
#include "experiments/text_table.h"

namespace mllm_npu {
namespace {

struct Flags {
  std::string device = "redmi-k70-pro";
  std::string model = "qwen1.5-1.8b";
  std::string system = "mllm-npu";
  std::string prompt_length = "1024";
  std::vector<std::string> chunk_lengths;
  std::string policy = "out-of-order";
  std::string pruning_rate = "85";
  std::string hot_channels = "3";
  std::string hot_outliers = "80";
  std::string group_size = "0";
  std::string float_processor = "cpu";
  bool no_chunk_sharing = false;
  bool no_shadow = false;
  bool no_equivalent_shapes = false;
  bool json = false;
};

// Chunks of a prompt that a schedule takes in well under a minute and a few GB: its dependencies
// grow with the square.
constexpr std::int64_t kMaxChunks = 4096;

template <class Entry>
std::vector<std::string> names_of(const std::vector<Entry>& catalog) {
  std::vector<std::string> names;
  for (const Entry& entry : catalog) names.emplace_back(entry.name);
  return names;
}

void check_names(const Flags& flags) {
  check_name_flag("--device", flags.device, device_names());
  check_name_flag("--model", flags.model, model_names());
  check_name_flag("--system", flags.system, names_of(system_catalog()));
  check_name_flag("--policy", flags.policy, names_of(policy_catalog()));
}

void check_chunk_count(std::int64_t prompt_length, const PrefillOptions& options) {
  check_options(options);
  const std::int64_t chunk_length = choose_chunk_length(prompt_length, options.chunk_lengths);
  const std::int64_t chunks = (prompt_length + chunk_length - 1) / chunk_length;
  if (!options.chunk_sharing || chunks <= kMaxChunks) return;
  throw InputError("command line", "--chunk-length",
                   "at most " + std::to_string(kMaxChunks) + " chunks",
                   std::to_string(chunks) + " of " + std::to_string(chunk_length) + " tokens");
}

Processor float_processor_of(const std::string& text) {
  if (text == "cpu") return Processor::kCpu;
  if (text == "gpu") return Processor::kGpu;
  throw InputError("command line", "--float-processor", "cpu or gpu", text);
}

double share_of(const char* flag, const std::string& percent) {
  return number_flag(flag, percent, 0, 100) / 100;
}

PrefillOptions options_of(const Flags& flags) {
  PrefillOptions options;
  if (!flags.chunk_lengths.empty()) options.chunk_lengths.clear();
  for (const std::string& length : flags.chunk_lengths) {
    options.chunk_lengths.push_back(integer_flag("--chunk-length", length, 1, kMaxPromptLength));
  }
  options.chunk_sharing = !flags.no_chunk_sharing;
  options.shadow = !flags.no_shadow;
  options.pruning_rate = share_of("--pruning-rate", flags.pruning_rate);
  options.hot_channel_share = share_of("--hot-channels", flags.hot_channels);
  options.hot_outlier_share = share_of("--hot-outliers", flags.hot_outliers);
  options.group_size = integer_flag("--group-size", flags.group_size, 0, 1 << 20);
  options.policy = flags.policy;
  options.equivalent_shapes = !flags.no_equivalent_shapes;
  options.float_processor = float_processor_of(flags.float_processor);
  return options;
}

std::vector<Measure> all_measures(const PrefillResult& result) {
  std::vector<Measure> measures = prefill_measures(result.metrics);
  if (result.trace) {
    for (Measure& measure : schedule_measures(result.metrics)) {
      if (measure.name != "npu_bubble_rate") measures.push_back(std::move(measure));
    }
  }
  const MemoryUse& memory = result.metrics.memory;
  measures.push_back({"weight_memory", to_gigabytes(memory.weights), "GB"});
  measures.push_back({"graph_memory", to_gigabytes(memory.graphs), "GB"});
  measures.push_back({"kv_cache_memory", to_gigabytes(memory.kv_cache), "GB"});
  measures.push_back({"shadow_memory", to_gigabytes(memory.shadow), "GB"});
  measures.push_back({"preparation_time", to_seconds(result.preparation), "s"});
  return measures;
}

void print_row(const ResultRow& row) {
  TextTable table({factors_text(row.factors), "", ""});
  for (const Measure& measure : row.measures) {
    table.add({"  " + measure.name, rounded(measure.value, 4), measure.unit});
  }
  std::cout << table.text();
}

void print_json(const ResultRow& row) {
  const boost::json::value record =
      to_json({.experiment = "prefill", .title = "One prefill", .context = {}, .rows = {row}});
  std::cout << to_text(record.at("rows").at(0)) << '\n';
}

void prefill(const Flags& flags) {
  check_names(flags);
  const ModelConfig model = find_model(flags.model);
  const DeviceSpec device = find_device(flags.device);
  const std::int64_t length =
      integer_flag("--prompt-length", flags.prompt_length, 1, kMaxPromptLength);
  const PrefillOptions options = options_of(flags);
  check_chunk_count(length, options);
  const PrefillResult result =
      make_system(flags.system)
          ->prefill(
              {.model = model, .device = device, .prompt_length = length, .options = options});
  const ResultRow row = make_row({{"device", flags.device},
                                  {"model", flags.model},
                                  {"system", flags.system},
                                  {"prompt_length", length}},
                                 all_measures(result));
  flags.json ? print_json(row) : print_row(row);
  if (!fits_memory(result.metrics, device)) {
    std::cerr << "note: " << device.title << " has " << rounded(device.memory * 1e-9, 3)
              << " GB, so this could not run there\n";
  }
}

void add_technique_flags(CLI::App& command, Flags& flags) {
  command.add_option("--chunk-length", flags.chunk_lengths,
                     "Chunk lengths for which graphs are built (default 64 128 256); a prompt "
                     "takes the shortest that holds it, else the longest");
  command.add_option("--policy", flags.policy, "Order of the subgraphs (see `mllm-npu list`)")
      ->capture_default_str();
  command
      .add_option("--pruning-rate", flags.pruning_rate,
                  "Linears without shadow, least important first, in %")
      ->capture_default_str();
  command
      .add_option("--hot-channels", flags.hot_channels,
                  "Channels whose weights stay in memory for the shadow, in %")
      ->capture_default_str();
  command
      .add_option("--hot-outliers", flags.hot_outliers,
                  "Outliers that fall on hot channels, in %; the others read flash")
      ->capture_default_str();
  command
      .add_option("--group-size", flags.group_size,
                  "Per-group quantisation: channels a group; 0: per tensor")
      ->capture_default_str();
  command
      .add_option("--float-processor", flags.float_processor,
                  "Runs attention and norms: cpu or gpu")
      ->capture_default_str();
  command.add_flag("--no-chunk-sharing", flags.no_chunk_sharing,
                   "One graph for the whole prompt, built once the prompt is known");
  command.add_flag("--no-shadow", flags.no_shadow, "Outliers are lost");
  command.add_flag("--no-equivalent-shapes", flags.no_equivalent_shapes,
                   "Rows as they come, not in the NPU's best layout");
}

}  // namespace

void add_prefill(CLI::App& program) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* command = program.add_subcommand(
      "prefill", "One simulated prefill: speed, time to first token, energy, bubbles, memory");
  command->add_option("--device", flags->device, "Phone")->capture_default_str();
  command->add_option("--model", flags->model, "Model")->capture_default_str();
  command->add_option("--system", flags->system, "Engine or baseline")->capture_default_str();
  command->add_option("--prompt-length", flags->prompt_length, "Tokens")->capture_default_str();
  add_technique_flags(*command, *flags);
  command->add_flag("--json", flags->json, "Print a row as in results/*.json");
  command->callback([flags] { prefill(*flags); });
}

}  // namespace mllm_npu
