#include "experiments/experiment_catalog.h"

#include <algorithm>

#include "engine/base/input_error.h"

namespace mllm_npu {
namespace {

bool belongs(const std::string& experiment, const std::string& id) {
  return experiment == id || experiment.starts_with(id + "-");
}

void check_known(const std::string& id) {
  std::string known;
  for (const Experiment& experiment : experiment_catalog()) {
    if (belongs(experiment.id, id)) return;
    known += (known.empty() ? "" : ", ") + std::string(experiment.id);
  }
  throw InputError("command line", "ID", "one of " + known, id);
}

}  // namespace

const std::vector<Experiment>& experiment_catalog() {
  static const std::vector<Experiment> kExperiments = {
      {"summary", "Abstract", "Speedups and savings, under every reading", run_summary},
      {"fig1", "Fig. 1", "Share of the prefill in a request", run_fig1},
      {"table1", "Table 1", "Longest prompt of each model", run_table1},
      {"table2", "Table 2", "Formats of the NPUs, and how fast they are", run_table2},
      {"fig2", "Fig. 2", "Life of an NPU graph, step by step", run_fig2},
      {"fig4", "Fig. 4", "Latency of an operator and accuracy, by way to quantise", run_fig4, true},
      {"table3", "Table 3", "One matrix product on each processor", run_table3},
      {"fig8", "Fig. 8", "Price of a token on the NPU, by chunk length", run_fig8},
      {"graph-memory", "Section 3.2", "Memory of the graphs, shared by the chunks or not",
       run_graph_memory},
      {"fig10", "Fig. 10", "Outlier channels, layer by layer", run_fig10, true},
      {"fig11", "Fig. 11", "How often each channel is an outlier", run_fig11, true},
      {"fig12-left", "Fig. 12", "Importance of the outliers of each linear", run_fig12_left, true},
      {"fig12-right", "Fig. 12", "What accuracy loses as shadows are pruned", run_fig12_right,
       true},
      {"hot-channels", "Section 3.3", "Memory of hot channels against flash reads",
       run_hot_channels, true},
      {"calibration-domain", "Section 3.3", "Calibrated on one domain, tested on another",
       run_calibration_domain, true},
      {"shadow-share", "Section 3.3", "Time and memory of the shadows beside the NPU's products",
       run_shadow_share},
      {"fig13", "Fig. 13", "Bubbles of the NPU under each scheduling policy", run_fig13},
      {"fig13-attention", "Fig. 13", "Bubbles if attention grew less, or more, with the chunk",
       run_fig13_attention},
      {"fig13-gantt", "Fig. 13", "Timelines of the scheduling policies", run_fig13_gantt},
      {"fig14", "Fig. 14", "Prefill speed of every system", run_fig14},
      {"fig15", "Fig. 15", "Energy of a prefill by every system", run_fig15},
      {"table5", "Table 5", "Prompts and answers of real workloads", run_table5},
      {"table6", "Table 6", "Accuracy of the ways to quantise", run_table6, true},
      {"quantizer-perplexity", "Section 4.4", "Perplexity of the ways to quantise",
       run_quantizer_perplexity, true},
      {"fig16", "Fig. 16", "Speed and accuracy by pruning rate", run_fig16, true},
      {"fig17", "Fig. 17", "Memory of every system", run_fig17},
      {"fig18", "Fig. 18", "CPU or GPU as the NPU's partner", run_fig18},
      {"fig19", "Fig. 19", "Prefill speed as the techniques are switched on", run_fig19},
      {"explain-gap", "Public logs", "From the paper's speed to that of the released code",
       run_explain_gap},
  };
  return kExperiments;
}

std::vector<Experiment> find_experiments(const std::vector<std::string>& ids) {
  for (const std::string& id : ids) check_known(id);
  std::vector<Experiment> found;
  for (const Experiment& experiment : experiment_catalog()) {
    const bool asked = std::any_of(
        ids.begin(), ids.end(), [&](const std::string& id) { return belongs(experiment.id, id); });
    if (ids.empty() || asked) found.push_back(experiment);
  }
  return found;
}

}  // namespace mllm_npu
