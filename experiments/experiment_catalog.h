#pragma once

#include <string>
#include <vector>

#include "experiments/experiment.h"

namespace mllm_npu {

// Every experiment, in the paper's order.
const std::vector<Experiment>& experiment_catalog();

// Those that `ids` name, in the catalogue's order; all when empty. An ID stands for its parts as
// well: fig13 for fig13 and fig13-gantt. Errors: InputError that lists what there is.
std::vector<Experiment> find_experiments(const std::vector<std::string>& ids);

// One .cpp each.
std::vector<ResultRow> run_summary(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_fig2(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_fig4(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_table3(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_fig8(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_graph_memory(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_fig10(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_fig11(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_fig12_left(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_fig12_right(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_hot_channels(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_calibration_domain(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_shadow_share(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_fig13(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_fig13_attention(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_fig13_gantt(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_fig14(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_table6(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_quantizer_perplexity(const World& world,
                                                const ExperimentOptions& options);
std::vector<ResultRow> run_fig1(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_table1(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_table2(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_fig15(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_table5(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_fig17(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_fig18(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_fig16(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_fig19(const World& world, const ExperimentOptions& options);
std::vector<ResultRow> run_explain_gap(const World& world, const ExperimentOptions& options);

}  // namespace mllm_npu
