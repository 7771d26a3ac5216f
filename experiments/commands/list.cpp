#include <iostream>

#include "baselines/quantizers/quantizer_catalog.h"
#include "baselines/system_catalog.h"
#include "engine/schedule/policy_catalog.h"
#include "engine/soc/latency_catalog.h"
#include "experiments/commands/command_line.h"
#include "experiments/commands/program.h"
#include "experiments/experiment_catalog.h"
#include "experiments/text_table.h"

namespace mllm_npu {
namespace {

void print(const char* title, const TextTable& table) {
  std::cout << title << '\n' << table.text() << '\n';
}

TextTable device_table(const World& world) {
  TextTable table({"  name", "title", "SoC"});
  for (const auto& [name, device] : world.devices) {
    table.add({"  " + name, device.title, device.soc.name});
  }
  return table;
}

TextTable model_table(const World& world) {
  TextTable table({"  name", "title", "layers", "hidden", "FFN"});
  for (const auto& [name, model] : world.models) {
    table.add({"  " + name, model.title, std::to_string(model.num_hidden_layers),
               std::to_string(model.hidden_size), std::to_string(model.intermediate_size)});
  }
  return table;
}

template <class Entry>
TextTable summary_table(const std::vector<Entry>& entries) {
  TextTable table({"  name", "what"});
  for (const Entry& entry : entries) {
    table.add({"  " + std::string(entry.name), entry.summary});
  }
  return table;
}

void list() {
  TextTable experiments({"  ID", "in the paper", "what"});
  for (const Experiment& experiment : experiment_catalog()) {
    experiments.add({std::string("  ") + experiment.id, experiment.place, experiment.title});
  }
  const World world = read_world();
  print("Experiments (mllm-npu reproduce ID)", experiments);
  print("Systems (--system)", summary_table(system_catalog()));
  print("Scheduling policies (--policy)", summary_table(policy_catalog()));
  print("Latency models (--latency-model)", summary_table(latency_model_catalog()));
  print("Quantizers (--quantizer)", summary_table(quantizer_catalog()));
  print("Devices (--device)", device_table(world));
  print("Models (--model)", model_table(world));
}

}  // namespace

void add_list(CommandLine& program) {
  program.command("list",
                  "Experiments, systems, policies, quantizers, devices and models there are", list);
}

}  // namespace mllm_npu
