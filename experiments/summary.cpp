// The ratios that the abstract claims, under every reading of them: of Fig. 14's speeds, of its
// energies on the phone that has some, of Table 5's requests; and of the bars that the paper
// prints, as far as they are at hand. Beside them two shares of section 3.3, what synchronising for
// shadows takes where no linear lost its own, and section 2.3's price of quantising per group.

#include <algorithm>

#include "baselines/systems/naive_npu.h"
#include "datasets/paper/printed_numbers.h"
#include "experiments/experiment_catalog.h"
#include "experiments/microbenchmark.h"
#include "experiments/result_rows.h"
#include "experiments/summary_readings.h"

namespace mllm_npu {
namespace {

constexpr const char* kOurs = "mllm-npu";
constexpr const char* kEnergyDevice = "redmi-k60-pro";
constexpr const char* kFig4Device = "xiaomi-14";
constexpr const char* kDevices[] = {"redmi-k70-pro", "redmi-k60-pro"};  // of the evaluation

void append(std::vector<ResultRow>& rows, std::vector<ResultRow> more) {
  for (ResultRow& row : more) rows.push_back(std::move(row));
}

bool is_evaluated(const ResultRow& row) {
  return std::find(std::begin(kDevices), std::end(kDevices), factor_text(row, "device")) !=
         std::end(kDevices);
}

// The row that differs from `row` in its system alone, which is ours; nullptr without one.
const ResultRow* our_row(const std::vector<ResultRow>& rows, const ResultRow& row) {
  Factors factors = row.factors;
  for (auto& [name, value] : factors) {
    if (name == "system") value = kOurs;
  }
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const ResultRow& each) {
    return same_factors(each.factors, factors);
  });
  return found == rows.end() ? nullptr : &*found;
}

// Each row of a baseline of the paper, one that has a card, beside ours.
std::vector<PairedCell> paired(const World& world, const std::vector<ResultRow>& rows,
                               const std::string& measure) {
  std::vector<PairedCell> cells;
  for (const ResultRow& row : rows) {
    const std::string system = factor_text(row, "system");
    const std::string model = factor_text(row, "model");
    const std::string device = factor_text(row, "device");
    if (!world.engines.contains(system) || !is_evaluated(row)) continue;
    const ResultRow* ours = our_row(rows, row);
    if (ours == nullptr || find_measure(row, measure) == nullptr) continue;
    cells.push_back(
        {.device = device,
         .model = model,
         .baseline = system,
         .tokens =
             find_factor(row.factors, "prompt_length") ? factor_number(row, "prompt_length") : 0,
         .supported = world.system(system)->supported(world.model(model), world.device(device)),
         .theirs = find_measure(row, measure)->value,
         .ours = find_measure(*ours, measure)->value});
  }
  return cells;
}

// Of a speed, the time.
std::vector<PairedCell> as_times(std::vector<PairedCell> cells) {
  for (PairedCell& cell : cells) {
    cell.theirs = cell.tokens / cell.theirs;
    cell.ours = cell.tokens / cell.ours;
  }
  return cells;
}

std::vector<PairedCell> on_energy_device(std::vector<PairedCell> cells) {
  std::erase_if(cells, [](const PairedCell& cell) { return cell.device != kEnergyDevice; });
  return cells;
}

// The bars of one figure that the paper prints, as if they were rows of ours.
std::vector<ResultRow> printed_bars(const World& world, const std::string& figure) {
  std::vector<ResultRow> rows;
  const PrintedNumbers printed = paper_numbers();
  for (const PrintedNumber& bar : printed.rows(figure)) {
    ResultRow row{.factors = bar.factors, .measures = {{bar.measure, bar.low, bar.unit}}};
    const auto* length = find_factor(bar.factors, "prompt_length");
    if (bar.is_interval() || bar.low <= 0 || length == nullptr || !length->is_number()) continue;
    if (!world.models.contains(factor_text(row, "model"))) continue;
    rows.push_back(std::move(row));
  }
  return rows;
}

void append_abstract(const World& world, const ExperimentOptions& options,
                     std::vector<ResultRow>& rows) {
  const std::vector<ResultRow> fig14 = run_fig14(world, options);
  append(rows, mean_readings("mean_prefill_speedup",
                             as_times(paired(world, fig14, "prefill_tokens_per_second")), true));
  append(rows, mean_readings("mean_energy_saving",
                             on_energy_device(paired(world, fig14, "prefill_energy")), false));
  append(rows, maximum_readings("max_end_to_end_speedup",
                                paired(world, run_table5(world, options), "e2e")));
}

void append_printed(const World& world, std::vector<ResultRow>& rows) {
  append(rows, mean_readings("mean_prefill_speedup",
                             as_times(paired(world, printed_bars(world, "fig14"),
                                             "prefill_tokens_per_second")),
                             true, "paper"));
  append(rows, mean_readings("mean_energy_saving",
                             paired(world, printed_bars(world, "fig15"), "prefill_energy"), false,
                             "paper"));
}

struct Cost {
  double seconds = 0;
  double joules = 0;
};

Cost cost_of(const World& world, const ResultRow& place, double pruning_rate) {
  const PrefillMetrics metrics =
      world.system(kOurs)
          ->prefill(
              {.model = world.model(factor_text(place, "model")),
               .device = world.device(factor_text(place, "device")),
               .prompt_length = static_cast<std::int64_t>(factor_number(place, "prompt_length")),
               .options = {.pruning_rate = pruning_rate}})
          .metrics;
  return {to_seconds(metrics.time_to_first_token), metrics.energy.total().value};
}

// What shadows add where every linear has its own, over linears without any: the shadows'
// products, their hand-overs and what waits for them.
void append_unpruned_shares(const World& world, const ExperimentOptions& options,
                            std::vector<ResultRow>& rows) {
  for (const char* device : kDevices) {
    for (const std::string& model : paper_models(world)) {
      for (const std::int64_t length : {256, 64, 1024}) {
        if (options.quick && length != 256) continue;
        ResultRow row =
            make_row({{"device", device}, {"model", model}, {"prompt_length", length}}, {});
        const Cost whole = cost_of(world, row, 0);
        const Cost without = cost_of(world, row, 1);
        row.measures = {
            {"unpruned_sync_latency_share", 100 * (1 - without.seconds / whole.seconds), "%"},
            {"unpruned_sync_energy_share", 100 * (1 - without.joules / whole.joules), "%"}};
        rows.push_back(std::move(row));
      }
    }
  }
}

void append_per_group(const World& world, std::vector<ResultRow>& rows) {
  const DeviceSpec& device = world.device(kFig4Device);
  for (const char* model : {"qwen1.5-1.8b", "llama-2-7b"}) {
    const MatmulShape shape = fig4_shape(model);
    rows.push_back(make_row({{"device", kFig4Device}, {"model", model}},
                            {{"per_group_slowdown",
                              to_seconds(group_matmul_latency(device, shape, kGroupSize)) /
                                  to_seconds(matmul_latency(device, shape, "npu-int8")),
                              "x"}}));
  }
}

}  // namespace

std::vector<ResultRow> run_summary(const World& world, const ExperimentOptions& options) {
  std::vector<ResultRow> rows;
  if (!options.quick) {  // fewer cells would be another mean
    append_abstract(world, options, rows);
    append_printed(world, rows);
  }
  append_unpruned_shares(world, options, rows);
  append_per_group(world, rows);
  return rows;
}

}  // namespace mllm_npu
