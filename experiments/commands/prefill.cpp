#include <iostream>
#include <memory>

#include "baselines/system_catalog.h"
#include "engine/base/input_error.h"
#include "engine/graph/chunk.h"
#include "engine/model/model_catalog.h"
#include "engine/soc/soc_catalog.h"
#include "experiments/commands/command_line.h"
#include "experiments/commands/flag_values.h"
#include "experiments/commands/program.h"
#include "experiments/commands/supported_pair.h"
#include "experiments/commands/technique_flags.h"
#include "experiments/memory_tables.h"
#include "experiments/result_rows.h"
#include "experiments/text_table.h"

namespace mllm_npu {
namespace {

struct Flags {
  std::string device = "redmi-k70-pro";
  std::string model = "qwen1.5-1.8b";
  std::string system = "mllm-npu";
  std::string prompt_length = "1024";
  std::string power_sampling = "100";
  TechniqueFlags techniques;
  bool force = false;
  bool memory = false;
  bool json = false;
};

// Chunks of a prompt that a schedule takes in well under a minute and a few GB: its dependencies
// grow with the square.
constexpr std::int64_t kMaxChunks = 4096;

void check_names(const Flags& flags) {
  check_name_flag("--device", flags.device, device_names());
  check_name_flag("--model", flags.model, model_names());
  check_name_flag("--system", flags.system, names_of(system_catalog()));
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

// An hour; a reading a millisecond of the longest prefill is done in a second.
constexpr std::int64_t kLongestSampling = 3'600'000;

std::vector<Measure> all_measures(const PrefillResult& result, SimTime power_sampling) {
  std::vector<Measure> measures = prefill_measures(result.metrics);
  for (Measure& measure : energy_measures(result, power_sampling)) {
    if (measure.name != "prefill_energy") measures.push_back(std::move(measure));
  }
  if (result.trace) {
    for (Measure& measure : schedule_measures(result.metrics)) {
      if (measure.name != "npu_bubble_rate") measures.push_back(std::move(measure));
    }
  }
  measures.push_back({"graph_building_time", to_milliseconds(result.metrics.graph_building), "ms"});
  for (Measure& part : memory_measures(result.metrics.memory)) measures.push_back(std::move(part));
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

void print_memory(const PrefillResult& result) {
  std::cout << '\n' << memory_by_operator(result).text();
  if (result.trace) std::cout << '\n' << memory_over_time(result).text();
}

void check_techniques(const Flags& flags, const PrefillOptions& options) {
  if (options.shadow_scales != ShadowScales::kPerTensor) {
    throw InputError("command line", "--shadow-scales",
                     "per-tensor: the scales change numbers, and no time or memory of note",
                     flags.techniques.shadow_scales);
  }
  const Factors techniques = technique_factors(options);
  if (flags.system != "mllm-npu" && !techniques.empty()) {
    throw InputError("command line", "--system", "mllm-npu, the one whose techniques are options",
                     flags.system + " with " + factors_text(techniques));
  }
}

void note_limits(const PrefillMetrics& metrics, const ModelConfig& model,
                 const DeviceSpec& device) {
  if (metrics.prompt_length > model.max_position_embeddings) {
    std::cerr << "note: " << model.title << " was trained for " << model.max_position_embeddings
              << " tokens\n";
  }
  if (!fits_memory(metrics, device)) {
    std::cerr << "note: " << device.title << " has " << rounded(device.memory * 1e-9, 3)
              << " GB, so this could not run there\n";
  }
}

void prefill(const Flags& flags) {
  check_names(flags);
  if (flags.memory && flags.json) {
    throw InputError("command line", "--memory", "no --json beside it: it prints tables", "both");
  }
  const ModelConfig model = find_model(flags.model);
  const DeviceSpec device = find_device(flags.device);
  const std::int64_t length =
      integer_flag("--prompt-length", flags.prompt_length, 1, kMaxPromptLength);
  const std::chrono::milliseconds sampling(
      integer_flag("--power-sampling", flags.power_sampling, 1, kLongestSampling));
  const PrefillOptions options = options_of(flags.techniques);
  check_techniques(flags, options);
  check_chunk_count(length, options);
  const auto system = make_system(flags.system);
  check_supported("--model", *system, model, device, flags.force);
  const PrefillResult result = system->prefill(
      {.model = model, .device = device, .prompt_length = length, .options = options});
  ResultRow row = make_row({{"device", flags.device},
                            {"model", flags.model},
                            {"system", flags.system},
                            {"prompt_length", length}},
                           all_measures(result, sampling));
  for (auto& factor : technique_factors(options)) row.factors.push_back(std::move(factor));
  flags.json ? print_json(row) : print_row(row);
  if (flags.memory) print_memory(result);
  note_limits(result.metrics, model, device);
}

}  // namespace

void add_prefill(CommandLine& program) {
  const auto flags = std::make_shared<Flags>();
  CommandLine command = program.command(
      "prefill", "One simulated prefill: speed, time to first token, energy, bubbles, memory",
      [flags] { prefill(*flags); });
  command.text("--device", flags->device, "Phone");
  command.text("--model", flags->model, "Model");
  command.text("--system", flags->system, "Engine or baseline");
  command.text("--prompt-length", flags->prompt_length, "Tokens");
  command.flag("--force", flags->force, "Run a model that the paper does not run on the system");
  command.text("--power-sampling", flags->power_sampling,
               "Milliseconds between the phone's readings of its power, for sampled_energy");
  add_technique_flags(command, flags->techniques);
  command.flag("--memory", flags->memory,
               "Print memory by owner and operator, and by owner over time, as well");
  command.flag("--json", flags->json, "Print a row as in results/*.json");
}

}  // namespace mllm_npu
