// Fig. 15: energy of a prefill by every system, a panel per device and prompt length; on a second
// page what drew it on the paper's phone, in shares, since systems differ by two orders of
// magnitude.
// Rows: factors device, model, system, prompt_length; measures prefill_energy, and of its parts
// base_energy, cpu_energy, gpu_energy, npu_energy, dram_energy.

#include "plots/figure_catalog.h"
#include "plots/grouped_bars.h"
#include "plots/system_panels.h"

namespace mllm_npu {

std::vector<GnuplotPage> draw_fig15(const ResultRecord& record) {
  const RecordRows rows = supported_rows_of(record);
  BarChart energies = by_device_and_length(rows, "Prefill energy", "prefill_energy");
  energies.name = "fig15";
  const std::vector<Look> components =
      looks("component", {"base_energy", "cpu_energy", "gpu_energy", "npu_energy", "dram_energy"});
  BarChart parts = stacks_by_model(rows_on(rows, "redmi-k60-pro"),
                                   {"Energy (%)", "prefill_energy", components, true});
  parts.name = "fig15-components";
  parts.note += ", above them " + unit_of(rows, "prefill_energy");
  return {draw_grouped_bars(energies), draw_grouped_bars(parts)};
}

}  // namespace mllm_npu
