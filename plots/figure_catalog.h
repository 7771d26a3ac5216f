#pragma once

#include <string>
#include <vector>

#include "plots/figure.h"

namespace mllm_npu {

// Every figure, in the paper's order.
const std::vector<Figure>& figure_catalog();

// The IDs of the catalogue.
std::vector<std::string> figure_ids();

// Figure `id`. Errors: InputError that lists what there is.
const Figure& find_figure(const std::string& id);

// One .cpp each; what they expect of the record stands there.
std::vector<GnuplotPage> draw_fig1(const ResultRecord& record);
std::vector<GnuplotPage> draw_summary(const ResultRecord& record);
std::vector<GnuplotPage> draw_table1(const ResultRecord& record);
std::vector<GnuplotPage> draw_table2(const ResultRecord& record);
std::vector<GnuplotPage> draw_fig2(const ResultRecord& record);
std::vector<GnuplotPage> draw_fig4(const ResultRecord& record);
std::vector<GnuplotPage> draw_table3(const ResultRecord& record);
std::vector<GnuplotPage> draw_fig8(const ResultRecord& record);
std::vector<GnuplotPage> draw_graph_memory(const ResultRecord& record);
std::vector<GnuplotPage> draw_fig10(const ResultRecord& record);
std::vector<GnuplotPage> draw_fig11(const ResultRecord& record);
std::vector<GnuplotPage> draw_fig12_left(const ResultRecord& record);
std::vector<GnuplotPage> draw_fig12_right(const ResultRecord& record);
std::vector<GnuplotPage> draw_hot_channels(const ResultRecord& record);
std::vector<GnuplotPage> draw_calibration_domain(const ResultRecord& record);
std::vector<GnuplotPage> draw_shadow_share(const ResultRecord& record);
std::vector<GnuplotPage> draw_fig13(const ResultRecord& record);
std::vector<GnuplotPage> draw_fig13_attention(const ResultRecord& record);
std::vector<GnuplotPage> draw_fig13_gantt(const ResultRecord& record);
std::vector<GnuplotPage> draw_fig14(const ResultRecord& record);
std::vector<GnuplotPage> draw_fig15(const ResultRecord& record);
std::vector<GnuplotPage> draw_table5(const ResultRecord& record);
std::vector<GnuplotPage> draw_table6(const ResultRecord& record);
std::vector<GnuplotPage> draw_quantizer_perplexity(const ResultRecord& record);
std::vector<GnuplotPage> draw_fig16(const ResultRecord& record);
std::vector<GnuplotPage> draw_fig17(const ResultRecord& record);
std::vector<GnuplotPage> draw_fig18(const ResultRecord& record);
std::vector<GnuplotPage> draw_fig19(const ResultRecord& record);
std::vector<GnuplotPage> draw_explain_gap(const ResultRecord& record);

}  // namespace mllm_npu
