// Fig. 14: prefill speed of every system, a panel per device and prompt length.
// Rows: factors device, model, system, prompt_length; measure prefill_tokens_per_second. A system
// that does not support a model has no row, or one whose measure supported is 0.

#include "plots/figure_catalog.h"
#include "plots/grouped_bars.h"
#include "plots/system_panels.h"

namespace mllm_npu {

std::vector<GnuplotPage> draw_fig14(const ResultRecord& record) {
  BarChart chart =
      by_device_and_length(supported_rows_of(record), "Prefill speed", "prefill_tokens_per_second");
  chart.name = "fig14";
  return {draw_grouped_bars(chart)};
}

}  // namespace mllm_npu
