#pragma once

// Records as experiments write them, with values of the size that real ones have: the paper's where
// it prints one, made up beside it.

#include <optional>
#include <string>
#include <vector>

#include "engine/metrics/result_record.h"

namespace mllm_npu::plot_fixtures {

Measure measure_of(const std::string& name, double value, const std::string& unit,
                   std::optional<double> paper = {});

// A record without rows.
ResultRecord empty_record(const std::string& id);
// A value near `paper`, another for each `index`.
double near(double paper, std::size_t index);

ResultRecord table1_record();
ResultRecord table2_record();
ResultRecord table3_record();
ResultRecord summary_record();
ResultRecord fig1_record();
ResultRecord fig2_record();
ResultRecord fig8_record();
ResultRecord graph_memory_record();
// `policies` rows per workload, one workload per model.
ResultRecord fig13_record(const std::vector<std::string>& policies,
                          const std::vector<std::string>& models);
ResultRecord fig13_attention_record();
// Four chunks and `layers` layers on NPU and CPU, in three orders: serial, in-order, out-of-order.
ResultRecord fig13_gantt_record(int layers);
// A row for every device, model and length, and each of `systems`.
ResultRecord fig14_record(const std::vector<std::string>& systems);
// Two models, three systems of which each runs both, and two lengths, 64 and 1024, on two phones
// and on one.
ResultRecord fig15_record();
ResultRecord fig17_record();
ResultRecord fig18_record();
// Two models, workloads and phones, three systems.
ResultRecord table5_record();
ResultRecord fig19_record();
// Two walks from a paper's speed to a report.
ResultRecord explain_gap_record();
ResultRecord fig4_record();
ResultRecord fig10_record();
ResultRecord fig11_record();
ResultRecord fig12_left_record();
ResultRecord fig12_right_record();
ResultRecord hot_channels_record();
ResultRecord calibration_domain_record();
ResultRecord quantizer_perplexity_record();
ResultRecord shadow_share_record();
ResultRecord table6_record();
ResultRecord fig16_record();

std::vector<std::string> three_systems();
std::vector<std::string> all_systems();

// One of each, in the catalogue's order.
std::vector<ResultRecord> all_records();

}  // namespace mllm_npu::plot_fixtures
