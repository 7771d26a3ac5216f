#include "plots/figure_catalog.h"

#include "engine/base/input_error.h"

namespace mllm_npu {

const std::vector<Figure>& figure_catalog() {
  static const std::vector<Figure> catalog = {
      {"summary", draw_summary},            // abstract: ratios
      {"fig1", draw_fig1},                  // section 1: what the prefill takes
      {"table1", draw_table1},              // section 2.1: how long prompts are
      {"table2", draw_table2},              // section 2.2: what NPUs compute with
      {"fig2", draw_fig2},                  // section 2: life of an NPU graph
      {"fig4", draw_fig4},                  // section 2.3: ways to quantise
      {"table3", draw_table3},              // section 2: one product on each processor
      {"fig8", draw_fig8},                  // section 3.2: price of a token, by chunk length
      {"graph-memory", draw_graph_memory},  // section 3.2: what sharing saves
      {"fig10", draw_fig10},                // section 3.3: outliers
      {"fig11", draw_fig11},
      {"fig12-left", draw_fig12_left},
      {"fig12-right", draw_fig12_right},
      {"hot-channels", draw_hot_channels},
      {"calibration-domain", draw_calibration_domain},
      {"shadow-share", draw_shadow_share},  // section 3.3: what shadows take
      {"fig13", draw_fig13},                // section 3.4: bubbles
      {"fig13-attention", draw_fig13_attention},
      {"fig13-gantt", draw_fig13_gantt},
      {"fig14", draw_fig14},    // section 4.2: prefill speed
      {"fig15", draw_fig15},    // section 4.3: energy
      {"table5", draw_table5},  // section 4.3: whole requests
      {"table6", draw_table6},  // section 4.4: accuracy
      {"quantizer-perplexity", draw_quantizer_perplexity},
      {"fig16", draw_fig16},              // section 4.5: what pruning costs and buys
      {"fig17", draw_fig17},              // section 4.5: memory
      {"fig18", draw_fig18},              // section 4.6: the NPU's partner
      {"fig19", draw_fig19},              // section 4.6: one technique after the other
      {"explain-gap", draw_explain_gap},  // what others report of the released code
  };
  return catalog;
}

std::vector<std::string> figure_ids() {
  std::vector<std::string> ids;
  for (const Figure& figure : figure_catalog()) ids.push_back(figure.id);
  return ids;
}

const Figure& find_figure(const std::string& id) {
  std::string known;
  for (const Figure& figure : figure_catalog()) {
    if (figure.id == id) return figure;
    known += (known.empty() ? "" : ", ") + figure.id;
  }
  throw InputError("command line", "figure", "one of " + known, id);
}

}  // namespace mllm_npu
